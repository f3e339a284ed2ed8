"""Taking back the last move of a counter, for ten seconds."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete

from app.domain.counter import CounterState
from app.domain.errors import NothingToUndo
from app.domain.events import Kind
from app.domain.ticket import ACTIVE, ENDED, Status, Ticket
from app.operations.counters import after_leaving
from app.operations.desk import Desk
from app.operations.moving import held, place_changes, write
from app.operations.printing import want_paper_again
from app.queries.counters import state_of
from app.queries.last_moves import undoable
from app.queries.tickets import active_at, ticket_by_id
from app.store.journal import record
from app.store.tables import last_move
from app.store.transaction import Transaction

_MOMENTS = ("called_at", "serving_at", "ended_at", "parked_at", "waiting_since")


def undo(tx: Transaction, desk: Desk, *, now: datetime) -> Ticket:
    """Puts the ticket back to where it was before the counter's last move.

    Raises NothingToUndo when that is too long ago, the ticket went on, or the counter is taken;
    Forbidden when the visitor is another agency's.
    """
    last = undoable(tx.connection, site=tx.site, counter=desk.counter.code, now=now)
    if last is None:
        raise NothingToUndo
    desk.must_be_mine(last.agency)
    ticket = ticket_by_id(tx.connection, last.ticket)
    status = Status(last.before["status"])
    if status in ACTIVE:
        _must_have_room(tx, desk, ticket)
    values = {name: _moment(name, value) for name, value in last.before.items()}
    if status in ENDED:
        values["ended_at"] = now
    before = held(ticket, values)
    write(tx, ticket, values)
    if ticket.status is Status.CANCELLED:
        want_paper_again(tx, ticket.id, actor=desk.actor, now=now)
    data = {
        "number": ticket.number,
        "service": ticket.service,
        "agency": ticket.agency,
        "to_service": values.get("service", ticket.service),
        "move": last.move,
        "call": f"{ticket.id}-{ticket.announced}",  # its name on the displays
        "from": ticket.status.value,
        "to": status.value,
        "changed": place_changes(before, values),
    }
    if "waiting_since" in values:
        data["waiting_since"] = values["waiting_since"].isoformat()
    code = desk.counter.code
    record(tx, Kind.MOVE_UNDONE, at=now, actor=desk.actor, ticket=ticket.id, counter=code, data=data)
    tx.execute(delete(last_move).where(last_move.c.site == tx.site, last_move.c.counter == code))
    after_leaving(tx, desk, now=now)
    return ticket_by_id(tx.connection, ticket.id)


def _must_have_room(tx: Transaction, desk: Desk, ticket: Ticket) -> None:
    code = desk.counter.code
    occupied = active_at(tx.connection, site=tx.site, counter=code)
    state = state_of(tx.connection, site=tx.site, counter=code)
    if (occupied is not None and occupied.id != ticket.id) or state not in (
        CounterState.OPEN,
        CounterState.CLOSING,
    ):
        raise NothingToUndo


def _moment(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name in _MOMENTS and value is not None else value
