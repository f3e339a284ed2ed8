"""Closings that are asked for, counters that open again by themselves, and services that nobody serves."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from app.domain.counter import CounterState
from app.domain.errors import CounterClosed, ServiceClosed, WrongState
from app.domain.opening import Reason
from app.domain.switching import Setting
from app.operations import calling, counters
from app.operations.switching import set_service
from app.queries.counters import state_of
from app.queries.last_moves import undoable
from app.queries.tickets import position_of
from tests.factories import MAIN, moment
from tests.hall import Hall


@pytest.fixture
def strict(hall: Hall) -> Hall:
    """Where a clerk may not simply leave."""
    hall.mall = replace(hall.mall, rules=replace(hall.mall.rules, closing_needs_approval=True))
    hall.open("1", "2")
    return hall


def ask(hall: Hall, counter: str = "1", *, minutes: int | None = None) -> CounterState:
    state: CounterState = hall.clerk(
        counter, counters.close_counter, reason="rapat", reopens_minutes=minutes, may_approve=False
    )
    return state


def close(hall: Hall, *codes: str, minutes: int | None = None) -> None:
    for code in codes:
        hall.clerk(code, counters.close_counter, reason="", reopens_minutes=minutes)


def force(hall: Hall, service: str) -> None:
    """Numbers are given whatever the clock says."""
    deed = partial(
        set_service, setting=Setting.FORCED, reason="", minutes=None, actor="staff:sri", now=hall.now
    )
    hall.database.write(hall.site, lambda tx: deed(tx, hall.mall, service))


def state(hall: Hall, counter: str = "1") -> CounterState:
    with hall.database.read() as connection:
        return state_of(connection, site=MAIN, counter=counter)


def kinds(hall: Hall) -> list[str]:
    return [fact.split()[0] for fact in hall.facts()]


def test_whoever_asks_to_close_goes_on_serving(strict: Hall) -> None:
    strict.ticket()
    assert ask(strict) is CounterState.CLOSING

    assert strict.call("1").counter == "1"


def test_an_approved_closing_waits_for_the_visitor_and_calls_no_other(strict: Hall) -> None:
    strict.ticket()
    strict.ticket()
    strict.call("1")
    ask(strict)
    strict.clerk("1", counters.approve_closing)
    assert state(strict) is CounterState.CLOSING
    strict.clerk("1", calling.finish)

    with pytest.raises(CounterClosed):
        strict.call("1")
    assert state(strict) is CounterState.CLOSED
    assert kinds(strict)[-3:] == ["closing_approved", "ticket_served", "counter_closed"]


def test_a_counter_that_closed_offers_nothing_to_take_back(strict: Hall) -> None:
    strict.ticket()
    strict.call("1")
    ask(strict)
    strict.clerk("1", counters.approve_closing)
    strict.clerk("1", calling.finish)
    with strict.database.read() as connection:
        assert undoable(connection, site=MAIN, counter="1", now=strict.now) is None


def test_a_visitor_who_gives_up_elsewhere_lets_the_counter_close_too(strict: Hall) -> None:
    called = strict.ticket()
    strict.call("1")
    ask(strict)
    strict.clerk("1", counters.approve_closing)
    strict.clerk("1", calling.recall)
    strict.clerk("1", calling.miss)
    strict.cancel(called)
    strict.tidy()

    assert state(strict) is CounterState.CLOSED


@pytest.mark.parametrize("answer", [counters.refuse_closing, counters.withdraw_closing])
def test_a_closing_that_comes_to_nothing_leaves_things_as_they_were(strict: Hall, answer: object) -> None:
    strict.clerk("1", counters.break_counter, minutes=15, reason="salat")
    ask(strict)
    strict.clerk("1", answer)

    assert state(strict) is CounterState.BREAK
    with pytest.raises(WrongState):
        strict.clerk("1", answer)


def test_nobody_need_ask_after_hours(strict: Hall) -> None:
    strict.now = moment("2026-11-23 15:30")

    assert ask(strict) is CounterState.CLOSED


def test_a_counter_opens_again_by_itself_at_the_time_it_said(hall: Hall) -> None:
    hall.open("1")
    close(hall, "1", minutes=30)
    hall.later(minutes=29)
    hall.tidy()
    assert state(hall) is CounterState.CLOSED
    hall.later(minutes=1)
    hall.tidy()

    assert state(hall) is CounterState.OPEN


def test_no_counter_opens_by_itself_after_hours(hall: Hall) -> None:
    hall.now = moment("2026-11-23 14:45")
    hall.open("1")
    close(hall, "1", minutes=30)
    hall.later(minutes=40)
    hall.tidy()
    hall.now = moment("2026-11-24 08:30")
    hall.tidy()

    assert state(hall) is CounterState.CLOSED


def test_when_the_last_counter_closes_no_number_is_given_and_those_waiting_hear_it(hall: Hall) -> None:
    waiting = hall.ticket()
    hall.open("1", "2")
    close(hall, "2")
    hall.ticket()
    close(hall, "1", minutes=30)

    with pytest.raises(ServiceClosed) as refusal:
        hall.issue()
    decision = refusal.value.decision
    assert (decision.reason, decision.next_opening) == (
        Reason.COUNTERS_CLOSED,
        hall.now + timedelta(minutes=30),
    )
    with hall.database.read() as connection:
        place = position_of(connection, hall.mall, hall.look(waiting))
    assert (place.deserted, place.estimate) == (True, None)
    assert kinds(hall)[-2:] == ["counter_closed", "service_unattended"]


def test_the_first_counter_that_is_back_gives_numbers_again(hall: Hall) -> None:
    hall.open("1")
    close(hall, "1")
    hall.open("2")

    assert hall.issue().ticket.number == "A-001"
    assert kinds(hall)[-3:] == ["counter_opened", "service_attended", "ticket_issued"]


def test_an_approved_closing_of_the_last_counter_ends_the_numbers_at_once(strict: Hall) -> None:
    strict.ticket()
    close(strict, "2")
    strict.call("1")
    ask(strict)
    strict.issue()
    strict.clerk("1", counters.approve_closing)

    with pytest.raises(ServiceClosed):
        strict.issue()


def test_before_anybody_opened_today_numbers_are_given(hall: Hall) -> None:
    hall.open("1")
    close(hall, "1")
    hall.open("2")  # and left open overnight
    hall.now = moment("2026-11-24 08:05")
    hall.tidy()

    assert hall.issue().ticket.number == "A-001"


def test_a_counter_that_was_only_tried_before_the_doors_opened_closes_no_service(hall: Hall) -> None:
    hall.now = moment("2026-11-23 07:10")
    hall.open("1")
    close(hall, "1")
    hall.now = moment("2026-11-23 08:00")

    ticket = hall.issue().ticket
    with hall.database.read() as connection:
        place = position_of(connection, hall.mall, ticket)
    assert (place.deserted, place.estimate is not None) == (False, True)
    assert "service_unattended" not in kinds(hall)


def test_whoever_closes_before_the_doors_open_and_says_until_when_is_believed(hall: Hall) -> None:
    hall.now = moment("2026-11-23 07:10")
    hall.open("1")
    close(hall, "1", minutes=110)
    hall.now = moment("2026-11-23 08:00")

    with pytest.raises(ServiceClosed) as refused:
        hall.issue()
    assert refused.value.decision.reason is Reason.COUNTERS_CLOSED


def test_whoever_leaves_people_waiting_before_the_doors_open_is_told_of(hall: Hall) -> None:
    hall.now = moment("2026-11-23 07:30")
    hall.open("1")
    force(hall, "ktp")
    hall.issue()
    close(hall, "1")

    assert kinds(hall)[-2:] == ["counter_closed", "service_unattended"]


def test_a_closing_approved_late_still_lasts_as_long_as_was_asked_for(strict: Hall) -> None:
    strict.ticket()
    strict.call("1")
    ask(strict, minutes=30)
    strict.later(minutes=35)
    strict.clerk("1", counters.approve_closing)
    strict.finish("1")
    strict.later(minutes=29)
    strict.tidy()
    assert state(strict) is CounterState.CLOSED
    strict.later(minutes=1)
    strict.tidy()

    assert state(strict) is CounterState.OPEN


@pytest.mark.parametrize("answer", [counters.refuse_closing, counters.withdraw_closing])
def test_whoever_asked_during_a_break_and_called_somebody_is_back_at_work(
    strict: Hall, answer: object
) -> None:
    strict.ticket()
    strict.clerk("1", counters.break_counter, minutes=15, reason="salat")
    ask(strict)
    strict.call("1")
    strict.clerk("1", answer)

    assert state(strict) is CounterState.OPEN
    assert strict.finish("1").counter == "1"
