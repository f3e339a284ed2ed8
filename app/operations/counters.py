"""Opening, pausing and closing a counter."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.counter import CounterState
from app.domain.errors import CounterBusy
from app.domain.events import Kind
from app.operations.calling import Desk
from app.queries.tickets import active_at
from app.store.journal import record
from app.store.tables import counter as table
from app.store.transaction import Transaction

_KNOWN = select(table.c.state, table.c.since, table.c.returns_at, table.c.reason).where(
    table.c.site == bindparam("site"), table.c.code == bindparam("code")
)
_FACTS = {
    CounterState.OPEN: Kind.COUNTER_OPENED,
    CounterState.BREAK: Kind.COUNTER_PAUSED,
    CounterState.CLOSED: Kind.COUNTER_CLOSED,
}


def open_counter(tx: Transaction, desk: Desk, *, now: datetime) -> CounterState:
    return _become(tx, desk, CounterState.OPEN, now=now)


def break_counter(
    tx: Transaction, desk: Desk, *, minutes: int | None, reason: str, now: datetime
) -> CounterState:
    """A pause with the expected return in `minutes`; raises CounterBusy with a visitor at the desk.

    On a break already, it is the same break with another return and reason, and a fact if they differ.
    """
    _must_be_empty(tx, desk)
    returns = now + timedelta(minutes=minutes) if minutes else None
    return _become(tx, desk, CounterState.BREAK, now=now, returns_at=returns, reason=reason)


def close_counter(tx: Transaction, desk: Desk, *, reason: str, now: datetime) -> CounterState:
    """Raises CounterBusy with a visitor at the desk."""
    _must_be_empty(tx, desk)
    return _become(tx, desk, CounterState.CLOSED, now=now, reason=reason)


def _must_be_empty(tx: Transaction, desk: Desk) -> None:
    occupied = active_at(tx.connection, site=tx.site, counter=desk.counter.code)
    if occupied is not None:
        raise CounterBusy(number=occupied.number)


def _become(
    tx: Transaction,
    desk: Desk,
    state: CounterState,
    *,
    now: datetime,
    returns_at: datetime | None = None,
    reason: str = "",
) -> CounterState:
    known: Any = tx.execute(_KNOWN, {"site": tx.site, "code": desk.counter.code}).one_or_none()
    since = now
    if state is (CounterState(known.state) if known else CounterState.CLOSED):
        if state is not CounterState.BREAK or (known.returns_at, known.reason) == (returns_at, reason):
            return state
        since = known.since
    values = {"state": state.value, "since": since, "returns_at": returns_at, "reason": reason}
    make = postgresql.insert if tx.connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(table).values(site=tx.site, code=desk.counter.code, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=[table.c.site, table.c.code], set_=values))
    data = {"returns_at": returns_at.isoformat() if returns_at else None, "reason": reason}
    record(tx, _FACTS[state], at=now, actor=desk.actor, counter=desk.counter.code, data=data)
    return state
