"""What an agent reports of its papers: late, twice, or of a paper that nobody handed it."""

from dataclasses import replace

import pytest

from app.domain.printing import (
    LIFETIME_SECONDS,
    JobState,
    PrinterState,
    Verdict,
)
from app.domain.ticket import PrintState
from app.operations.leasing import Job
from printers.session import Timing
from tests.factories import BRANCH, MAIN
from tests.hall import Hall, row_counts
from tests.operations.test_spool import leased


def test_a_print_that_takes_its_time_is_not_taken_for_lost(hall: Hall) -> None:
    timing = Timing()
    longest = timing.connect + timing.status + timing.send + timing.hold + timing.patience + timing.clear
    ticket = hall.issue().ticket
    job = leased(hall)
    hall.later(seconds=longest)
    hall.tidy()
    hall.report(job, Verdict.PRINTED)

    paper = hall.paper(ticket)
    assert (paper.state, paper.marked, paper.doubts) == (JobState.PRINTED, False, 0)


@pytest.mark.parametrize("verdict", [Verdict.NOT_PRINTED, Verdict.UNKNOWN, Verdict.CANCELLED, Verdict.SENT])
def test_a_late_word_on_an_earlier_attempt_changes_nothing(hall: Hall, verdict: Verdict) -> None:
    ticket = hall.issue().ticket
    first = leased(hall)
    hall.report(first, Verdict.NOT_PRINTED, PrinterState.UNREACHABLE)
    hall.later(seconds=1)
    leased(hall)
    before = hall.paper(ticket)

    hall.report(first, verdict)
    assert hall.paper(ticket) == before


def test_paper_that_exists_is_believed_however_late(hall: Hall) -> None:
    ticket = hall.issue().ticket
    job = leased(hall)
    hall.report(job, Verdict.UNKNOWN)
    hall.later(seconds=LIFETIME_SECONDS)
    hall.tidy()
    assert hall.look(ticket).print_state is PrintState.FAILED

    hall.report(job, Verdict.PRINTED)
    assert hall.look(ticket).print_state is PrintState.PRINTED
    assert hall.facts()[-1] == "ticket_printed A-001"


def test_a_report_of_a_job_nobody_knows_changes_nothing(hall: Hall) -> None:
    hall.issue()
    job = leased(hall)
    before = row_counts(hall.database)
    hall.report(Job(999, MAIN, "P1", 1, "", {}, job.expires_at), Verdict.PRINTED)
    Hall(hall.database, site=BRANCH).report(job, Verdict.PRINTED)

    assert row_counts(hall.database) == before


@pytest.mark.parametrize("attempt", [0, 2])
def test_a_report_of_an_attempt_that_never_was_changes_nothing(hall: Hall, attempt: int) -> None:
    ticket = hall.issue().ticket
    job = leased(hall)
    hall.report(replace(job, attempt=attempt), Verdict.PRINTED)

    assert hall.paper(ticket).state == JobState.LEASED


def test_a_report_of_a_paper_that_nobody_was_handed_changes_nothing(hall: Hall) -> None:
    ticket = hall.issue().ticket
    never = Job(hall.paper(ticket).id, MAIN, "P1", 1, "", {}, hall.now)
    hall.report(never, Verdict.PRINTED, serves=("P1",))

    assert hall.look(ticket).print_state is PrintState.QUEUED


@pytest.mark.parametrize(
    ("by", "serves", "state"),
    [
        (2, (), JobState.LEASED),
        (2, ("P2",), JobState.LEASED),
        (2, ("P1", "P2"), JobState.PRINTED),
        (1, ("P2",), JobState.PRINTED),
    ],
)
def test_only_an_agent_that_can_know_is_believed(
    hall: Hall, by: int, serves: tuple[str, ...], state: JobState
) -> None:
    ticket = hall.issue().ticket
    hall.report(leased(hall), Verdict.PRINTED, by=by, serves=serves)

    assert hall.paper(ticket).state == state
