"""The next number of a series, as a ticket with its fact."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.events import Kind
from app.domain.journey import Stop, as_data
from app.domain.links import Links, digest
from app.domain.mall import Mall, Service, Site
from app.domain.numbering import number
from app.domain.opening import service_day
from app.domain.ordering import next_key
from app.domain.ticket import PrintState, Priority, Status, Ticket
from app.queries.tickets import newest_place
from app.store.journal import record
from app.store.tables import series
from app.store.tables import ticket as table
from app.store.transaction import Transaction

_INSERT = insert(table).returning(table.c.id)
_BUMP = {
    name: make(series)
    .on_conflict_do_update(
        index_elements=[series.c.site, series.c.day, series.c.prefix], set_={"last": series.c.last + 1}
    )
    .returning(series.c.last)
    for name, make in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor asks for, and where: `origin` is the actor of the journal ("kiosk:K1").

    `then` are services that follow on the same number; `printer` is where staff want the paper.
    """

    service: str
    priority: Priority | None
    language: str
    origin: str
    kiosk: str | None = None
    then: tuple[str, ...] = ()
    printer: str | None = None


def key_of(tx: Transaction, mall: Mall, site: Site, priority: Priority | None, *, now: datetime) -> datetime:
    """The place in the order of call of whoever takes a number now."""
    newest = newest_place(tx.connection, site=site.code, day=service_day(mall, now))
    return next_key(now, newest, priority, credit_minutes=mall.rules.priority_credit_minutes)


def give_number(
    tx: Transaction,
    service: Service,
    wish: Wish,
    *,
    day: date,
    key: datetime,
    now: datetime,
    links: Links,
    random: Callable[[int], bytes],
    printer: str | None = None,
    standing: Mapping[str, Any] | None = None,
    phone: bytes | None = None,
) -> Ticket:
    """Writes the ticket and the fact that it was issued, waiting unless `standing` says otherwise.

    `random(n)` gives n bytes nobody can guess; `phone` is the hash of the secret of a phone that asks.
    """
    nonce, stops = random(16), [Stop(code) for code in wish.then]
    values: dict[str, Any] = {
        "site": tx.site,
        "day": day,
        "number": "",
        "service": service.code,
        "issued_for": service.code,
        "agency": service.agency,
        "status": Status.WAITING,
        "priority": wish.priority,
        "language": wish.language,
        "sort_key": key,
        "issued_at": now,
        "waiting_since": now,
        "called_at": None,
        "serving_at": None,
        "ended_at": None,
        "counter": None,
        "calls": 0,
        "origin": wish.origin,
        "print_state": PrintState.QUEUED if printer else PrintState.NONE,
        "printer": printer,
        "confirmed_at": None,
        "nonce": nonce,
        **(standing or {}),
    }
    ordinal = _next_ordinal(tx, day=day, prefix=service.prefix)
    values["number"] = number(service.prefix, ordinal)
    hashed = digest(links.token(nonce))
    series_place = {"prefix": service.prefix, "ordinal": ordinal, "token_hash": hashed, "phone": phone}
    row = {**values, **series_place, "stops": as_data(stops)}
    ticket = Ticket(id=tx.execute(_INSERT, row).scalar_one(), **values, stops=tuple(stops))
    changed = {"sort_key": key.isoformat(), "stops": as_data(stops)}
    facts = {"number": ticket.number, "service": service.code, "agency": service.agency, "kiosk": wish.kiosk}
    begins = Status.EXPECTED if ticket.status is Status.EXPECTED else Status.WAITING
    data = {**facts, "to": begins.value, "changed": changed}
    record(tx, Kind.TICKET_ISSUED, at=now, actor=wish.origin, ticket=ticket.id, data=data)
    return ticket


def _next_ordinal(tx: Transaction, *, day: date, prefix: str) -> int:
    """The counter row of the series, moved on by one: no gap, no twin, and nothing to race for."""
    bump = _BUMP[tx.connection.dialect.name]
    values = {"site": tx.site, "day": day, "prefix": prefix, "last": 1}
    return int(tx.execute(bump, values).scalar_one())
