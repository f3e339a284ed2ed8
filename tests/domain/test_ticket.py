"""The life of a ticket: every way leads to an end, and an end leads nowhere."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import WrongState
from app.domain.ticket import ACTIVE, ENDED, MOVES, Action, Status, after, possible


def reachable(start: Status) -> set[Status]:
    """Every status that some row of actions leads to from here, this one included."""
    found = {start}
    while True:
        further = {MOVES[status, action] for status, action in MOVES if status in found}
        if further <= found:
            return found
        found |= further


def walk(choices: list[int]) -> Status:
    """The status after a life in which each choice picks one of the actions possible then."""
    status = Status.WAITING
    for choice in choices:
        actions = possible(status)
        if actions:
            status = after(status, actions[choice % len(actions)])
    return status


@given(choices=st.lists(st.integers(0, 20), max_size=40))
def test_from_wherever_a_ticket_gets_it_can_still_come_to_an_end(choices: list[int]) -> None:
    assert reachable(walk(choices)) & ENDED


@given(choices=st.lists(st.integers(0, 20), max_size=40))
def test_the_end_of_the_day_ends_whatever_is_open(choices: list[int]) -> None:
    status = walk(choices)

    assert status in ENDED or after(status, Action.EXPIRE) is Status.EXPIRED


def test_every_status_is_reached_by_some_ticket() -> None:
    assert reachable(Status.EXPECTED) == set(Status)
    assert reachable(Status.WAITING) == set(Status) - {Status.EXPECTED}


@pytest.mark.parametrize("status", sorted(ENDED))
def test_a_finished_ticket_goes_nowhere(status: Status) -> None:
    assert possible(status) == ()
    for action in Action:
        with pytest.raises(WrongState):
            after(status, action)


def test_every_action_has_a_move() -> None:
    assert {action for _, action in MOVES} == set(Action)


@pytest.mark.parametrize(("status", "action"), list(itertools.product(Status, Action)))
def test_what_is_possible_is_exactly_what_may_be_done(status: Status, action: Action) -> None:
    if action in possible(status):
        assert after(status, action) in Status
    else:
        with pytest.raises(WrongState) as refused:
            after(status, action)
        assert refused.value.params == {"status": status.value, "action": action.value}


def test_an_active_ticket_can_always_leave_its_counter() -> None:
    for status in ACTIVE:
        assert {after(status, action) for action in possible(status)} - ACTIVE


def test_a_visitor_at_the_counter_is_never_voided() -> None:
    assert [status for status, action in MOVES if action is Action.VOID] == [Status.WAITING]


def test_only_tickets_in_a_queue_looked_at_or_set_aside_are_called() -> None:
    callers = {status for status, action in MOVES if action is Action.CALL}

    assert callers == {Status.WAITING, Status.LOOKED, Status.HELD, Status.MISSED}
