"""Who is next: the head start of priority visitors, how far it reaches, and what a mall may choose beside."""

from datetime import datetime, timedelta
from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.domain.ordering import counts_from, sort_key
from app.domain.ticket import Priority
from tests.factories import MORNING

Arrival = tuple[datetime, Priority | None]

gaps = st.integers(0, 600).map(lambda seconds: timedelta(seconds=seconds))
lanes = st.sampled_from([None, *Priority])
head_starts = st.integers(0, 120)


@st.composite
def streams(draw: st.DrawFn) -> list[Arrival]:
    """Visitors of a day as they come in, with any share of priority visitors."""
    arrivals = draw(st.lists(st.tuples(gaps, lanes), min_size=1, max_size=40))
    times = accumulate((gap for gap, _ in arrivals), initial=MORNING)
    return [(time, lane) for time, (_, lane) in zip(times, arrivals, strict=False)]


def order_of_call(stream: list[Arrival], credit: int) -> list[int]:
    """The visitors by their place in the stream (which is their id), the first to be called first."""
    keys = [sort_key(came, lane, credit_minutes=credit) for came, lane in stream]
    return sorted(range(len(stream)), key=lambda visitor: (keys[visitor], visitor))


@given(stream=streams(), credit=head_starts)
def test_nobody_is_overtaken_by_a_ticket_issued_more_than_the_credit_later(
    stream: list[Arrival], credit: int
) -> None:
    called = order_of_call(stream, credit)

    for place, visitor in enumerate(called):
        for earlier in called[:place]:
            if earlier > visitor:
                assert stream[earlier][0] - stream[visitor][0] <= timedelta(minutes=credit)


@given(stream=streams(), credit=head_starts)
def test_only_priority_visitors_overtake(stream: list[Arrival], credit: int) -> None:
    called = order_of_call(stream, credit)

    for place, visitor in enumerate(called):
        overtakers = [earlier for earlier in called[:place] if earlier > visitor]
        assert all(stream[earlier][1] is not None for earlier in overtakers)


@given(
    clocks=st.lists(st.tuples(st.integers(-7200, 7200), lanes), min_size=1, max_size=40), credit=head_starts
)
def test_a_clock_that_is_set_back_lets_nobody_overtake(
    clocks: list[tuple[int, Priority | None]], credit: int
) -> None:
    """Whatever the clock says at each issue: who comes later is later, but for the head start."""
    latest: tuple[datetime, Priority | None] | None = None
    keys: list[datetime] = []
    for seconds, lane in clocks:
        came = counts_from(MORNING + timedelta(seconds=seconds), latest, credit_minutes=credit)
        keys.append(sort_key(came, lane, credit_minutes=credit))
        latest = (keys[-1], lane)

    for place, (_, lane) in enumerate(clocks):
        if lane is None:
            assert keys[place] >= max(keys[: place + 1])
        assert keys[place] >= max(keys[: place + 1]) - timedelta(minutes=credit)


@given(stream=streams(), credit=head_starts)
def test_while_the_clock_goes_forward_it_is_believed(stream: list[Arrival], credit: int) -> None:
    for before, (now, _) in pairwise(stream):
        latest = (sort_key(*before, credit_minutes=credit), before[1])
        assert counts_from(now, latest, credit_minutes=credit) == now


@given(stream=streams(), credit=head_starts, lane=lanes)
def test_visitors_of_one_lane_are_called_as_they_came(
    stream: list[Arrival], credit: int, lane: Priority | None
) -> None:
    together = [visitor for visitor in order_of_call(stream, credit) if stream[visitor][1] is lane]

    assert together == sorted(together)


@given(stream=streams())
def test_without_credit_everybody_is_called_as_they_came(stream: list[Arrival]) -> None:
    assert order_of_call(stream, 0) == list(range(len(stream)))


def test_every_kind_of_priority_has_the_same_head_start() -> None:
    keys = {sort_key(MORNING, lane, credit_minutes=20) for lane in Priority}

    assert keys == {MORNING - timedelta(minutes=20)}
