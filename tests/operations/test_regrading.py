"""A visitor who took an ordinary number gets a head start at the reception, or loses a wrong one."""

from datetime import timedelta

import pytest

from app.domain.errors import UnknownTicket, WrongState
from app.domain.replay import replay
from app.domain.ticket import Priority, Status, Ticket
from app.operations import calling
from app.operations.regrading import change_priority
from app.store.journal import since
from tests.factories import BRANCH, MAIN
from tests.hall import Hall

CREDIT = timedelta(minutes=20)


def regrade(
    hall: Hall, ticket: Ticket | int, priority: Priority | None = Priority.ELDERLY, *, site: str = MAIN
) -> Ticket:
    ticket_id = ticket if isinstance(ticket, int) else ticket.id
    return hall.database.write(
        site,
        lambda tx: change_priority(
            tx, hall.mall, ticket_id, priority=priority, actor="staff:siti", now=hall.now
        ),
    )


def test_an_elderly_visitor_with_an_ordinary_number_goes_before_those_of_the_last_twenty_minutes(
    hall: Hall,
) -> None:
    early = hall.ticket()
    hall.later(minutes=20)
    near, elderly = hall.ticket(), hall.ticket()
    hall.later(minutes=5)
    after = regrade(hall, elderly)
    hall.open("1")

    assert (after.number, after.sort_key) == (elderly.number, elderly.issued_at - CREDIT)
    called = []
    for _ in range(3):
        called.append(hall.call().number)
        hall.finish()
    assert called == [early.number, elderly.number, near.number]


def test_a_head_start_given_by_mistake_is_taken_away_without_a_trace_in_the_order(hall: Hall) -> None:
    ticket = hall.ticket()
    assert regrade(hall, regrade(hall, ticket), None).sort_key == ticket.sort_key


def test_another_lane_keeps_the_place_and_the_same_one_says_nothing(hall: Hall) -> None:
    ticket = hall.ticket(priority=Priority.CHILD)
    moved = regrade(hall, ticket, Priority.DISABLED)
    facts = hall.facts()

    assert (moved.priority, moved.sort_key) == (Priority.DISABLED, ticket.sort_key)
    assert facts[-1] == f"ticket_regraded {ticket.number}"
    regrade(hall, ticket, Priority.DISABLED)
    assert hall.facts() == facts


def test_the_journal_tells_the_place_and_not_the_reason(hall: Hall) -> None:
    ticket = hall.ticket()
    after = regrade(hall, ticket, Priority.PREGNANT)
    with hall.database.read() as connection:
        events = since(connection, MAIN, 0)

    assert replay(events)[ticket.id].sort_key == after.sort_key
    assert (events[-1].actor, events[-1].data["ahead_of_others"]) == ("staff:siti", True)
    assert Priority.PREGNANT.value not in str(events[-1].data)


def test_whoever_is_set_aside_may_change_and_whoever_was_called_may_not(hall: Hall) -> None:
    ticket = hall.ticket()
    hall.open("1")
    hall.call()
    with pytest.raises(WrongState):
        regrade(hall, ticket)
    hall.clerk("1", calling.hold, reason="fotokopi")
    assert regrade(hall, ticket).status is Status.HELD
    hall.clerk("1", calling.call_again, ticket.id)
    hall.finish()
    with pytest.raises(WrongState):
        regrade(hall, ticket, None)


def test_a_number_of_another_site_is_not_known_here(hall: Hall) -> None:
    ticket = hall.ticket()
    with pytest.raises(UnknownTicket):
        regrade(hall, ticket, site=BRANCH)


def test_a_number_taken_after_a_change_still_comes_behind_it(hall: Hall) -> None:
    """Where a clock is set back, whoever waits stays before whoever comes."""
    ticket = hall.ticket()
    regrade(hall, ticket)
    hall.later(minutes=-5)
    later = hall.ticket()
    assert later.sort_key >= ticket.sort_key
