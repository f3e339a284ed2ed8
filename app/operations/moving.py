"""One step in a ticket's life: the row and its fact, together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.domain.events import Kind
from app.domain.ticket import ENDED, Action, Status, Ticket, after
from app.store.journal import record
from app.store.tables import ticket as table
from app.store.transaction import Transaction


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
) -> Status:
    """Takes the ticket one step on and records it; returns the new status, raises WrongState.

    `counter` is where the deed was done; a ticket that goes back to waiting forgets its counter.
    """
    status = after(ticket.status, action)
    values: dict[str, Any] = {"status": status, **(changes or {})}
    if status in ENDED:
        values["ended_at"] = now
    if status is Status.WAITING:
        values.setdefault("counter", None)
    tx.execute(update(table).where(table.c.id == ticket.id).values(values))
    data = {
        "number": ticket.number,
        "service": ticket.service,
        "agency": ticket.agency,
        "from": ticket.status.value,
        **(facts or {}),
    }
    record(tx, kind, at=now, actor=actor, ticket=ticket.id, counter=counter or ticket.counter, data=data)
    return status
