"""Taking a number, noting it, and giving it up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.errors import (
    CapacityFull,
    QuotaFull,
    ServiceClosed,
    ServicePaused,
    UnknownService,
    UnknownSite,
)
from app.domain.events import Kind
from app.domain.links import Links, digest
from app.domain.mall import Mall, Service, Site
from app.domain.numbering import number
from app.domain.opening import Reason, decide, service_day
from app.domain.ordering import counts_from, sort_key
from app.domain.ticket import Action, PrintState, Priority, Status, Ticket
from app.operations.moving import move
from app.operations.printing import queue_paper, withdraw_paper
from app.queries.helping import with_help
from app.queries.load import Pressure, Staffing, attendance_if_needed, load_on, pressure, staffing
from app.queries.switches import switch_of
from app.queries.tickets import Position, issued_on, newest_place, position_after
from app.store.journal import record
from app.store.tables import series
from app.store.tables import ticket as table
from app.store.transaction import Transaction
from config.words import Words

_INSERT = insert(table).returning(table.c.id)
_BUMP = {
    name: make(series)
    .on_conflict_do_update(
        index_elements=[series.c.site, series.c.day, series.c.prefix], set_={"last": series.c.last + 1}
    )
    .returning(series.c.last)
    for name, make in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_REFUSALS = {
    Reason.PAUSED: ServicePaused,
    Reason.QUOTA_FULL: QuotaFull,
    Reason.CAPACITY_FULL: CapacityFull,
    Reason.SURGE: CapacityFull,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor asks for, and where: `origin` is the actor of the journal ("kiosk:K1")."""

    service: str
    priority: Priority | None
    language: str
    origin: str
    kiosk: str | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    ticket: Ticket
    position: Position


def issue_ticket(
    tx: Transaction,
    mall: Mall,
    wish: Wish,
    *,
    now: datetime,
    links: Links,
    words: Words,
    random: Callable[[int], bytes],
) -> Issued:
    """Gives out the next number of the service's series, with its paper and its fact.

    Raises UnknownSite, UnknownService, or why the service issues nothing now: ServiceClosed,
    ServicePaused, QuotaFull, CapacityFull. `random(n)` gives n bytes nobody can guess.
    """
    mall = with_help(tx.connection, mall, site=tx.site)
    site, service = _site_and_service(tx, mall, wish)
    day = service_day(mall, now)
    credit = mall.rules.priority_credit_minutes
    came = counts_from(now, newest_place(tx.connection, site=site.code, day=day), credit_minutes=credit)
    key = sort_key(came, wish.priority, credit_minutes=credit)
    staff = staffing(tx.connection, site=site.code)
    everybody = pressure(tx.connection, mall, site, service, day=day, staff=staff)
    _admit(tx, mall, site, service, now=now, before=everybody, staff=staff)
    before = everybody
    if wish.priority is not None:
        before = pressure(
            tx.connection, mall, site, service, day=day, staff=staff, before=table.c.sort_key <= key
        )
    ordinal = _next_ordinal(tx, day=day, prefix=service.prefix)
    nonce = random(16)
    printer = _printer(site, wish.kiosk)
    values: dict[str, Any] = {
        "site": site.code,
        "day": day,
        "number": number(service.prefix, ordinal),
        "service": service.code,
        "agency": service.agency,
        "status": Status.WAITING,
        "priority": wish.priority,
        "language": wish.language,
        "sort_key": key,
        "issued_at": now,
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
    }
    hashed = digest(links.token(nonce))
    row = {**values, "prefix": service.prefix, "ordinal": ordinal, "token_hash": hashed}
    ticket_id = tx.execute(_INSERT, row).scalar_one()
    ticket = Ticket(id=ticket_id, **values)
    position = position_after(before, now_serving=None)
    if printer:
        queue_paper(
            tx, mall, ticket, position, printer=printer, kiosk=wish.kiosk, now=now, links=links, words=words
        )
    facts = {"number": ticket.number, "service": service.code, "agency": service.agency, "kiosk": wish.kiosk}
    record(tx, Kind.TICKET_ISSUED, at=now, actor=wish.origin, ticket=ticket.id, data=facts)
    return Issued(ticket, position)


def confirm_ticket(tx: Transaction, ticket: Ticket, *, actor: str, now: datetime) -> None:
    """The visitor noted the number: it will not be voided for want of paper. Again changes nothing."""
    if ticket.confirmed_at is not None:
        return
    tx.execute(update(table).where(table.c.id == ticket.id).values(confirmed_at=now))
    facts = {"number": ticket.number, "service": ticket.service, "agency": ticket.agency}
    record(tx, Kind.TICKET_CONFIRMED, at=now, actor=actor, ticket=ticket.id, data=facts)


def cancel_ticket(tx: Transaction, ticket: Ticket, *, actor: str, now: datetime) -> None:
    """The visitor gives the place up; again changes nothing. Raises WrongState once served."""
    if ticket.status is Status.CANCELLED:
        return
    move(tx, ticket, Action.CANCEL, Kind.TICKET_CANCELLED, actor=actor, now=now)
    withdraw_paper(tx, ticket.id, actor=actor, now=now)


def _site_and_service(tx: Transaction, mall: Mall, wish: Wish) -> tuple[Site, Service]:
    site = mall.site.get(tx.site)
    if site is None:
        raise UnknownSite(site=tx.site)
    service = mall.service_at(site, wish.service)
    kiosk = site.kiosk.get(wish.kiosk) if wish.kiosk else None
    if service is None or (kiosk is not None and not mall.offered_by(kiosk, service)):
        raise UnknownService(service=wish.service)
    return site, service


def _admit(
    tx: Transaction,
    mall: Mall,
    site: Site,
    service: Service,
    *,
    now: datetime,
    before: Pressure,
    staff: Staffing,
) -> None:
    issued = 0
    if service.quota is not None:
        day = service_day(mall, now)
        issued = issued_on(tx.connection, site=site.code, day=day, services=[service]).get(service.code, 0)
    pool = mall.pool(site, service)
    here = attendance_if_needed(tx.connection, mall, pool, staff, site=site.code, now=now)
    load = load_on(before, pool, here, issued=issued, now=now)
    switch = switch_of(tx.connection, site=site.code, service=service.code)
    decision = decide(mall, site, service, now=now, load=load, switch=switch)
    if not decision.open:
        raise _REFUSALS.get(decision.reason, ServiceClosed)(decision)


def _next_ordinal(tx: Transaction, *, day: date, prefix: str) -> int:
    """The counter row of the series, moved on by one: no gap, no twin, and nothing to race for."""
    bump = _BUMP[tx.connection.dialect.name]
    values = {"site": tx.site, "day": day, "prefix": prefix, "last": 1}
    return int(tx.execute(bump, values).scalar_one())


def _printer(site: Site, kiosk: str | None) -> str | None:
    known = site.kiosk.get(kiosk) if kiosk else None
    return known.printer if known else None
