"""How a kiosk, a display, an agent or a printer is, judged by what was heard of it last."""

from datetime import timedelta

import pytest

from app.domain.alarms import AGENT_LOST_SECONDS
from app.domain.printing import PrinterState
from app.domain.screens import Sound
from app.domain.stations import (
    LOST_SECONDS,
    MOODS,
    Condition,
    Heard,
    Mood,
    condition_of_device,
    condition_of_printer,
)
from tests.factories import MORNING

JUST_NOW = MORNING - timedelta(seconds=10)
LONG_AGO = MORNING - timedelta(seconds=LOST_SECONDS)


def test_every_condition_has_its_mood() -> None:
    assert MOODS.keys() == set(Condition)


@pytest.mark.parametrize(
    ("heard", "at_work", "condition"),
    [
        (Heard(), True, Condition.UNPAIRED),
        (Heard(paired=True), True, Condition.UNSEEN),
        (Heard(paired=True, seen_at=JUST_NOW), True, Condition.WELL),
        (Heard(paired=True, seen_at=LONG_AGO), True, Condition.LOST),
        (Heard(paired=True, seen_at=LONG_AGO), False, Condition.OFF),
        (Heard(paired=True, seen_at=JUST_NOW, current=True, sound=Sound.OK), True, Condition.WELL),
        (Heard(paired=True, seen_at=JUST_NOW, current=False), True, Condition.OLD_PAGE),
        (
            Heard(paired=True, seen_at=JUST_NOW, current=False, sound=Sound.BLOCKED),
            True,
            Condition.SOUND_BLOCKED,
        ),
        (Heard(paired=True, seen_at=LONG_AGO, sound=Sound.BLOCKED), True, Condition.LOST),
    ],
)
def test_a_device_is_what_needs_somebody_most(heard: Heard, at_work: bool, condition: Condition) -> None:
    assert condition_of_device(heard, now=MORNING, at_work=at_work) is condition


def test_a_device_heard_before_a_clock_was_set_back_is_not_well() -> None:
    heard = Heard(paired=True, seen_at=MORNING + timedelta(hours=2))
    assert condition_of_device(heard, now=MORNING, at_work=True) is Condition.LOST


@pytest.mark.parametrize(
    ("paper", "condition"),
    [
        (None, Condition.WELL),
        (PrinterState.READY, Condition.WELL),
        (PrinterState.NEAR_END, Condition.WELL),
        (PrinterState.PAPER_OUT, Condition.NO_PAPER),
        (PrinterState.UNREACHABLE, Condition.NO_PAPER),
    ],
)
def test_a_kiosk_whose_printer_stands_still_says_so(paper: PrinterState | None, condition: Condition) -> None:
    heard = Heard(paired=True, seen_at=JUST_NOW, current=True)
    assert condition_of_device(heard, now=MORNING, at_work=True, paper=paper) is condition


@pytest.mark.parametrize("state", PrinterState)
def test_a_printer_is_as_its_agent_says(state: PrinterState) -> None:
    condition = condition_of_printer(state, JUST_NOW, now=MORNING, at_work=True)
    assert condition == ("well" if state is PrinterState.READY else state.value)
    assert (MOODS[condition] is Mood.GOOD) == (state is PrinterState.READY)


def test_what_a_silent_agent_said_of_a_printer_is_old_news() -> None:
    silent = MORNING - timedelta(seconds=AGENT_LOST_SECONDS)
    state = PrinterState.READY
    assert condition_of_printer(state, silent, now=MORNING, at_work=True) is Condition.AGENT_LOST
    assert condition_of_printer(state, silent, now=MORNING, at_work=False) is Condition.OFF
    assert condition_of_printer(None, None, now=MORNING, at_work=True) is Condition.UNSEEN
