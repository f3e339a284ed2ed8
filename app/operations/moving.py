"""One step in a ticket's life: the row and its fact, together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.domain.events import Kind
from app.domain.journey import as_data
from app.domain.ticket import ENDED, Action, Status, Ticket, after
from app.store.journal import record
from app.store.tables import ticket as table
from app.store.transaction import Transaction

PLACE = ("service", "agency", "counter", "calls", "only_at", "stops", "sort_key")  # beside the status


def move(
    tx: Transaction,
    ticket: Ticket,
    action: Action,
    kind: Kind,
    *,
    actor: str,
    now: datetime,
    counter: str | None = None,
    changes: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Takes the ticket one step on and records it; raises WrongState.

    `counter` is where the deed was done; a ticket that goes back to waiting forgets its counter.
    Returns the columns that changed, as they were before.
    """
    status = after(ticket.status, action)
    values: dict[str, Any] = {"status": status, **_left_behind(ticket, status), **(changes or {})}
    if status in ENDED:
        values["ended_at"] = now
    before = held(ticket, values)
    write(tx, ticket, values)
    data = {
        "number": ticket.number,
        "service": ticket.service,
        "agency": ticket.agency,
        "from": ticket.status.value,
        "to": status.value,
        "changed": place_changes(before, values),
        **(facts or {}),
    }
    record(tx, kind, at=now, actor=actor, ticket=ticket.id, counter=counter or ticket.counter, data=data)
    return before


def write(tx: Transaction, ticket: Ticket, values: Mapping[str, Any]) -> None:
    """Changes the row of a ticket that goes one step on."""
    tx.execute(update(table).where(table.c.id == ticket.id).values(**values, moves=ticket.moves + 1))


def held(ticket: Ticket, columns: Mapping[str, Any]) -> dict[str, Any]:
    """What the ticket has in these columns, as the store keeps it."""
    return {name: as_data(ticket.stops) if name == "stops" else getattr(ticket, name) for name in columns}


def place_changes(before: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Which of these new values make the ticket's place another one, for app/domain/replay.py."""
    changed = {name: values[name] for name in PLACE if name in values and values[name] != before[name]}
    return {name: _plain(value) for name, value in changed.items()}


def _left_behind(ticket: Ticket, status: Status) -> dict[str, Any]:
    """What a ticket loses by leaving its status, or by going back into a queue."""
    lost: dict[str, Any] = {}
    if status is Status.WAITING:
        lost.update(counter=None, summons=0)
    if ticket.status is Status.MISSED:
        lost["parked_at"] = None
    if ticket.status is Status.HELD:
        lost["hold_reason"] = ""
    return lost


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
