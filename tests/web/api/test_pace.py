"""A neighbour that comes too often is asked to wait, and nobody else is."""

from datetime import timedelta

import pytest

from app.web.api import pace as module
from app.web.api.pace import Pace
from tests.factories import MORNING

SPAN = timedelta(minutes=1)


def test_so_many_visits_and_then_one_as_each_is_long_ago() -> None:
    pace = Pace(2, SPAN)
    later = MORNING + timedelta(seconds=20)

    assert pace.visit("a", now=MORNING) is None
    assert pace.visit("a", now=later) is None
    assert pace.visit("a", now=later) == MORNING + SPAN
    assert pace.visit("b", now=later) is None
    assert pace.visit("a", now=MORNING + SPAN) is None
    assert pace.visit("a", now=MORNING + SPAN) == later + SPAN


def test_a_clock_set_back_keeps_nobody_out() -> None:
    pace = Pace(1, SPAN)
    pace.visit("a", now=MORNING)

    assert pace.visit("a", now=MORNING - timedelta(hours=1)) is None


def test_a_crowd_is_forgotten_from_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KNOWN", 3)
    pace = Pace(1, SPAN)
    for who in "abcd":
        pace.visit(who, now=MORNING)

    assert pace.visit("d", now=MORNING) is not None
    assert pace.visit("a", now=MORNING) is None
