"""One step of a visitor at a counter: moved, remembered so that it may be taken back, and what follows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.domain.errors import WrongState
from app.domain.events import Kind
from app.domain.ticket import ACTIVE, Action, Ticket
from app.operations.counters import after_leaving
from app.operations.desk import Desk
from app.operations.moving import move
from app.queries.tickets import active_at, ticket_by_id
from app.store.tables import last_move
from app.store.transaction import Transaction

_KEEP = {
    name: make(last_move).on_conflict_do_update(
        index_elements=[last_move.c.site, last_move.c.counter],
        set_={name: make(last_move).excluded[name] for name in ("at", "move", "ticket", "moves", "before")},
    )
    for name, make in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
# What a clerk pressed, where the rules chose another action.
_PRESSED = {Action.GO_ON: Action.FINISH, Action.NO_SHOW: Action.MISS}


def visitor_of(tx: Transaction, desk: Desk, action: Action) -> Ticket:
    """The ticket that occupies the counter.

    Raises WrongState where there is none for this action, Forbidden where it is another agency's.
    """
    ticket = active_at(tx.connection, site=tx.site, counter=desk.counter.code)
    if ticket is None:
        raise WrongState(status="free", action=action.value)
    desk.must_be_mine(ticket.agency)
    return ticket


def step(
    tx: Transaction,
    desk: Desk,
    ticket: Ticket,
    action: Action,
    kind: Kind,
    *,
    now: datetime,
    changes: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Ticket:
    """Moves the ticket on from this desk and remembers how to take that back; the ticket afterwards.

    A counter whose closing was approved closes as soon as its visitor has left.
    """
    code = desk.counter.code
    before = move(
        tx, ticket, action, kind, actor=desk.actor, now=now, counter=code, changes=changes, facts=facts
    )
    pressed = _PRESSED.get(action, action).value
    remember(tx, code, pressed, ticket.id, moves=ticket.moves + 1, before=before, at=now)
    moved = ticket_by_id(tx.connection, ticket.id)
    if moved.status not in ACTIVE:
        after_leaving(tx, desk, now=now)
    return moved


def remember(
    tx: Transaction,
    counter: str,
    pressed: str,
    ticket: int,
    *,
    moves: int,
    before: Mapping[str, Any],
    at: datetime,
) -> None:
    """Keeps what the counter's last move changed; `moves` are the ticket's right after it.

    What was announced was announced: the next call is another one on the displays.
    """
    plain = {name: _plain(value) for name, value in before.items() if name != "announced"}
    row = {
        "site": tx.site,
        "counter": counter,
        "at": at,
        "move": pressed,
        "ticket": ticket,
        "moves": moves,
        "before": plain,
    }
    tx.execute(_KEEP[tx.connection.dialect.name], row)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
