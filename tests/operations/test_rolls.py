"""Papers are counted where they come out, and a change of roll starts anew, seen or told."""

import pytest

from app.domain.printing import PrinterState, Verdict
from app.domain.roll import Roll
from app.operations.leasing import LEASE_SECONDS
from app.queries.rolls import rolls
from tests.factories import MAIN
from tests.hall import Hall

PAPERS = {
    Verdict.PRINTED: 1,
    Verdict.SENT: 1,
    Verdict.UNKNOWN: 1,
    Verdict.CANCELLED: 1,
    Verdict.NOT_PRINTED: 0,
}


def roll(hall: Hall) -> Roll:
    with hall.database.read() as connection:
        return rolls(connection, MAIN).get("P1", Roll())


@pytest.mark.parametrize("verdict", Verdict)
def test_what_may_be_on_paper_is_counted(hall: Hall, verdict: Verdict) -> None:
    hall.issue()
    hall.report(hall.lease()[0], verdict, PrinterState.PAPER_OUT)

    assert roll(hall).papers == PAPERS[verdict]


def test_a_second_word_on_the_same_paper_counts_nothing(hall: Hall) -> None:
    hall.issue()
    job = hall.lease()[0]
    for verdict in (Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.PRINTED):
        hall.report(job, verdict)

    assert roll(hall).papers == 1


def test_a_paper_of_an_agent_that_fell_silent_counts(hall: Hall) -> None:
    hall.issue()
    hall.lease()
    hall.later(seconds=LEASE_SECONDS)
    hall.tidy()

    assert roll(hall).papers == 1


def test_a_sensor_that_wavers_while_a_paper_comes_out_changes_nothing(hall: Hall) -> None:
    hall.hears("P1", PrinterState.NEAR_END)
    hall.issue()
    job = hall.lease()[0]
    hall.later(seconds=1)
    hall.hears("P1", PrinterState.READY)
    hall.report(job, Verdict.PRINTED)

    assert roll(hall).papers == 1
    assert roll(hall).low_from == 0
    assert "roll_changed" not in hall.facts()


def test_a_change_of_roll_is_a_fact(hall: Hall) -> None:
    hall.issue()
    hall.report(hall.lease()[0], Verdict.PRINTED)
    for state in (
        PrinterState.NEAR_END,
        PrinterState.COVER_OPEN,
        PrinterState.COVER_OPEN,
        PrinterState.READY,
    ):
        hall.later(seconds=2)
        hall.hears("P1", state)
    assert roll(hall) == Roll(since=hall.now)
    hall.hears("P1", PrinterState.READY)

    assert hall.facts().count("roll_changed") == 1
