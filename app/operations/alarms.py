"""Calling staff to a printer or into the hall: raised and ended by what is known, acknowledged by people."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from app.domain.alarms import (
    HALL_KINDS,
    PRINTER_KINDS,
    AlarmKind,
    Cause,
    Change,
    Seen,
    Standing,
    Turn,
    judge,
    judge_causes,
)
from app.domain.events import Kind
from app.domain.mall import Mall, Site
from app.domain.opening import service_day
from app.queries.alarms import alarm_document, alarm_row, seen_printers, standing_alarms
from app.queries.hall_alarms import Trouble, hall_troubles
from app.store.journal import record
from app.store.tables import alarm as table
from app.store.transaction import Transaction

SYSTEM = "system"
_NEWS = {
    Change.RAISE: Kind.ALARM_RAISED,
    Change.RENEW: Kind.ALARM_RAISED,
    Change.CLEAR: Kind.ALARM_CLEARED,
}


def alarms_due(
    connection: Connection, mall: Mall, site: Site, *, now: datetime, watching_since: datetime
) -> tuple[tuple[str, Turn], ...]:
    """What changes among the alarms of a site, each with the code of what it is about; it only looks."""
    day = service_day(mall, now)
    seen = seen_printers(connection, site, day=day, now=now)
    standing = standing_alarms(connection, site.code, kinds=PRINTER_KINDS)
    gone = {code: Seen(code, seen_at=now) for code in standing.keys() - seen.keys()}
    troubles = hall_troubles(connection, mall, site, day=day, now=now, watching_since=watching_since)
    in_hall = standing_alarms(connection, site.code, kinds=HALL_KINDS)
    return (
        *_turns({**seen, **gone}, standing, now=now, watching_since=watching_since),
        *_hall_turns(tuple(troubles), in_hall, now=now),
    )


def _hall_turns(
    troubles: Iterable[Trouble], standing: Mapping[str, Mapping[AlarmKind, Standing]], *, now: datetime
) -> Iterator[tuple[str, Turn]]:
    causes: dict[str, dict[AlarmKind, Cause]] = {code: {} for code in standing}
    for trouble in troubles:
        causes.setdefault(trouble.code, {})[trouble.kind] = trouble.cause
    for code, wrong in causes.items():
        for turn in judge_causes(wrong, standing.get(code, {}), now=now):
            yield code, turn


def _turns(
    seen: Mapping[str, Seen],
    standing: Mapping[str, Mapping[AlarmKind, Standing]],
    *,
    now: datetime,
    watching_since: datetime,
) -> Iterator[tuple[str, Turn]]:
    for code, printer in seen.items():
        for turn in judge(printer, standing.get(code, {}), now=now, watching_since=watching_since):
            yield code, turn


def keep_alarms(tx: Transaction, mall: Mall, site: Site, *, now: datetime, watching_since: datetime) -> int:
    """Does what is due, as a look from inside the transaction says; returns how much that was."""
    turns = alarms_due(tx.connection, mall, site, now=now, watching_since=watching_since)
    for code, turn in turns:
        _take(tx, code, turn, now=now)
    return len(turns)


def acknowledge_alarm(tx: Transaction, alarm_id: int, *, actor: str, now: datetime) -> dict[str, Any]:
    """Somebody is on the way; again, or after its end, changes nothing. Returns the alarm.

    Raises UnknownAlarm.
    """
    known = alarm_row(tx.connection, alarm_id, site=tx.site)
    if known.acknowledged_at is None and known.cleared_at is None:
        values = {"acknowledged_at": now, "acknowledged_by": actor}
        tx.execute(update(table).where(table.c.id == alarm_id).values(values))
        data = {
            "alarm": alarm_id,
            "printer": known.subject,
            "subject": alarm_document(known)["subject"],
            "alarm_kind": known.kind,
            "detail": known.detail,
        }
        record(tx, Kind.ALARM_ACKNOWLEDGED, at=now, actor=actor, data=data)
    return alarm_document(alarm_row(tx.connection, alarm_id, site=tx.site))


def _take(tx: Transaction, subject: str, turn: Turn, *, now: datetime) -> None:
    """The row of the alarm, and its fact if it is news."""
    if turn.change is Change.RAISE:
        row = {"site": tx.site, "subject": subject, "kind": turn.kind, "detail": turn.detail}
        alarm_id = tx.execute(
            insert(table).values(**row, since=turn.since, covers=_covered(turn)).returning(table.c.id)
        ).scalar_one()
    else:
        alarm_id = _change(tx, subject, turn.kind, **_values(turn, now=now))
    if turn.change in _NEWS:
        about = {"printer": subject, "subject": turn.kind.subject.value}
        data = {"alarm": alarm_id, **about, "alarm_kind": turn.kind.value, "detail": turn.detail}
        record(tx, _NEWS[turn.change], at=now, actor=SYSTEM, data=data)


def _values(turn: Turn, *, now: datetime) -> dict[str, Any]:
    if turn.change is Change.RENEW:
        fresh = dict.fromkeys(("acknowledged_at", "acknowledged_by", "quiet_since"))
        return {"detail": turn.detail, "covers": _covered(turn), **fresh}
    if turn.change is Change.CLEAR:
        return {"cleared_at": now}
    return {"quiet_since": now if turn.change is Change.REST else None}


def _covered(turn: Turn) -> dict[str, int]:
    return dict(turn.covers or {})


def _change(tx: Transaction, subject: str, kind: AlarmKind, **values: Any) -> int:
    """Changes the open alarm of this kind; returns its id."""
    mine = (table.c.site == tx.site, table.c.subject == subject, table.c.kind == kind)
    changed = update(table).where(*mine, table.c.cleared_at.is_(None)).values(values)
    return int(tx.execute(changed.returning(table.c.id)).scalar_one())
