"""A visitor gets the head start of a lane, or loses it again: the number stays, its place changes."""

from datetime import datetime
from typing import Any

from app.domain.errors import UnknownTicket, WrongState
from app.domain.events import Kind
from app.domain.lane import REGRADED, regraded
from app.domain.mall import Mall
from app.domain.ticket import Priority, Ticket
from app.operations.moving import held, place_changes, write
from app.queries.tickets import SELECT, from_row, ticket_by_id
from app.store.journal import record
from app.store.tables import ticket as table
from app.store.transaction import Transaction


def change_priority(
    tx: Transaction, mall: Mall, ticket_id: int, *, priority: Priority | None, actor: str, now: datetime
) -> Ticket:
    """Gives the ticket another lane, and the place that goes with it; the same lane changes nothing.

    The journal tells whether there is a head start now, never which one. Raises UnknownTicket, and
    WrongState for whoever is at a counter or has ended.
    """
    row: Any = tx.execute(SELECT.where(table.c.id == ticket_id, table.c.site == tx.site)).one_or_none()
    if row is None:
        raise UnknownTicket(ticket=ticket_id)
    ticket = from_row(row)
    if ticket.status not in REGRADED:
        raise WrongState(status=ticket.status.value)
    if ticket.priority is priority:
        return ticket
    key = regraded(ticket, priority, credit_minutes=mall.rules.priority_credit_minutes)
    values = {"priority": priority, "sort_key": key}
    before = held(ticket, values)
    write(tx, ticket, values)
    data = {
        "number": ticket.number,
        "service": ticket.service,
        "agency": ticket.agency,
        "to": ticket.status.value,
        "changed": place_changes(before, values),
        "ahead_of_others": priority is not None,
    }
    record(tx, Kind.TICKET_REGRADED, at=now, actor=actor, ticket=ticket.id, data=data)
    return ticket_by_id(tx.connection, ticket.id)
