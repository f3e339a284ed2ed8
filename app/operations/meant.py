"""What a console meant when it was pressed, against what is at the counter by the time that it arrives."""

from datetime import datetime

from app.domain.errors import MovedOn
from app.operations.desk import Desk
from app.queries.last_moves import undoable
from app.queries.tickets import active_at
from app.store.transaction import Transaction


def must_be_here(tx: Transaction, desk: Desk, ticket_id: int) -> None:
    """Raises MovedOn where the counter has another ticket by now, or none."""
    there = active_at(tx.connection, site=tx.site, counter=desk.counter.code)
    if there is None or there.id != ticket_id:
        raise MovedOn(counter=desk.counter.name)


def must_be_last(
    tx: Transaction, desk: Desk, *, move: str | None, ticket_id: int | None, now: datetime
) -> None:
    """Raises MovedOn where the counter's last move is another one by now; what is None may be any.

    One that cannot be taken back any more is for the undoing itself to refuse.
    """
    last = undoable(tx.connection, site=tx.site, counter=desk.counter.code, now=now)
    if last is None:
        return
    if move not in (None, last.move) or ticket_id not in (None, last.ticket):
        raise MovedOn(counter=desk.counter.name)
