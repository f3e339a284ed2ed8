"""The counter a clerk works at: who is there, who may come, and one step of its visitor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.domain.errors import CounterBusy, CounterClosed, UnknownCounter, UnknownSite, WrongState
from app.domain.events import Kind
from app.domain.mall import Counter, Mall, Site
from app.domain.ticket import Action, Ticket
from app.operations.moving import move
from app.queries.counters import calls_visitors
from app.queries.helping import with_help
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


def anybody(_agency: str) -> bool:
    """Out of turn, whoever it is."""
    return True


@dataclass(frozen=True, slots=True)
class Desk:
    """The counter a clerk works at, looked up and ready for deeds.

    `only_agencies` are those of a clerk who serves no others; `may_choose(agency)` says for whose
    visitors that clerk may break the order of call.
    """

    mall: Mall
    site: Site
    counter: Counter
    actor: str
    only_agencies: frozenset[str] | None = None
    may_choose: Callable[[str], bool] = anybody

    @property
    def facts(self) -> dict[str, Any]:
        """What a display needs to show a call without asking again."""
        return {"counter_name": self.counter.name, "zone": self.counter.zone}

    @property
    def services(self) -> frozenset[str]:
        """Codes of every service whose visitors this clerk may call here."""
        services, mine = self.mall.services_of(self.site, self.counter), self.only_agencies
        if mine is None:
            return services
        return frozenset(code for code in services if self.mall.service[code].agency in mine)


def desk_at(
    tx: Transaction,
    mall: Mall,
    counter: str,
    *,
    actor: str,
    only_agencies: frozenset[str] | None = None,
    may_choose: Callable[[str], bool] = anybody,
) -> Desk:
    """The desk, with what it helps with for a while. Raises UnknownSite or UnknownCounter."""
    mall = with_help(tx.connection, mall, site=tx.site)
    site = mall.site.get(tx.site)
    if site is None:
        raise UnknownSite(site=tx.site)
    if counter not in site.counter:
        raise UnknownCounter(counter=counter)
    return Desk(mall, site, site.counter[counter], actor, only_agencies, may_choose)


def must_be_free(tx: Transaction, desk: Desk) -> None:
    """Raises CounterClosed, or CounterBusy where a visitor is not finished."""
    if not calls_visitors(tx.connection, site=tx.site, counter=desk.counter.code):
        raise CounterClosed(counter=desk.counter.name)
    occupied = active_at(tx.connection, site=tx.site, counter=desk.counter.code)
    if occupied is not None:
        raise CounterBusy(number=occupied.number)


def visitor_of(tx: Transaction, desk: Desk, action: Action) -> Ticket:
    """The ticket that occupies the counter; raises WrongState where there is none for this action."""
    ticket = active_at(tx.connection, site=tx.site, counter=desk.counter.code)
    if ticket is None:
        raise WrongState(status="free", action=action.value)
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
    """Moves the ticket on from this desk and remembers how to take that back; the ticket afterwards."""
    code = desk.counter.code
    before = move(
        tx, ticket, action, kind, actor=desk.actor, now=now, counter=code, changes=changes, facts=facts
    )
    pressed = _PRESSED.get(action, action).value
    remember(tx, code, pressed, ticket.id, moves=ticket.moves + 1, before=before, at=now)
    return ticket_by_id(tx.connection, ticket.id)


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
