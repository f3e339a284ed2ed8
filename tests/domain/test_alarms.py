"""Staff are called once for what is wrong, as long as it is, and for nothing that passes by itself."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.alarms import QUIET_SECONDS, AlarmKind, Change, Seen, Standing, Turn, judge
from app.domain.printing import WORKING, PrinterState
from tests.factories import MORNING

PROMISED = {
    PrinterState.NEAR_END: (AlarmKind.NEAR_END, 0),
    PrinterState.PAPER_OUT: (AlarmKind.PAPER_OUT, 0),
    PrinterState.COVER_OPEN: (AlarmKind.COVER_OPEN, 20),
    PrinterState.ERROR: (AlarmKind.FAULT, 0),
    PrinterState.OFFLINE: (AlarmKind.MUTE, 30),
    PrinterState.UNREACHABLE: (AlarmKind.UNREACHABLE, 15),
    PrinterState.MUTE: (AlarmKind.MUTE, 30),
}


class Watch:
    """A printer that is looked at now and then; it keeps the open alarms and what happened to them."""

    def __init__(self) -> None:
        self.now = MORNING
        self.began = MORNING
        self.seen = Seen("P1", PrinterState.READY, MORNING, MORNING)
        self.standing: dict[AlarmKind, Standing] = {}
        self.history: list[tuple[float, AlarmKind, Change]] = []

    def later(self, seconds: float, **changes: Any) -> list[tuple[AlarmKind, Change]]:
        """Time passes, something may change, the agent says so, and somebody looks."""
        self.now += timedelta(seconds=seconds)
        values = {name: getattr(self.seen, name) for name in Seen.__dataclass_fields__} | {
            "seen_at": self.now,
            **changes,
        }
        if "state" in changes and changes["state"] is not self.seen.state:
            values["since"] = self.now
            stopped = self.seen.stopped_since or self.now
            values["stopped_since"] = None if changes["state"] in WORKING else stopped
        self.seen = Seen(**values)
        return self.look()

    def look(self) -> list[tuple[AlarmKind, Change]]:
        turns = judge(self.seen, self.standing, now=self.now, watching_since=self.began)
        for turn in turns:
            self._take(turn)
        return [(turn.kind, turn.change) for turn in turns]

    def _take(self, turn: Turn) -> None:
        assert turn.since <= self.now
        self.history.append(((self.now - MORNING).total_seconds(), turn.kind, turn.change))
        if turn.change is Change.CLEAR:
            del self.standing[turn.kind]
        else:
            quiet = self.now if turn.change is Change.REST else None
            before = self.standing.get(turn.kind, Standing())
            covers = before.covers if turn.covers is None else turn.covers
            self.standing[turn.kind] = Standing(turn.detail, quiet, covers)


@pytest.mark.parametrize("state", PROMISED)
def test_a_state_becomes_an_alarm_when_it_has_lasted(state: PrinterState) -> None:
    kind, seconds = PROMISED[state]
    watch = Watch()
    if seconds:
        assert watch.later(1, state=state) == []
        assert watch.later(seconds - 1) == []
        assert watch.later(1) == [(kind, Change.RAISE)]
    else:
        assert watch.later(1, state=state) == [(kind, Change.RAISE)]
    assert watch.later(3600) == []


def test_a_roll_changed_in_good_time_calls_nobody() -> None:
    watch = Watch()
    watch.later(1, state=PrinterState.COVER_OPEN)

    assert watch.later(19, state=PrinterState.READY) == []


def test_an_alarm_ends_after_ten_quiet_seconds() -> None:
    watch = Watch()
    watch.later(1, state=PrinterState.PAPER_OUT)
    assert watch.later(5, state=PrinterState.READY) == [(AlarmKind.PAPER_OUT, Change.REST)]
    assert watch.later(QUIET_SECONDS - 1) == []
    assert watch.later(1) == [(AlarmKind.PAPER_OUT, Change.CLEAR)]


def test_a_cause_that_comes_back_in_time_is_the_same_alarm() -> None:
    watch = Watch()
    watch.later(1, state=PrinterState.PAPER_OUT)
    watch.later(5, state=PrinterState.READY)
    assert watch.later(9, state=PrinterState.PAPER_OUT) == [(AlarmKind.PAPER_OUT, Change.STIR)]
    assert watch.later(QUIET_SECONDS) == []


def test_a_roll_runs_low_once() -> None:
    watch = Watch()
    watch.later(1, state=PrinterState.NEAR_END)
    for state in (PrinterState.COVER_OPEN, PrinterState.NEAR_END, PrinterState.UNREACHABLE):
        watch.later(12, state=state)
        watch.later(12, state=PrinterState.NEAR_END)
    changes = [change for _, kind, change in watch.history if kind is AlarmKind.NEAR_END]
    assert changes == [Change.RAISE]

    watch.later(1, state=PrinterState.READY)
    watch.later(QUIET_SECONDS)
    assert AlarmKind.NEAR_END not in watch.standing


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PrinterState.UNREACHABLE, PrinterState.MUTE),
        (PrinterState.COVER_OPEN, PrinterState.OFFLINE),
        (PrinterState.MUTE, PrinterState.OFFLINE),
        (PrinterState.COVER_OPEN, PrinterState.UNREACHABLE),
    ],
)
def test_a_printer_that_goes_from_one_trouble_to_another_and_back_calls_staff_once(
    one: PrinterState, other: PrinterState
) -> None:
    watch = Watch()
    for _ in range(10):
        watch.later(3, state=one)
        watch.later(3, state=other)

    ((seconds, kind, change), *more) = watch.history
    slowest = max(PROMISED[one][1], PROMISED[other][1])
    assert (kind, change) in {(PROMISED[state][0], Change.RAISE) for state in (one, other)}
    assert seconds <= 3 + slowest
    assert not [change for _, _, change in more if change is Change.RAISE]


def test_what_calls_staff_names_the_trouble_of_the_moment() -> None:
    watch = Watch()
    watch.later(1, state=PrinterState.UNREACHABLE)
    watch.later(14, state=PrinterState.COVER_OPEN)
    (turn,) = judge(watch.seen, {}, now=watch.seen.since + timedelta(seconds=6), watching_since=watch.began)

    assert (turn.kind, turn.detail) == (AlarmKind.COVER_OPEN, "cover_open")


def test_whoever_brings_paper_is_not_told_that_the_cover_is_open() -> None:
    watch = Watch()
    watch.later(1, state=PrinterState.PAPER_OUT)
    watch.later(60, state=PrinterState.COVER_OPEN)
    assert watch.later(QUIET_SECONDS + 2) == []
    assert watch.later(7) == []
    assert set(watch.standing) == {AlarmKind.PAPER_OUT}

    watch.later(1, state=PrinterState.READY)
    assert watch.later(QUIET_SECONDS) == [(AlarmKind.PAPER_OUT, Change.CLEAR)]


def test_a_cover_opened_after_the_paper_came_keeps_no_old_alarm() -> None:
    watch = Watch()
    watch.later(1, state=PrinterState.PAPER_OUT)
    watch.later(1, state=PrinterState.READY)
    watch.later(1, state=PrinterState.COVER_OPEN)

    assert watch.later(QUIET_SECONDS) == [(AlarmKind.PAPER_OUT, Change.CLEAR)]


def test_an_agent_without_a_word_is_lost() -> None:
    watch = Watch()
    heard = watch.seen.seen_at
    assert watch.later(29, seen_at=heard) == []
    assert watch.later(1, seen_at=heard) == [(AlarmKind.AGENT_LOST, Change.RAISE)]
    assert watch.later(1) == [(AlarmKind.AGENT_LOST, Change.REST)]


def test_an_agent_that_never_came_is_lost_too() -> None:
    watch = Watch()
    watch.seen = Seen("P1")
    watch.now += timedelta(seconds=30)

    assert watch.look() == [(AlarmKind.AGENT_LOST, Change.RAISE)]


def test_the_silence_of_the_night_is_nobodys() -> None:
    watch = Watch()
    watch.now += timedelta(hours=15)
    watch.began = watch.now

    assert watch.look() == []


def test_a_paper_that_waits_ten_seconds_is_told() -> None:
    watch = Watch()
    queued = MORNING + timedelta(seconds=1)
    assert watch.later(10, oldest_job=queued) == []
    assert watch.later(1) == [(AlarmKind.OLDEST_JOB, Change.RAISE)]


def test_every_further_number_that_needs_staff_calls_again() -> None:
    watch = Watch()
    assert watch.later(1, failed={"A-001": 1}) == [(AlarmKind.NEEDS_STAFF, Change.RAISE)]
    assert watch.later(1, failed={"A-001": 1}) == []
    assert watch.later(1, failed={"A-001": 1, "A-004": 1}) == [(AlarmKind.NEEDS_STAFF, Change.RENEW)]
    assert watch.later(1, failed={"A-004": 1}) == []
    watch.later(1, failed={})
    assert watch.later(QUIET_SECONDS) == [(AlarmKind.NEEDS_STAFF, Change.CLEAR)]


def test_a_number_that_fails_once_more_calls_again() -> None:
    watch = Watch()
    watch.later(1, failed={"A-001": 1, "A-002": 1})
    assert watch.later(1, failed={"A-002": 1}) == []
    assert watch.later(1, failed={"A-001": 2, "A-002": 1}) == [(AlarmKind.NEEDS_STAFF, Change.RENEW)]
    assert watch.later(1, failed={"A-001": 2, "A-002": 1}) == []


def test_a_clock_set_back_forgets_no_alarm_and_keeps_none_for_ever() -> None:
    watch = Watch()
    watch.later(1, state=PrinterState.COVER_OPEN)
    watch.now -= timedelta(hours=1)
    assert watch.look() == [(AlarmKind.COVER_OPEN, Change.RAISE)]

    watch.later(1, state=PrinterState.READY)
    watch.now -= timedelta(hours=1)
    watch.look()
    watch.now += timedelta(seconds=QUIET_SECONDS)
    watch.look()
    assert watch.standing == {}


SECONDS = st.sampled_from([0.5, 1.0, 2.0, 3.0, 7.0, 11.0, 31.0])
MORE = st.fixed_dictionaries(
    {
        "state": st.sampled_from(list(PrinterState)),
        "failed": st.sampled_from([{}, {"A-001": 1}, {"A-001": 2}, {"A-002": 1}]),
    }
)


@given(days=st.lists(st.tuples(SECONDS, MORE), max_size=40))
def test_an_alarm_never_flaps_and_none_is_forgotten(days: list[tuple[float, dict[str, Any]]]) -> None:
    watch = Watch()
    for seconds, changes in days:
        watch.later(seconds, **changes)
        watch.look()
        assert due(watch) <= set(watch.standing)
    for kind in AlarmKind:
        assert_steady([(at, change) for at, its, change in watch.history if its is kind])
    watch.later(1, state=PrinterState.READY, failed={})
    watch.later(QUIET_SECONDS)
    assert watch.standing == {}


def due(watch: Watch) -> set[AlarmKind]:
    """What the plan promises to be open now, reckoned apart."""
    kinds = {AlarmKind.NEEDS_STAFF} if watch.seen.failed else set()
    if watch.seen.state in PROMISED and watch.seen.since is not None:
        kind, seconds = PROMISED[watch.seen.state]
        if watch.now - watch.seen.since >= timedelta(seconds=seconds):
            kinds.add(kind)
    return kinds


def assert_steady(changes: Iterable[tuple[float, Change]]) -> None:
    """Raised and ended in turn, at least ten seconds apart."""
    raised_at = None
    for at, change in changes:
        if change is Change.RAISE:
            assert raised_at is None
            raised_at = at
        if change is Change.CLEAR:
            assert raised_at is not None
            assert at - raised_at >= QUIET_SECONDS
            raised_at = None
