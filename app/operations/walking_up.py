"""A visitor without a number stands at the counter: one is given out and served at once."""

from collections.abc import Callable
from datetime import datetime

from app.domain.errors import UnknownService
from app.domain.events import Kind
from app.domain.links import Links
from app.domain.opening import service_day
from app.domain.ticket import Priority, Status, Ticket
from app.operations.desk import Desk, must_be_free
from app.operations.numbering import Wish, give_number, key_of
from app.operations.steps import remember
from app.store.journal import record
from app.store.transaction import Transaction


def walk_up(
    tx: Transaction,
    desk: Desk,
    *,
    service: str,
    priority: Priority | None,
    now: datetime,
    links: Links,
    random: Callable[[int], bytes],
) -> Ticket:
    """Gives the next number of the series, without paper, to whoever is served here this moment.

    Hours, quota and capacity do not matter: no promise is made, the visitor is served already.
    Raises UnknownService for what this counter does not serve, CounterClosed or CounterBusy.
    """
    must_be_free(tx, desk)
    known = desk.mall.service_at(desk.site, service)
    if known is None or known.archived or service not in desk.services:
        raise UnknownService(service=service)
    code = desk.counter.code
    wish = Wish(service, priority, desk.mall.languages[0], desk.actor)
    key = key_of(tx, desk.mall, desk.site, priority, now=now)
    standing = {"status": Status.SERVING, "serving_at": now, "counter": code, "moves": 1}
    day = service_day(desk.mall, now)
    ticket = give_number(
        tx, known, wish, day=day, key=key, now=now, links=links, random=random, standing=standing
    )
    data = {
        "number": ticket.number,
        "service": ticket.service,
        "agency": ticket.agency,
        "from": Status.WAITING.value,
        "to": Status.SERVING.value,
        "changed": {"counter": code},
    }
    record(tx, Kind.TICKET_SERVING, at=now, actor=desk.actor, ticket=ticket.id, counter=code, data=data)
    taken_back = {"status": Status.VOIDED.value, "serving_at": None, "counter": None}
    pressed = "walk_up"
    remember(tx, code, pressed, ticket.id, moves=ticket.moves, before=taken_back, at=now)
    return ticket
