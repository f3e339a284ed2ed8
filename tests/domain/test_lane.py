"""A lane changed afterwards: always one of two places, and never a better one than the head start gives."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.lane import regraded
from app.domain.ordering import sort_key
from app.domain.ticket import Priority, Ticket
from tests.factories import MORNING, a_ticket

lanes = st.sampled_from([None, *Priority])
head_starts = st.integers(0, 120)


def taken(priority: Priority | None, *, credit: int, came: timedelta = timedelta()) -> Ticket:
    """A number taken at MORNING; `came` later in the order of call where the clock was set back."""
    key = sort_key(MORNING + came, priority, credit_minutes=credit)
    return a_ticket(priority=priority, issued_at=MORNING, sort_key=key)


def change(ticket: Ticket, priority: Priority | None, *, credit: int) -> Ticket:
    return replace(ticket, priority=priority, sort_key=regraded(ticket, priority, credit_minutes=credit))


@given(first=lanes, wishes=st.lists(lanes, min_size=1), credit=head_starts, behind=st.integers(0, 90))
def test_however_often_it_changes_the_place_is_that_of_the_issue(
    first: Priority | None, wishes: list[Priority | None], credit: int, behind: int
) -> None:
    came = timedelta(minutes=behind)
    ticket = taken(first, credit=credit, came=came)
    for wish in wishes:
        ticket = change(ticket, wish, credit=credit)

    assert ticket.sort_key == taken(wishes[-1], credit=credit, came=came).sort_key


@given(first=lanes, wish=lanes, then=head_starts, now=head_starts)
def test_a_head_start_that_the_mall_changed_meanwhile_costs_at_most_the_new_one(
    first: Priority | None, wish: Priority | None, then: int, now: int
) -> None:
    before = taken(first, credit=then)
    after = change(before, wish, credit=now)

    assert after.sort_key >= MORNING - timedelta(minutes=now)
    assert after.sort_key - before.sort_key <= timedelta(minutes=max(then, now))


@given(credit=head_starts, far=head_starts, wishes=st.lists(lanes, min_size=1))
def test_a_number_from_afar_gets_no_second_head_start(
    credit: int, far: int, wishes: list[Priority | None]
) -> None:
    key = MORNING - timedelta(minutes=far)
    ticket = replace(taken(None, credit=0), promised_at=MORNING, arrived_at=MORNING, sort_key=key)
    for wish in wishes:
        ticket = change(ticket, wish, credit=credit)

    assert ticket.sort_key >= MORNING - timedelta(minutes=max(credit, far))
