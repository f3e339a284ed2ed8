"""A clerk's deeds with visitors: call, recall, serve, finish, miss, hold, transfer, return."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.domain.errors import (
    CounterBusy,
    CounterClosed,
    NobodyWaiting,
    UnknownCounter,
    UnknownService,
    UnknownSite,
    WrongState,
)
from app.domain.events import Kind
from app.domain.mall import Counter, Mall, Site
from app.domain.opening import service_day
from app.domain.ticket import Action, Status, Ticket
from app.operations.moving import move
from app.queries.counters import calls_visitors
from app.queries.tickets import SELECT, active_at, from_row
from app.store.tables import is_waiting
from app.store.tables import ticket as table
from app.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Desk:
    """The counter a clerk works at, looked up and ready for deeds."""

    mall: Mall
    site: Site
    counter: Counter
    actor: str

    @property
    def facts(self) -> dict[str, Any]:
        """What a display needs to show a call without asking again."""
        return {"counter_name": self.counter.name, "zone": self.counter.zone}


def desk_at(tx: Transaction, mall: Mall, counter: str, *, actor: str) -> Desk:
    """Raises UnknownSite or UnknownCounter."""
    site = mall.site.get(tx.site)
    if site is None:
        raise UnknownSite(site=tx.site)
    if counter not in site.counter:
        raise UnknownCounter(counter=counter)
    return Desk(mall, site, site.counter[counter], actor)


def call_next(tx: Transaction, desk: Desk, *, now: datetime) -> Ticket:
    """Calls whoever has waited longest by the order of call among this counter's services.

    Raises CounterClosed, CounterBusy (its visitor is not finished) or NobodyWaiting.
    """
    _must_be_free(tx, desk)
    services = desk.mall.services_of(desk.site, desk.counter)
    agencies = {desk.mall.service[code].agency for code in services}
    first = (
        select(table.c.id)
        .where(
            table.c.site == tx.site,
            table.c.day == service_day(desk.mall, now),
            is_waiting,
            table.c.agency.in_(sorted(agencies)),
            table.c.service.in_(sorted(services)),
        )
        .order_by(table.c.sort_key, table.c.id)
        .limit(1)
    )
    row = tx.execute(SELECT.where(table.c.id == first.scalar_subquery())).one_or_none()
    if row is None:
        raise NobodyWaiting
    return _call(tx, desk, from_row(row), now=now)


def call_again(tx: Transaction, desk: Desk, ticket_id: int, *, now: datetime) -> Ticket:
    """Calls a held or missed ticket back to this counter."""
    _must_be_free(tx, desk)
    ticket = _ticket_of_day(tx, desk, ticket_id, now=now)
    if ticket.status not in (Status.HELD, Status.MISSED):
        raise WrongState(status=ticket.status.value, action=Action.CALL.value)
    return _call(tx, desk, ticket, now=now)


def recall(tx: Transaction, desk: Desk, *, now: datetime) -> Ticket:
    """Says the number once more; `called_at` is always the latest call, the first is in the journal."""
    ticket = _active(tx, desk, Action.RECALL)
    changes = {"calls": ticket.calls + 1, "called_at": now, "recalled": True}
    facts = {**desk.facts, "calls": ticket.calls + 1}
    return _move(tx, desk, ticket, Action.RECALL, Kind.TICKET_RECALLED, now=now, changes=changes, facts=facts)


def serve(tx: Transaction, desk: Desk, *, now: datetime) -> Ticket:
    """The visitor has arrived at the counter."""
    ticket = _active(tx, desk, Action.SERVE)
    changes = {"serving_at": now}
    return _move(tx, desk, ticket, Action.SERVE, Kind.TICKET_SERVING, now=now, changes=changes)


def finish(tx: Transaction, desk: Desk, *, now: datetime) -> Ticket:
    return _move(tx, desk, _active(tx, desk, Action.FINISH), Action.FINISH, Kind.TICKET_SERVED, now=now)


def miss(tx: Transaction, desk: Desk, *, now: datetime) -> Ticket:
    """The visitor did not come; the ticket is parked and may be called again."""
    return _move(tx, desk, _active(tx, desk, Action.MISS), Action.MISS, Kind.TICKET_MISSED, now=now)


def hold(tx: Transaction, desk: Desk, *, reason: str, now: datetime) -> Ticket:
    """Sets the visitor aside, e.g. to make a copy; the counter is free meanwhile."""
    ticket = _active(tx, desk, Action.HOLD)
    return _move(tx, desk, ticket, Action.HOLD, Kind.TICKET_HELD, now=now, facts={"reason": reason})


def transfer(tx: Transaction, desk: Desk, *, service: str, now: datetime) -> Ticket:
    """Sends the visitor on to another service of the site: same number, same place by its key."""
    target = desk.mall.service_at(desk.site, service)
    if target is None or target.archived or not desk.mall.pool(desk.site, target).counters:
        raise UnknownService(service=service)
    ticket = _active(tx, desk, Action.TRANSFER)
    changes = {"service": target.code, "agency": target.agency, "serving_at": None}
    facts = {"to_service": target.code, "to_agency": target.agency}
    kind = Kind.TICKET_TRANSFERRED
    return _move(tx, desk, ticket, Action.TRANSFER, kind, now=now, changes=changes, facts=facts)


def return_to_queue(tx: Transaction, desk: Desk, *, now: datetime) -> Ticket:
    """Puts the visitor back into the same queue with the same key."""
    ticket = _active(tx, desk, Action.RETURN)
    changes = {"serving_at": None}
    return _move(tx, desk, ticket, Action.RETURN, Kind.TICKET_RETURNED, now=now, changes=changes)


def _must_be_free(tx: Transaction, desk: Desk) -> None:
    if not calls_visitors(tx.connection, site=tx.site, counter=desk.counter.code):
        raise CounterClosed(counter=desk.counter.name)
    occupied = active_at(tx.connection, site=tx.site, counter=desk.counter.code)
    if occupied is not None:
        raise CounterBusy(number=occupied.number)


def _active(tx: Transaction, desk: Desk, action: Action) -> Ticket:
    ticket = active_at(tx.connection, site=tx.site, counter=desk.counter.code)
    if ticket is None:
        raise WrongState(status="free", action=action.value)
    return ticket


def _ticket_of_day(tx: Transaction, desk: Desk, ticket_id: int, *, now: datetime) -> Ticket:
    row = tx.execute(
        select(*SELECT.selected_columns).where(
            table.c.id == ticket_id, table.c.site == tx.site, table.c.day == service_day(desk.mall, now)
        )
    ).one_or_none()
    if row is None or row.service not in desk.mall.services_of(desk.site, desk.counter):
        raise WrongState(status="elsewhere", action=Action.CALL.value)
    return from_row(row)


def _call(tx: Transaction, desk: Desk, ticket: Ticket, *, now: datetime) -> Ticket:
    calls = ticket.calls + 1
    changes = {
        "counter": desk.counter.code,
        "calls": calls,
        "called_at": now,
        "recalled": False,  # also for whoever was called before, returned, and is called once more
        "serving_at": None,
    }
    facts = {**desk.facts, "calls": calls}
    return _move(tx, desk, ticket, Action.CALL, Kind.TICKET_CALLED, now=now, changes=changes, facts=facts)


def _move(
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
    move(
        tx,
        ticket,
        action,
        kind,
        actor=desk.actor,
        now=now,
        counter=desk.counter.code,
        changes=changes,
        facts=facts,
    )
    return from_row(tx.execute(SELECT.where(table.c.id == ticket.id)).one())
