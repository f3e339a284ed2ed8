"""Numbers taken from afar: in no queue before their visitors are here, and then at a fair place."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.arriving import MOST_POSTPONED
from app.domain.errors import (
    NobodyWaiting,
    PostponedEnough,
    WrongState,
)
from app.domain.events import Kind
from app.domain.mall import Mall
from app.domain.replay import replay
from app.domain.ticket import Priority, Status, Ticket
from app.operations.remote import check_in, go_to_end, postpone, take_remote
from app.queries.tickets import position_of
from app.store.journal import since
from tests.factories import LINKS, a_wish
from tests.hall import Hall

PHONE, OTHER_PHONE = b"p" * 32, b"q" * 32


def open_to_phones(mall: Mall, **rules: Any) -> Mall:
    return replace(mall, rules=replace(mall.rules, remote_tickets=True, **rules))


@pytest.fixture
def hall(hall: Hall) -> Hall:
    hall.mall = open_to_phones(hall.mall)
    return hall


def take(hall: Hall, service: str = "ktp", *, phone: bytes | None = PHONE, **wish: Any) -> Ticket:
    wanted = a_wish(service, **{"kiosk": None, "origin": "phone", **wish})
    return hall.database.write(
        hall.site,
        lambda tx: take_remote(
            tx, hall.mall, wanted, phone=phone, now=hall.now, links=LINKS, random=os.urandom
        ),
    )


def arrive(hall: Hall, ticket: Ticket) -> Ticket:
    fresh = hall.look(ticket)
    return hall.database.write(
        hall.site, lambda tx: check_in(tx, hall.mall, fresh, actor="visitor", now=hall.now)
    )


def put_off(hall: Hall, ticket: Ticket, how: Callable[..., Ticket]) -> Ticket:
    fresh = hall.look(ticket)
    return hall.database.write(hall.site, lambda tx: how(tx, fresh, actor="visitor", now=hall.now))


def ahead(hall: Hall, ticket: Ticket) -> int:
    with hall.database.read() as connection:
        return position_of(connection, hall.mall, hall.look(ticket)).ahead


def test_a_number_from_afar_belongs_to_the_same_series_and_waits_in_no_queue(hall: Hall) -> None:
    here = hall.issue().ticket
    far = take(hall)

    assert (here.number, far.number) == ("A-001", "A-002")
    assert far.status is Status.EXPECTED
    assert ahead(hall, hall.issue().ticket) == 1


def test_nobody_calls_a_visitor_who_is_not_here(hall: Hall) -> None:
    take(hall)
    here = hall.issue().ticket
    hall.open("1")

    assert hall.call().id == here.id
    hall.finish()
    with pytest.raises(NobodyWaiting):
        hall.call()


def test_whoever_is_told_to_come_is_told_the_wait_of_those_who_are_here(hall: Hall) -> None:
    hall.open("1")
    for _ in range(6):
        hall.issue()
    far = take(hall)

    assert far.promised_at is not None
    assert far.arrives_by is not None
    assert timedelta(minutes=30) <= far.promised_at - hall.now <= timedelta(minutes=60)
    assert far.arrives_by - far.promised_at == timedelta(minutes=hall.mall.rules.remote_grace_minutes)


def test_a_visitor_who_comes_as_promised_stands_before_whoever_came_within_the_head_start(hall: Hall) -> None:
    hall.open("1")
    for _ in range(6):
        hall.issue()
    far = take(hall)
    assert far.promised_at is not None
    hall.now = far.promised_at - timedelta(minutes=21)
    long_here = hall.issue().ticket
    hall.now = far.promised_at - timedelta(minutes=19)
    just_here = hall.issue().ticket
    hall.now = far.promised_at
    arrived = arrive(hall, far)

    assert arrived.status is Status.WAITING
    assert long_here.sort_key < arrived.sort_key < just_here.sort_key


def test_coming_early_is_welcome_and_gains_nothing(hall: Hall) -> None:
    hall.open("1")
    for _ in range(6):
        hall.issue()
    far = take(hall)
    hall.later(minutes=1)
    early = arrive(hall, far)

    assert early.sort_key == far.sort_key
    assert far.promised_at is not None
    assert early.sort_key == far.promised_at - timedelta(minutes=hall.mall.rules.remote_credit_minutes)
    walked_in = hall.issue().ticket
    assert walked_in.sort_key < early.sort_key


def test_an_early_visitor_pushes_nobody_back_who_comes_after(hall: Hall) -> None:
    """The place of a number from afar may lie ahead of time: those who come now are not counted from it."""
    hall.open("1")
    for _ in range(8):
        hall.issue()
    arrive(hall, take(hall))
    later = hall.issue().ticket

    assert later.sort_key == hall.now


def test_checking_in_twice_is_checking_in_once(hall: Hall) -> None:
    far = take(hall)
    first = arrive(hall, far)
    hall.later(minutes=5)

    assert arrive(hall, far) == first


def test_a_visitor_who_does_not_come_loses_the_number_when_its_time_is_over(hall: Hall) -> None:
    far = take(hall)
    assert far.arrives_by is not None
    hall.now = far.arrives_by
    hall.tidy()
    assert hall.look(far).status is Status.EXPECTED
    hall.later(seconds=1)
    hall.tidy()

    assert hall.look(far).status is Status.EXPIRED
    with pytest.raises(WrongState):
        arrive(hall, far)


def test_whoever_was_called_cannot_check_in_again(hall: Hall) -> None:
    far = arrive(hall, take(hall))
    hall.open("1")
    hall.call()

    assert arrive(hall, far).status is Status.CALLED


def test_a_walk_in_cannot_check_in(hall: Hall) -> None:
    with pytest.raises(WrongState):
        arrive(hall, hall.issue().ticket)


def test_more_time_moves_the_place_back_twice_at_most(hall: Hall) -> None:
    ticket = hall.issue().ticket
    once = put_off(hall, ticket, postpone)
    twice = put_off(hall, once, postpone)

    assert once.sort_key - ticket.sort_key == twice.sort_key - once.sort_key == timedelta(minutes=10)
    with pytest.raises(PostponedEnough):
        put_off(hall, twice, postpone)


def test_more_time_before_coming_moves_the_promise(hall: Hall) -> None:
    far = take(hall)
    later = put_off(hall, far, postpone)
    assert far.promised_at is not None
    assert far.arrives_by is not None

    assert later.promised_at == far.promised_at + timedelta(minutes=10)
    assert later.arrives_by == far.arrives_by + timedelta(minutes=10)
    assert arrive(hall, later).sort_key == later.sort_key


def test_at_the_end_one_stands_where_whoever_comes_now_would(hall: Hall) -> None:
    first = hall.issue(priority=Priority.ELDERLY).ticket
    hall.later(minutes=1)
    second = hall.issue().ticket
    hall.later(minutes=1)
    put_off(hall, first, go_to_end)

    assert ahead(hall, first) == 1
    assert ahead(hall, second) == 0
    hall.open("1")
    called = hall.call()
    assert called.id == second.id
    with pytest.raises(WrongState):
        put_off(hall, called, go_to_end)


def test_the_journal_alone_tells_where_every_number_from_afar_stands(hall: Hall) -> None:
    far, gone = take(hall), take(hall, phone=OTHER_PHONE)
    put_off(hall, far, postpone)
    arrived = arrive(hall, far)
    put_off(hall, arrived, go_to_end)
    hall.cancel(gone)

    with hall.database.read() as connection:
        facts = since(connection, hall.site, 0)
    places = replay(facts)
    for ticket in (far, gone):
        now = hall.look(ticket)
        assert (places[ticket.id].status, places[ticket.id].sort_key) == (now.status, now.sort_key)
    assert {Kind.TICKET_CHECKED_IN, Kind.TICKET_POSTPONED} <= {fact.kind for fact in facts}


def test_taking_a_number_with_a_phone_in_the_hall_gains_nothing_over_the_kiosk(hall: Hall) -> None:
    hall.open("1")
    at_the_kiosk = hall.issue().ticket
    hall.later(minutes=1)
    phone = arrive(hall, take(hall))

    assert at_the_kiosk.sort_key < phone.sort_key


def test_whoever_puts_a_number_off_moves_nobody_else_back(hall: Hall) -> None:
    first = hall.issue().ticket
    for _ in range(MOST_POSTPONED):
        put_off(hall, first, postpone)
    second = hall.issue().ticket

    assert second.sort_key == hall.now
    assert (ahead(hall, second), ahead(hall, first)) == (0, 1)
