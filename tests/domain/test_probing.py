"""A probe that nobody answers is given up: sooner where nobody took it up."""

from datetime import timedelta

import pytest

from app.domain.probing import ProbeEnd, overdue
from tests.factories import MORNING


@pytest.mark.parametrize(
    ("started", "seconds", "end"),
    [
        (None, 29.9, None),
        (None, 30.0, ProbeEnd.UNTAKEN),
        (29.0, 30.0, None),
        (29.0, 88.9, None),
        (29.0, 89.0, ProbeEnd.LOST),
        (None, -59.0, None),
        (None, -61.0, ProbeEnd.UNTAKEN),  # it was asked for before the clock was set back
        (0.0, -61.0, ProbeEnd.LOST),
    ],
)
def test_it_is_given_up_when_nobody_can_be_expected_to_answer(
    started: float | None, seconds: float, end: ProbeEnd | None
) -> None:
    started_at = None if started is None else MORNING + timedelta(seconds=started)

    assert overdue(MORNING, started_at, now=MORNING + timedelta(seconds=seconds)) is end
