"""What a mall may choose beside the head start: preferred services, a longest wait, lanes that take turns."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.domain.ordering import Ratio, Turn, changes_at, first, in_order, place, sort_key
from app.domain.ticket import Priority, Ticket
from tests.factories import MORNING, a_ticket

CREDIT = 20
SERVICES = ("ktp", "kk", "paspor")

ratios = st.builds(Ratio, st.integers(1, 4), st.integers(1, 4))
lanes = st.none() | st.sampled_from(Priority)


def waiting(number: int, service: str, lane: Priority | None, issued_at: datetime) -> Ticket:
    key = sort_key(issued_at, lane, credit_minutes=CREDIT)
    return a_ticket(
        number, service=service, priority=lane, issued_at=issued_at, waiting_since=issued_at, sort_key=key
    )


@st.composite
def queues(draw: st.DrawFn) -> list[Ticket]:
    """Visitors in the order in which they came."""
    minutes = sorted(draw(st.lists(st.integers(0, 120), max_size=25)))
    return [
        waiting(number, draw(st.sampled_from(SERVICES)), draw(lanes), MORNING + timedelta(minutes=minute))
        for number, minute in enumerate(minutes)
    ]


turns = st.builds(
    Turn,
    preferred=st.frozensets(st.sampled_from(SERVICES)),
    shift=st.integers(0, 15).map(lambda minutes: timedelta(minutes=minutes)),
    overdue=st.none() | st.integers(0, 150).map(lambda minutes: MORNING + timedelta(minutes=minutes)),
    for_priority=st.none() | st.booleans(),
)


@given(queue=queues())
def test_a_mall_that_chooses_nothing_calls_by_the_key_alone(queue: list[Ticket]) -> None:
    assert in_order(queue, Turn()) == sorted(queue, key=lambda ticket: (ticket.sort_key, ticket.id))


@given(queue=queues(), turn=turns)
def test_a_queue_shows_everybody_once_and_first_whom_the_counter_calls(
    queue: list[Ticket], turn: Turn
) -> None:
    shown = in_order(queue, turn)

    assert sorted(ticket.id for ticket in shown) == [ticket.id for ticket in queue]
    assert shown[:1] == [ticket for ticket in [first(queue, turn)] if ticket is not None]


@given(queue=queues(), preferred=st.frozensets(st.sampled_from(SERVICES)), minutes=st.integers(0, 15))
def test_a_preference_reaches_no_further_than_its_minutes(
    queue: list[Ticket], preferred: frozenset[str], minutes: int
) -> None:
    """Nobody is overtaken by whoever came later than head start and preference together."""
    turn = Turn(preferred=preferred, shift=timedelta(minutes=minutes))
    called = in_order(queue, turn)

    for place_in_line, ticket in enumerate(called):
        for earlier in called[:place_in_line]:
            assert earlier.issued_at - ticket.issued_at <= timedelta(minutes=CREDIT + minutes)
            if earlier.id > ticket.id and earlier.priority is ticket.priority:
                assert earlier.service in preferred
                assert earlier.issued_at - ticket.issued_at <= timedelta(minutes=minutes)


@given(queue=queues(), turn=turns)
def test_whoever_has_priority_and_waited_too_long_goes_before_all_others(
    queue: list[Ticket], turn: Turn
) -> None:
    overdue = [ticket for ticket in queue if turn.is_overdue(ticket)]
    called = first(queue, turn)

    assert all(ticket.priority is not None for ticket in overdue)
    if overdue:
        assert called == min(overdue, key=lambda ticket: (ticket.sort_key, ticket.id))


@given(queue=queues(), turn=turns)
def test_no_two_visitors_have_one_place(queue: list[Ticket], turn: Turn) -> None:
    places = sorted(place(ticket, turn) for ticket in queue)

    assert all(before < after for before, after in pairwise(places))


@given(ratio=ratios, calls=st.integers(1, 60))
def test_lanes_that_both_wait_are_called_in_the_ratio(ratio: Ratio, calls: int) -> None:
    called: list[Priority | None] = []
    for _ in range(calls):
        called.insert(0, Priority.ELDERLY if ratio.is_for_priority(called) else None)

    cycle = ratio.priority + ratio.ordinary
    for start in range(len(called) - cycle + 1):
        assert sum(lane is not None for lane in called[start : start + cycle]) == ratio.priority


@given(queue=queues(), ratio=ratios, before=st.lists(lanes, max_size=10))
def test_an_empty_lane_leaves_its_turn_to_the_other(
    queue: list[Ticket], ratio: Ratio, before: list[Priority | None]
) -> None:
    turn = Turn(for_priority=ratio.is_for_priority(before))
    mine = [ticket for ticket in queue if (ticket.priority is not None) is turn.for_priority]
    called = first(queue, turn)

    assert called == first(mine or queue, Turn())


def test_a_ratio_says_from_which_share_on_it_turns_against_priority() -> None:
    assert (str(Ratio(1, 2)), round(Ratio(1, 2).share, 3)) == ("1:2", 0.333)


@given(queues(), st.integers(1, 90), st.integers(0, 150))
def test_time_alone_changes_the_order_when_it_is_said_to_and_not_before(
    queue: list[Ticket], longest: int, minute: int
) -> None:
    def shown(now: datetime) -> list[Ticket]:
        return in_order(queue, Turn(overdue=now - timedelta(minutes=longest)))

    now = MORNING + timedelta(minutes=minute)
    due = changes_at(queue, Turn(overdue=now - timedelta(minutes=longest)), now=now)

    until = due - timedelta(seconds=1) if due else now + timedelta(days=1)
    assert due is None or due > now
    assert shown(max(now, until)) == shown(now)


def test_a_mall_without_a_longest_wait_has_no_such_moment() -> None:
    patient = waiting(1, "ktp", Priority.ELDERLY, MORNING)

    assert changes_at([patient], Turn(), now=MORNING) is None
    half_an_hour = Turn(overdue=MORNING - timedelta(minutes=30))
    assert changes_at([patient], half_an_hour, now=MORNING) == MORNING + timedelta(minutes=30)
