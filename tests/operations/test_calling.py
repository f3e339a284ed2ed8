"""A clerk's deeds with visitors: the right one next, one at a counter, and nobody lost."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from app.domain.errors import (
    CounterBusy,
    CounterClosed,
    NobodyWaiting,
    UnknownCounter,
    UnknownService,
    UnknownSite,
    WrongState,
)
from app.domain.ticket import Priority, Status, Ticket
from app.operations import calling, counters, journeys
from tests.factories import moment, with_service
from tests.hall import Hall, row_counts

hold = partial(calling.hold, reason="fotokopi")
transfer_to_passports = partial(journeys.transfer, service="paspor")
DEEDS: dict[str, Callable[..., Any]] = {
    "recall": calling.recall,
    "serve": calling.serve,
    "finish": calling.finish,
    "miss": calling.miss,
    "hold": hold,
    "transfer": transfer_to_passports,
    "return": calling.return_to_queue,
}


def refused(hall: Hall, reason: type[Exception], counter: str, deed: Callable[..., Any], *words: Any) -> None:
    """The deed is refused for this reason and leaves every table as it was."""
    before = row_counts(hall.database)
    with pytest.raises(reason):
        hall.clerk(counter, deed, *words)
    assert row_counts(hall.database) == before


def test_visitors_are_called_as_they_came(hall: Hall) -> None:
    came = [hall.ticket(service).number for service in ("ktp", "kk", "ktp")]
    hall.open("1")

    called = []
    for _ in came:
        called.append(hall.call().number)
        hall.finish()
    assert called == came


def test_a_priority_visitor_comes_before_those_of_the_last_twenty_minutes(hall: Hall) -> None:
    early = hall.ticket()
    hall.later(minutes=20)
    late = hall.ticket()
    elderly = hall.ticket(priority=Priority.ELDERLY)
    hall.open("1")

    order = [hall.call().id, hall.finish() and hall.call().id, hall.finish() and hall.call().id]
    assert order == [early.id, elderly.id, late.id]


def test_a_clock_set_back_lets_nobody_overtake(hall: Hall) -> None:
    hall.later(hours=2)
    early = hall.ticket()
    elderly = hall.ticket(priority=Priority.ELDERLY)
    hall.later(hours=-1)
    late = hall.ticket()
    hall.open("1")

    order = [hall.call().id, hall.finish() and hall.call().id, hall.finish() and hall.call().id]
    assert order == [elderly.id, early.id, late.id]
    assert late.issued_at < early.issued_at  # what the clock said stays as it was


def test_a_call_says_where_when_and_how_often(hall: Hall) -> None:
    hall.ticket()
    hall.open("1")
    hall.later(minutes=5)
    called = hall.call()

    assert (called.status, called.counter, called.calls, called.called_at) == (
        Status.CALLED,
        "1",
        1,
        hall.now,
    )


def test_a_counter_calls_only_what_it_serves(hall: Hall) -> None:
    hall.ticket("ktp")
    hall.open("1", "3")
    refused(hall, NobodyWaiting, "3", calling.call_next)

    passport = hall.ticket("paspor")
    assert hall.call("3").id == passport.id


def test_two_counters_never_call_the_same_visitor(hall: Hall) -> None:
    first, second = hall.ticket(), hall.ticket()
    hall.open("1", "2")

    assert [hall.call("1").id, hall.call("2").id] == [first.id, second.id]


def test_a_counter_with_a_visitor_calls_no_other(hall: Hall) -> None:
    hall.ticket()
    hall.ticket()
    hall.open("1")
    hall.call()
    refused(hall, CounterBusy, "1", calling.call_next)
    hall.clerk("1", calling.serve)
    refused(hall, CounterBusy, "1", calling.call_next)


def test_a_counter_that_is_not_open_calls_nobody(hall: Hall) -> None:
    hall.ticket()
    refused(hall, CounterClosed, "1", calling.call_next)
    hall.open("1")
    hall.clerk("1", counters.break_counter, minutes=15, reason="")
    refused(hall, CounterClosed, "1", calling.call_next)


def test_nobody_is_called_from_an_empty_hall(hall: Hall) -> None:
    hall.open("1")
    refused(hall, NobodyWaiting, "1", calling.call_next)


def test_yesterdays_visitors_are_not_called_today(hall: Hall) -> None:
    hall.ticket()
    hall.open("1")
    hall.now = moment("2026-11-24 08:05")
    refused(hall, NobodyWaiting, "1", calling.call_next)


def test_who_gave_up_is_not_called(hall: Hall) -> None:
    hall.cancel(hall.ticket())
    hall.open("1")
    refused(hall, NobodyWaiting, "1", calling.call_next)


@pytest.mark.parametrize("deed", DEEDS)
def test_at_a_free_counter_there_is_nothing_to_do(hall: Hall, deed: str) -> None:
    hall.ticket()
    hall.open("1")
    refused(hall, WrongState, "1", DEEDS[deed])


@pytest.mark.parametrize("deed", ["recall", "serve", "miss"])
def test_who_is_being_served_is_not_called_again(hall: Hall, deed: str) -> None:
    hall.ticket()
    hall.open("1")
    hall.call()
    hall.clerk("1", calling.serve)
    refused(hall, WrongState, "1", DEEDS[deed])


def test_an_unknown_counter_or_site_has_no_clerk(hall: Hall) -> None:
    refused(hall, UnknownCounter, "9", calling.call_next)
    hall.site = "moon"
    refused(hall, UnknownSite, "1", calling.call_next)


def test_a_recall_counts_and_stays_at_the_counter(hall: Hall) -> None:
    hall.ticket()
    hall.open("1")
    first = hall.call()
    hall.later(seconds=30)
    again = hall.clerk("1", calling.recall)

    assert (again.status, again.counter, again.calls) == (Status.CALLED, "1", 2)
    assert again.called_at == first.called_at + timedelta(seconds=30)


def test_a_visit_from_call_to_end_is_told_step_by_step(hall: Hall) -> None:
    number = hall.ticket().number
    hall.open("1")
    hall.call()
    hall.clerk("1", calling.recall)
    serving = hall.clerk("1", calling.serve)
    hall.later(minutes=9)
    served = hall.finish()

    assert (serving.status, served.status) == (Status.SERVING, Status.SERVED)
    assert served.ended_at == hall.now
    assert hall.facts()[1:] == ["counter_opened"] + [
        f"ticket_{step} {number}" for step in ("called", "recalled", "serving", "served")
    ]


def test_a_visitor_who_does_not_come_is_parked_and_may_be_called_again(hall: Hall) -> None:
    missed = hall.ticket()
    other = hall.ticket()
    hall.open("1", "2")
    hall.call("1")
    assert hall.miss("1").status is Status.MISSED

    assert hall.call("1").id == other.id
    back = hall.clerk("2", calling.call_again, missed.id)
    assert (back.status, back.counter, back.calls, back.summons) == (Status.CALLED, "2", 3, 1)


def test_who_is_set_aside_frees_the_counter_and_comes_back(hall: Hall) -> None:
    held = hall.ticket()
    hall.open("1")
    hall.call()
    hall.clerk("1", calling.serve)
    assert hall.clerk("1", hold).status is Status.HELD

    back = hall.clerk("1", calling.call_again, held.id)
    assert back.status is Status.CALLED
    assert back.serving_at is None


def test_only_who_is_held_or_missed_is_called_by_name(hall: Hall) -> None:
    waiting = hall.ticket()
    hall.open("1", "2", "3")
    refused(hall, WrongState, "1", calling.call_again, waiting.id)
    refused(hall, WrongState, "1", calling.call_again, 999)
    called = hall.call("1")
    refused(hall, WrongState, "2", calling.call_again, called.id)
    hall.miss("1")
    refused(hall, WrongState, "3", calling.call_again, called.id)  # passports only
    hall.clerk("1", calling.call_again, called.id)
    hall.finish("1")
    refused(hall, WrongState, "1", calling.call_again, called.id)


def test_a_busy_counter_calls_nobody_back(hall: Hall) -> None:
    missed = hall.ticket()
    hall.ticket()
    hall.open("1")
    hall.call()
    hall.miss("1")
    hall.call()
    refused(hall, CounterBusy, "1", calling.call_again, missed.id)


def test_a_transferred_visitor_keeps_number_and_place(hall: Hall) -> None:
    sent = hall.ticket("ktp")
    passport = hall.ticket("paspor")
    hall.open("1", "3")
    hall.call("1")
    hall.clerk("1", calling.serve)
    moved = hall.clerk("1", transfer_to_passports)

    assert (moved.status, moved.service, moved.agency) == (Status.WAITING, "paspor", "IMIGRASI")
    assert (moved.number, moved.sort_key, moved.counter) == (sent.number, sent.sort_key, None)
    assert hall.call("3").id == sent.id
    hall.finish("3")
    assert hall.call("3").id == passport.id


@pytest.mark.parametrize("service", ["sim", "visa", "kk"])
def test_nobody_is_sent_where_nobody_serves(hall: Hall, service: str) -> None:
    hall.mall = with_service(hall.mall, "kk", archived=True)
    hall.ticket()
    hall.open("1")
    called = hall.call()
    refused(hall, UnknownService, "1", partial(journeys.transfer, service=service))

    assert hall.look(called).status is Status.CALLED


def test_a_returned_visitor_keeps_the_place(hall: Hall) -> None:
    first: Ticket = hall.ticket()
    hall.ticket()
    hall.open("1", "2")
    hall.call("1")
    returned = hall.clerk("1", calling.return_to_queue)

    assert (returned.status, returned.counter, returned.sort_key) == (Status.WAITING, None, first.sort_key)
    assert hall.call("2").id == first.id


def test_a_visitor_who_gives_up_when_called_frees_the_counter(hall: Hall) -> None:
    hall.ticket()
    second = hall.ticket()
    hall.open("1")
    hall.cancel(hall.call())

    assert hall.call().id == second.id
