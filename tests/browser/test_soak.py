"""Two minutes of a busy hall in a moment: nothing is lost, and the page keeps nothing of it.

Takes ten seconds or more, so TEST_SOAK=1 in the environment asks for it.
"""

import os
from pathlib import Path

import pytest

from tests.bench.hasty_day import Plan
from tests.bench.hasty_screen import Weight
from tests.bench.soaking import lags, opened, soaked
from tests.faults.hall_history import wrongs
from tests.services import chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("TEST_SOAK" not in os.environ, reason="TEST_SOAK asks for it"),
]


def test_a_display_loses_no_call_and_keeps_no_part_of_the_page(tmp_path: Path) -> None:
    weights: list[Weight] = []
    plan = Plan(2 / 60, calls_a_minute=12, outages=0, seed=20, engine="eventlet", recorded=False, lull=75.0)
    with opened(chromium.provide_locked()) as browser:
        day, calls = soaked(browser, tmp_path, plan, weights.append)
    assert wrongs(calls, day.screen.witness(), day.screen.clips) == []
    assert day.screen.troubles == []
    assert set(lags(calls, day.screen)) == {call.id for call in calls}
    first, last = weights[0], weights[-1]
    assert (last.Documents, last.JSEventListeners) == (first.Documents, first.JSEventListeners)
    assert last.Nodes <= first.Nodes + 50  # a row more for each call that is still shown
