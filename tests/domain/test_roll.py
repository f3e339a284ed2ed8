"""How much paper is left: counted from a change of roll, and never more than the sensor says."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.mall import Printer, Transport
from app.domain.printing import TICKET_MM, PrinterState
from app.domain.roll import NEAR_END_M, Roll, fresh, roll_after, roll_m, tickets_left
from printers.profiles import PROFILES
from tests.factories import MORNING

READY, LOW, OUT, OPEN = (
    PrinterState.READY,
    PrinterState.NEAR_END,
    PrinterState.PAPER_OUT,
    PrinterState.COVER_OPEN,
)
AT_THE_END = int(NEAR_END_M * 1000 / TICKET_MM)


class Printing:
    """A printer that says how it is every two seconds, and prints."""

    def __init__(self, roll: Roll) -> None:
        self.roll = roll
        self.now: datetime = MORNING
        self.state: PrinterState | None = None
        self.heard_at: datetime | None = None

    def says(self, *states: PrinterState) -> Roll:
        for state in states:
            self.now += timedelta(seconds=2)
            if state is not self.state:
                self.roll = roll_after(
                    self.roll, state, heard_at=self.heard_at, is_printing=False, now=self.now
                )
            self.state, self.heard_at = state, self.now
        return self.roll

    def prints(self, papers: int = 1) -> None:
        for _ in range(papers):
            self.now += timedelta(seconds=1)
            self.roll = self.roll.printed(now=self.now)

    @property
    def left(self) -> int | None:
        return tickets_left(self.roll, self.state, metres=80.0)


@pytest.mark.parametrize(
    "states",
    [(OUT, READY), (OUT, OPEN, READY), (LOW, OPEN, READY), (LOW, OPEN, OUT, READY), (LOW, READY)],
)
def test_a_roll_is_seen_to_be_changed(states: tuple[PrinterState, ...]) -> None:
    printing = Printing(Roll(papers=700))
    printing.says(READY)
    printing.prints()

    assert printing.says(*states) == Roll(since=printing.now)


@pytest.mark.parametrize("states", [(READY, OPEN, READY), (LOW, OPEN, LOW), (LOW, OPEN, OUT), (OUT, OPEN)])
def test_a_cover_that_was_opened_is_no_change_by_itself(states: tuple[PrinterState, ...]) -> None:
    printing = Printing(Roll(papers=700))

    assert printing.says(*states).papers == 700


def test_a_sensor_that_wavers_while_the_roll_turns_changes_nothing() -> None:
    printing = Printing(Roll(papers=700, since=MORNING))
    printing.says(READY, LOW)
    printing.prints()

    assert printing.says(READY).papers == 701
    assert printing.left == AT_THE_END - 1


def test_nobody_knows_before_a_change() -> None:
    printing = Printing(Roll())
    printing.says(READY)
    printing.prints(5)

    assert printing.left is None


def test_papers_are_counted_down_from_a_fresh_roll() -> None:
    printing = Printing(fresh(now=MORNING))
    assert printing.left == 842  # 80 m
    printing.prints(42)

    assert printing.left == 800


def test_the_sensor_wins_where_it_says_less() -> None:
    printing = Printing(fresh(now=MORNING))
    printing.prints(100)
    printing.says(LOW)
    assert printing.left == AT_THE_END
    printing.prints(4)
    assert printing.left == AT_THE_END - 4
    printing.says(OUT)
    assert printing.left == 0


def test_the_count_wins_where_it_says_less() -> None:
    printing = Printing(fresh(now=MORNING))
    printing.prints(840)
    printing.says(LOW)

    assert printing.left == 2


def test_a_roll_told_of_before_the_sensor_looks_again_is_fresh() -> None:
    printing = Printing(Roll(papers=700))
    printing.says(LOW, OPEN, LOW)
    printing.roll = fresh(now=printing.now)
    assert printing.left == AT_THE_END
    printing.says(READY)

    assert printing.left == 842


@given(
    papers=st.integers(0, 100_000),
    low_from=st.none() | st.integers(0, 100_000),
    state=st.none() | st.sampled_from(PrinterState),
    metres=st.floats(0.01, 1000),
)
def test_less_than_nothing_is_never_left(
    papers: int, low_from: int | None, state: PrinterState | None, metres: float
) -> None:
    roll = Roll(papers=papers, since=MORNING, low_from=low_from)
    left = tickets_left(roll, state, metres=metres)

    assert left is not None
    assert 0 <= left * TICKET_MM <= metres * 1000


@pytest.mark.parametrize("code", PROFILES)
def test_the_name_of_a_profile_tells_how_wide_a_fresh_roll_is(code: str) -> None:
    metres = roll_m(Printer("P1", Transport.TCP, "192.0.2.1", code))

    assert metres == {576: 80.0, 384: 30.0}[PROFILES[code].dots]


def test_the_mall_knows_its_rolls_best() -> None:
    assert roll_m(Printer("P1", Transport.TCP, "192.0.2.1", "epson-58", roll_m=18.5)) == 18.5
