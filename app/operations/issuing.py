"""Taking a number, noting it, and giving it up."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from app.domain.errors import (
    CapacityFull,
    QuotaFull,
    ServiceClosed,
    ServicePaused,
    UnknownPrinter,
    UnknownService,
    UnknownSite,
    WrongState,
)
from app.domain.events import Kind
from app.domain.links import Links
from app.domain.mall import Mall, Service, Site
from app.domain.opening import Load, Reason, decide, service_day
from app.domain.ordering import next_key
from app.domain.pressure import Pressure
from app.domain.ticket import Action, Status, Ticket
from app.operations.journeys import served_at
from app.operations.moving import move
from app.operations.numbering import Wish, give_number
from app.operations.printing import queue_paper, withdraw_paper
from app.queries.door import Door, at_the_door
from app.queries.load import load_on, pressure
from app.queries.tickets import Position, issued_on, position_after
from app.store.journal import record
from app.store.tables import ticket as table
from app.store.transaction import Transaction
from config.words import Words

_REFUSALS = {
    Reason.PAUSED: ServicePaused,
    Reason.QUOTA_FULL: QuotaFull,
    Reason.CAPACITY_FULL: CapacityFull,
    Reason.SURGE: CapacityFull,
}


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

    Raises UnknownSite, UnknownService, UnknownPrinter, or why the service, or a stop that is to follow,
    takes nobody now: ServiceClosed, ServicePaused, QuotaFull, CapacityFull. `random(n)` gives n bytes
    nobody can guess.
    """
    service = wished_service(tx, mall, wish)
    day = service_day(mall, now)
    door = at_the_door(tx.connection, mall, mall.site[tx.site], service, day=day)
    mall, site = door.mall, door.site
    visit = (service, *(served_at(mall, site, code) for code in wish.then))
    before = door.pressure()
    admit(tx, door, service, before, visit, now=now)
    for stop in dict.fromkeys(visit[1:]):
        there = at_the_door(tx.connection, mall, site, stop, day=day)
        admit(tx, there, stop, there.pressure(), visit, now=now)
    key = next_key(now, door.newest, wish.priority, credit_minutes=mall.rules.priority_credit_minutes)
    if wish.priority is not None:
        before = pressure(
            tx.connection, mall, site, service, day=day, staff=door.staff, before=table.c.sort_key <= key
        )
    printer = _printer(site, wish)
    ticket = give_number(
        tx, service, wish, day=day, key=key, now=now, links=links, random=random, printer=printer
    )
    position = position_after(before, now_serving=None)
    if printer:
        queue_paper(
            tx, mall, ticket, position, printer=printer, kiosk=wish.kiosk, now=now, links=links, words=words
        )
    return Issued(ticket, position)


def confirm_ticket(tx: Transaction, ticket: Ticket, *, actor: str, now: datetime) -> None:
    """The visitor noted the number: it will not be voided for want of paper. Again changes nothing."""
    if ticket.confirmed_at is not None:
        return
    tx.execute(update(table).where(table.c.id == ticket.id).values(confirmed_at=now))
    facts = {"number": ticket.number, "service": ticket.service, "agency": ticket.agency}
    record(tx, Kind.TICKET_CONFIRMED, at=now, actor=actor, ticket=ticket.id, data=facts)


def cancel_ticket(tx: Transaction, ticket: Ticket, *, actor: str, now: datetime) -> None:
    """The visitor gives the place up; again changes nothing. Raises WrongState once it is served."""
    if ticket.status is Status.CANCELLED:
        return
    if ticket.status is Status.SERVING:  # at the counter one simply says so
        raise WrongState(status=ticket.status.value, action=Action.CANCEL.value)
    move(tx, ticket, Action.CANCEL, Kind.TICKET_CANCELLED, actor=actor, now=now)
    withdraw_paper(tx, ticket.id, actor=actor, now=now)


def wished_service(tx: Transaction, mall: Mall, wish: Wish) -> Service:
    """The service that is wished for; raises UnknownSite and UnknownService, also for a stop that follows."""
    site = mall.site.get(tx.site)
    if site is None:
        raise UnknownSite(site=tx.site)
    kiosk = site.kiosk.get(wish.kiosk) if wish.kiosk else None
    service = mall.service_at(site, wish.service)
    for code in (wish.service, *wish.then):
        wanted = mall.service_at(site, code)
        if wanted is None or (kiosk is not None and not mall.offered_by(kiosk, wanted)):
            raise UnknownService(service=code)
    if service is None:
        raise UnknownService(service=wish.service)
    return service


def admit(
    tx: Transaction,
    door: Door,
    service: Service,
    before: Pressure,
    visit: Collection[Service],
    *,
    now: datetime,
) -> Load:
    """What the number is added to; raises why this service of the visitor's whole `visit` is not promised."""
    mall, site = door.mall, door.site
    issued = 0
    if service.quota is not None:
        day = service_day(mall, now)
        issued = issued_on(tx.connection, site=site.code, day=day, services=[service]).get(service.code, 0)
    also = sum(other.minutes for other in visit if other.code in door.pool.services) - service.minutes
    load = load_on(before, mall, site, service, door.here, issued=issued, now=now, also_minutes=max(0, also))
    decision = decide(mall, site, service, now=now, load=load, switch=door.switch)
    if not decision.open:
        raise _REFUSALS.get(decision.reason, ServiceClosed)(decision)
    return load


def _printer(site: Site, wish: Wish) -> str | None:
    """The printer that was asked for, else that of the kiosk; raises UnknownPrinter."""
    if wish.printer is not None and wish.printer not in site.printer:
        raise UnknownPrinter(printer=wish.printer)
    known = site.kiosk.get(wish.kiosk) if wish.kiosk else None
    return wish.printer or (known.printer if known else None)
