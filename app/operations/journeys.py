"""Sending a visitor on: to another service or counter, back again, and from stop to stop."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.domain.counter import CounterState
from app.domain.errors import BadRequest, CounterAbsent, NotServedThere, UnknownCounter, UnknownService
from app.domain.events import Kind
from app.domain.journey import Stop, as_data, onward
from app.domain.mall import Mall, Service, Site
from app.domain.ticket import Action, Ticket
from app.operations.desk import Desk
from app.operations.steps import step, visitor_of
from app.queries.counters import state_of
from app.store.transaction import Transaction


def transfer(
    tx: Transaction,
    desk: Desk,
    *,
    service: str | None = None,
    counter: str | None = None,
    come_back: bool = False,
    now: datetime,
) -> Ticket:
    """Sends the visitor on to another service, or to one colleague: same number, same place by its key.

    With `come_back` this counter calls the visitor again after that. Raises BadRequest without any
    aim, UnknownService, UnknownCounter, NotServedThere, or CounterAbsent (nobody would call there).
    """
    if service is None and counter is None:
        raise BadRequest
    ticket = visitor_of(tx, desk, Action.TRANSFER)
    target = served_at(desk.mall, desk.site, service or ticket.service)
    if counter is not None:
        _must_be_there(tx, desk, counter, target)
    stops = _back_first(Stop(ticket.service, desk.counter.code), ticket.stops) if come_back else ticket.stops
    changes = _sent_to(target, counter, stops)
    if target.code != ticket.service:
        changes["waiting_since"] = now
    facts = {"to_service": target.code, "to_agency": target.agency, "to_counter": counter}
    return step(
        tx, desk, ticket, Action.TRANSFER, Kind.TICKET_TRANSFERRED, now=now, changes=changes, facts=facts
    )


def _back_first(stop: Stop, stops: Iterable[Stop]) -> tuple[Stop, ...]:
    """The way back before the other stops; promised already, it is the same promise."""
    return stop, *(other for other in stops if other != stop)


def next_stop(tx: Transaction, desk: Desk, ticket: Ticket, *, now: datetime) -> dict[str, Any] | None:
    """The columns of a ticket that goes on to the next stop somebody serves; None at the last.

    However long the visit has lasted, the wait for that service begins now. A counter that has closed
    meanwhile is not waited for: then any colleague may call.
    """

    def is_served(stop: Stop) -> bool:
        return find_served(desk.mall, desk.site, stop.service) is not None

    stop, rest = onward(ticket.stops, is_served)
    if stop is None:
        return None
    target = desk.mall.service[stop.service]
    counter = stop.counter if stop.counter and _is_there(tx, stop.counter) else None
    return {**_sent_to(target, counter, rest), "waiting_since": now, "misses": 0}


def find_served(mall: Mall, site: Site, code: str) -> Service | None:
    """The service if the site offers it at some counter."""
    service = mall.service_at(site, code)
    if service is None or service.archived or not mall.pool(site, service).counters:
        return None
    return service


def served_at(mall: Mall, site: Site, code: str) -> Service:
    """Raises UnknownService where nobody serves it."""
    service = find_served(mall, site, code)
    if service is None:
        raise UnknownService(service=code)
    return service


def _must_be_there(tx: Transaction, desk: Desk, counter: str, target: Service) -> None:
    place = desk.site.counter.get(counter)
    if place is None:
        raise UnknownCounter(counter=counter)
    if target.code not in desk.mall.services_of(desk.site, place):
        raise NotServedThere(counter=place.name, service=target.name)
    if not _is_there(tx, counter):
        raise CounterAbsent(counter=place.name)


def _is_there(tx: Transaction, counter: str) -> bool:
    return state_of(tx.connection, site=tx.site, counter=counter) is not CounterState.CLOSED


def _sent_to(target: Service, counter: str | None, stops: Iterable[Stop]) -> dict[str, Any]:
    return {
        "service": target.code,
        "agency": target.agency,
        "only_at": counter,
        "stops": as_data(stops),
        "serving_at": None,
    }
