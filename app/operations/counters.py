"""Opening, pausing and closing a counter; a closing may have to be asked for, and ends at a set time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, delete, insert, select, true, update

from app.domain.counter import CounterState
from app.domain.errors import CounterBusy, WrongState
from app.domain.events import Kind
from app.domain.mall import Mall
from app.domain.opening import day_start, is_within_hours, service_day
from app.operations.attending import tell_attendance, unattended
from app.operations.desk import Desk
from app.queries.tickets import active_at
from app.store.journal import record
from app.store.tables import counter as table
from app.store.tables import last_move
from app.store.transaction import Transaction

_KNOWN = select(table).where(table.c.site == bindparam("site"), table.c.code == bindparam("code"))
_NOT_ASKED: Mapping[str, Any] = {"asked_by": None, "asked_at": None, "approved": False, "resumes": None}
AT_WORK: Mapping[str, Any] = {"returns_at": None, "reopens_at": None, "reason": "", **_NOT_ASKED}
SYSTEM = "system"


def open_counter(tx: Transaction, desk: Desk, *, now: datetime, reason: str = "") -> CounterState:
    """Also takes back a closing that was asked for."""
    known = _known(tx, desk)
    state = _state(known)
    if state is CounterState.OPEN:
        return state
    opened = {"opened_at": now} if state is CounterState.CLOSED else {}
    values = {**AT_WORK, "state": CounterState.OPEN, "since": now, **opened}
    data = {"returns_at": None, "reason": reason}
    return _change(tx, desk, values, Kind.COUNTER_OPENED, data, now=now)


def break_counter(
    tx: Transaction, desk: Desk, *, minutes: int | None, reason: str, now: datetime
) -> CounterState:
    """A pause with the expected return in `minutes`; raises CounterBusy with a visitor at the desk.

    On a break already, it is the same break with another return and reason, and a fact if they differ.
    """
    _must_be_empty(tx, desk)
    known = _known(tx, desk)
    returns = now + timedelta(minutes=minutes) if minutes else None
    same = _state(known) is CounterState.BREAK
    if same and (known.returns_at, known.reason) == (returns, reason):
        return CounterState.BREAK
    _forget_last_move(tx, desk)
    opened = {"opened_at": now} if _state(known) is CounterState.CLOSED else {}
    values = {
        **AT_WORK,
        "state": CounterState.BREAK,
        "since": known.since if same else now,
        "returns_at": returns,
        "reason": reason,
        **opened,
    }
    data = {"returns_at": returns.isoformat() if returns else None, "reason": reason}
    return _change(tx, desk, values, Kind.COUNTER_PAUSED, data, now=now)


def close_counter(
    tx: Transaction,
    desk: Desk,
    *,
    reason: str,
    now: datetime,
    reopens_minutes: int | None = None,
    may_approve: bool = True,
) -> CounterState:
    """Closes, or asks to where the mall wants that approved and visitors may still come.

    Whoever only asks goes on serving. Raises CounterBusy with a visitor at a desk that closes. With
    `reopens_minutes` it opens again by itself.
    """
    reopens = now + timedelta(minutes=reopens_minutes) if reopens_minutes else None
    state = _state(_known(tx, desk))
    if state is CounterState.CLOSED:
        return state
    if not may_approve and desk.mall.rules.closing_needs_approval and _is_within_hours(desk, now):
        return _ask(tx, desk, reason=reason, reopens=reopens, now=now)
    _must_be_empty(tx, desk)
    return _close(tx, desk, reason=reason, reopens=reopens, now=now)


def approve_closing(tx: Transaction, desk: Desk, *, now: datetime) -> CounterState:
    """The counter closes now, or as soon as its visitor leaves. Raises WrongState if nobody asked."""
    known = _asked(tx, desk, "approve")
    if active_at(tx.connection, site=tx.site, counter=desk.counter.code) is None:
        return _close(tx, desk, reason=known.reason, reopens=_reopens(known, now), now=now)
    if known.approved:
        return CounterState.CLOSING
    return _change(tx, desk, {"approved": True}, Kind.CLOSING_APPROVED, _wish(known), now=now)


def refuse_closing(tx: Transaction, desk: Desk, *, now: datetime) -> CounterState:
    """The counter goes on as before. Raises WrongState if nobody asked."""
    return _resume(tx, desk, Kind.CLOSING_REFUSED, "refuse", now=now)


def withdraw_closing(tx: Transaction, desk: Desk, *, now: datetime) -> CounterState:
    """Whoever asked goes on as before. Raises WrongState if nobody asked."""
    return _resume(tx, desk, Kind.CLOSING_WITHDRAWN, "withdraw", now=now)


def after_leaving(tx: Transaction, desk: Desk, *, now: datetime) -> bool:
    """Closes a counter whose closing was approved while its visitor was there, once that one has left."""
    known = _known(tx, desk)
    if _state(known) is not CounterState.CLOSING or not known.approved:
        return False
    if active_at(tx.connection, site=tx.site, counter=desk.counter.code) is not None:
        return False
    _close(tx, desk, reason=known.reason, reopens=_reopens(known, now), now=now)
    return True


def close_left_counters(tx: Transaction, mall: Mall, *, now: datetime) -> int:
    """Closes those whose closing was approved and whose visitor gave up the number elsewhere."""
    leaving = select(table.c.code).where(table.c.site == tx.site, table.c.approved == true())
    desks = _desks(tx, mall, leaving)
    return sum(after_leaving(tx, desk, now=now) for desk in desks)


def reopen_counters(tx: Transaction, mall: Mall, *, now: datetime) -> int:
    """Opens every counter whose time to be back has come, on the same day and while visitors may come."""
    back = select(table.c.code).where(
        table.c.site == tx.site,
        table.c.state == CounterState.CLOSED,
        table.c.reopens_at <= now,
        table.c.reopens_at >= day_start(mall, service_day(mall, now)),
    )
    due = [desk for desk in _desks(tx, mall, back) if _is_within_hours(desk, now)]
    for desk in due:
        open_counter(tx, desk, now=now, reason="reopens")
    return len(due)


def _desks(tx: Transaction, mall: Mall, codes: Select[Any]) -> list[Desk]:
    """Those among them that the mall still has."""
    site = mall.site[tx.site]
    known = [row.code for row in tx.execute(codes) if row.code in site.counter]
    return [Desk(mall, site, site.counter[code], SYSTEM) for code in known]


def _ask(
    tx: Transaction, desk: Desk, *, reason: str, reopens: datetime | None, now: datetime
) -> CounterState:
    """Asked again, it is the same closing with another reason and return, and must be approved anew."""
    known = _known(tx, desk)
    again = _state(known) is CounterState.CLOSING
    if again and (known.reason, known.reopens_at) == (reason, reopens):
        return CounterState.CLOSING
    values = {
        "state": CounterState.CLOSING,
        "reason": reason,
        "reopens_at": reopens,
        "asked_by": desk.actor,
        "asked_at": now,
        "approved": False,
        "resumes": known.resumes if again else known.state,
    }
    data = {"reason": reason, "reopens_at": _iso(reopens)}
    return _change(tx, desk, values, Kind.CLOSING_ASKED, data, now=now)


def _close(
    tx: Transaction, desk: Desk, *, reason: str, reopens: datetime | None, now: datetime
) -> CounterState:
    values = {
        **AT_WORK,
        "state": CounterState.CLOSED,
        "since": now,
        "reason": reason,
        "reopens_at": reopens,
    }
    data = {"returns_at": None, "reason": reason, "reopens_at": _iso(reopens)}
    _forget_last_move(tx, desk)
    return _change(tx, desk, values, Kind.COUNTER_CLOSED, data, now=now)


def _forget_last_move(tx: Transaction, desk: Desk) -> None:
    """No visitor can come back to a counter that is closed or on a break."""
    mine = (last_move.c.site == tx.site, last_move.c.counter == desk.counter.code)
    tx.execute(delete(last_move).where(*mine))


def _reopens(known: Any, now: datetime) -> datetime | None:
    """When it will be back: as long after it really closes as was asked for."""
    if known.reopens_at is None or known.asked_at is None:
        return None
    reopens: datetime = now + (known.reopens_at - known.asked_at)
    return reopens


def _resume(tx: Transaction, desk: Desk, kind: Kind, action: str, *, now: datetime) -> CounterState:
    known = _asked(tx, desk, action)
    resumes = CounterState(known.resumes or CounterState.OPEN)
    if active_at(tx.connection, site=tx.site, counter=desk.counter.code) is not None:
        resumes = CounterState.OPEN  # who asked during a break and called somebody has ended the break
    returns = known.returns_at if resumes is CounterState.BREAK else None
    values = {**AT_WORK, "state": resumes, "returns_at": returns}
    return _change(tx, desk, values, kind, _wish(known), now=now)


def _asked(tx: Transaction, desk: Desk, action: str) -> Any:
    known = _known(tx, desk)
    if _state(known) is not CounterState.CLOSING:
        raise WrongState(status=_state(known).value, action=action)
    return known


def _wish(known: Any) -> dict[str, Any]:
    return {"reason": known.reason, "reopens_at": _iso(known.reopens_at), "asked_by": known.asked_by}


def _known(tx: Transaction, desk: Desk) -> Any:
    return tx.execute(_KNOWN, {"site": tx.site, "code": desk.counter.code}).one_or_none()


def _state(known: Any) -> CounterState:
    """A counter that never opened is closed."""
    return CounterState(known.state) if known else CounterState.CLOSED


def _is_within_hours(desk: Desk, now: datetime) -> bool:
    """Whether visitors of any of its services may come at this time."""
    codes = desk.mall.services_of(desk.site, desk.counter)
    return any(is_within_hours(desk.mall, desk.site, desk.mall.service[code], now=now) for code in codes)


def _must_be_empty(tx: Transaction, desk: Desk) -> None:
    occupied = active_at(tx.connection, site=tx.site, counter=desk.counter.code)
    if occupied is not None:
        raise CounterBusy(number=occupied.number)


def _change(
    tx: Transaction,
    desk: Desk,
    values: Mapping[str, Any],
    kind: Kind,
    data: Mapping[str, Any],
    *,
    now: datetime,
) -> CounterState:
    """The row and its fact, and what it means for services that lose or regain their last counter."""
    before = unattended(tx, desk.mall, now=now)
    mine = (table.c.site == tx.site, table.c.code == desk.counter.code)
    if not tx.execute(update(table).where(*mine).values(values)).rowcount:
        tx.execute(insert(table).values(site=tx.site, code=desk.counter.code, **values))
    record(tx, kind, at=now, actor=desk.actor, counter=desk.counter.code, data=data)
    back = data.get("reopens_at")
    code, actor = desk.counter.code, desk.actor
    tell_attendance(tx, desk.mall, before, actor=actor, counter=code, now=now, reopens_at=back)
    return _state(_known(tx, desk))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
