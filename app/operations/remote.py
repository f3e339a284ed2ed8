"""Numbers from afar: taken with a phone, made good by checking in, put off, or given up."""

from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.arriving import MOST_POSTPONED, POSTPONED_BY, Appointment, appointment, place
from app.domain.errors import PhoneLimit, PostponedEnough, RemoteClosed, RemoteFull, WrongState
from app.domain.events import Kind
from app.domain.links import Links
from app.domain.mall import Mall, Service
from app.domain.opening import day_start, service_day
from app.domain.ordering import counts_from
from app.domain.ticket import Action, Priority, Status, Ticket
from app.operations.issuing import admit, wished_service
from app.operations.moving import held, move, place_changes, write
from app.operations.numbering import Wish, give_number
from app.queries.afar_room import remote_room
from app.queries.door import at_the_door
from app.queries.remote import tickets_of_phone
from app.queries.tickets import newest_place, ticket_by_id
from app.store.journal import record
from app.store.transaction import Transaction

MOST_OF_PHONE = 3  # numbers of one phone at one time, each of another service


def take_remote(
    tx: Transaction,
    mall: Mall,
    wish: Wish,
    *,
    phone: bytes | None,
    now: datetime,
    links: Links,
    random: Callable[[int], bytes],
) -> Ticket:
    """Gives out the next number of the series to somebody who is not here, and says when to come.

    `phone` is the hash of the phone's secret, None for a partner who answers for the visitor. Raises
    RemoteClosed, RemoteFull or PhoneLimit, and everything that issue_ticket raises.
    """
    service = wished_service(tx, mall, wish)
    if not (mall.rules.remote_tickets and service.online) or wish.then:
        raise RemoteClosed
    day = service_day(mall, now)
    if phone is not None:
        _must_have_room(tx, service, phone=phone, now=now, mall=mall)
    door = at_the_door(tx.connection, mall, mall.site[tx.site], service, day=day)
    before = door.pressure()
    load = admit(tx, door, service, before, (service,), now=now)
    if not remote_room(tx.connection, door, service, load, now=now):
        raise RemoteFull
    meeting = appointment(
        now, wait_minutes=before.estimate().low, grace_minutes=door.mall.rules.remote_grace_minutes
    )
    standing = {
        "status": Status.EXPECTED,
        "promised_at": meeting.promised,
        "arrives_by": min(meeting.latest, day_start(mall, day + timedelta(days=1))),  # numbers end with it
    }
    return give_number(
        tx,
        service,
        wish,
        day=day,
        key=_key(mall, meeting.promised, meeting.promised, wish.priority, asked=now),
        now=now,
        links=links,
        random=random,
        standing=standing,
        phone=phone,
    )


def check_in(tx: Transaction, mall: Mall, ticket: Ticket, *, actor: str, now: datetime) -> Ticket:
    """The visitor is here: the number joins the queue. Again changes nothing.

    Raises WrongState for a number that was not taken from afar, or whose time is over.
    """
    if ticket.arrived_at is not None:
        return ticket
    is_of_today = ticket.day == service_day(mall, now)  # one of yesterday is about to expire
    if ticket.promised_at is None or ticket.status is not Status.EXPECTED or not is_of_today:
        raise WrongState(status=ticket.status.value, action=Action.CHECK_IN.value)
    came = counts_from(
        now,
        newest_place(tx.connection, site=tx.site, day=ticket.day),
        credit_minutes=mall.rules.priority_credit_minutes,
    )
    asked = ticket.issued_at + ticket.postponed * POSTPONED_BY
    key = _key(mall, ticket.promised_at, came, ticket.priority, asked=asked)
    changes = {"sort_key": key, "waiting_since": now, "arrived_at": now}
    kind = Kind.TICKET_CHECKED_IN
    move(tx, ticket, Action.CHECK_IN, kind, actor=actor, now=now, changes=changes)
    return ticket_by_id(tx.connection, ticket.id)


def postpone(tx: Transaction, ticket: Ticket, *, actor: str, now: datetime) -> Ticket:
    """Ten more minutes: a later place, or a later time to come; others go first meanwhile.

    Raises WrongState for whoever is neither waiting nor expected, PostponedEnough the third time.
    """
    if ticket.status not in (Status.WAITING, Status.EXPECTED):
        raise WrongState(status=ticket.status.value, action="postpone")
    if ticket.postponed >= MOST_POSTPONED:
        raise PostponedEnough
    values = {"postponed": ticket.postponed + 1, "sort_key": ticket.sort_key + POSTPONED_BY}
    if ticket.status is Status.EXPECTED and ticket.promised_at and ticket.arrives_by:
        meeting = Appointment(ticket.promised_at, ticket.arrives_by).later()
        values |= {"promised_at": meeting.promised, "arrives_by": meeting.latest}
    return _put_off(tx, ticket, values, actor=actor, now=now)


def go_to_end(tx: Transaction, ticket: Ticket, *, actor: str, now: datetime) -> Ticket:
    """The place of whoever comes now, without a head start; never further forward than before.

    Raises WrongState for whoever is not waiting.
    """
    if ticket.status is not Status.WAITING:
        raise WrongState(status=ticket.status.value, action="to_end")
    key = max(now, ticket.sort_key)
    return _put_off(tx, ticket, {"sort_key": key}, actor=actor, now=now)


def expire_unarrived(tx: Transaction, ticket: Ticket, *, actor: str, now: datetime) -> None:
    """Nobody checked in until the number's time was over."""
    facts = {"reason": "not_arrived"}
    move(tx, ticket, Action.EXPIRE, Kind.TICKET_EXPIRED, actor=actor, now=now, facts=facts)


def _put_off(
    tx: Transaction, ticket: Ticket, values: dict[str, object], *, actor: str, now: datetime
) -> Ticket:
    before = held(ticket, values)
    write(tx, ticket, values)
    data = {
        "number": ticket.number,
        "service": ticket.service,
        "agency": ticket.agency,
        "to": ticket.status.value,
        "changed": place_changes(before, values),
    }
    record(tx, Kind.TICKET_POSTPONED, at=now, actor=actor, ticket=ticket.id, data=data)
    return ticket_by_id(tx.connection, ticket.id)


def _key(
    mall: Mall, promised: datetime, arrived: datetime, priority: Priority | None, *, asked: datetime
) -> datetime:
    rules = mall.rules
    return place(
        promised,
        arrived,
        priority,
        asked=asked,
        credit_minutes=rules.remote_credit_minutes,
        priority_credit_minutes=rules.priority_credit_minutes,
    )


def _must_have_room(tx: Transaction, service: Service, *, phone: bytes, now: datetime, mall: Mall) -> None:
    """Raises PhoneLimit."""
    mine = tickets_of_phone(tx.connection, site=tx.site, day=service_day(mall, now), phone=phone)
    if len(mine) >= MOST_OF_PHONE or any(ticket.issued_for == service.code for ticket in mine):
        raise PhoneLimit
