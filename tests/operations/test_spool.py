"""The spool: every paper printed once or marked, none lost, and a report that comes twice counts once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.printing import (
    LIFETIME_SECONDS,
    MAX_ATTEMPTS,
    MAX_DOUBTS,
    JobState,
    PrinterState,
    Verdict,
)
from app.domain.ticket import PrintState, Status
from app.operations.leasing import LEASE_SECONDS, Job
from app.operations.printing import note_printer
from tests.factories import BRANCH, MAIN
from tests.hall import Hall, row_counts


def leased(hall: Hall) -> Job:
    jobs = hall.lease()
    assert len(jobs) == 1
    return jobs[0]


def printer_says(hall: Hall, state: PrinterState, reason: str = "") -> None:
    hall.database.write(
        MAIN,
        lambda tx: note_printer(tx, "P1", state=state, reason=reason, actor="agent:1", now=hall.now),
    )


def test_a_paper_goes_to_the_agent_as_it_was_queued(hall: Hall) -> None:
    ticket = hall.issue().ticket
    job = leased(hall)

    assert (job.site, job.printer, job.attempt, job.mark) == (MAIN, "P1", 1, "")
    assert job.slip["number"] == ticket.number
    assert job.expires_at == hall.now + timedelta(seconds=LIFETIME_SECONDS)
    assert hall.look(ticket).print_state is PrintState.PRINTING


def test_a_printer_gets_one_paper_at_a_time_in_the_order_of_issue(hall: Hall) -> None:
    numbers = [hall.issue().ticket.number for _ in range(3)]
    printed = []
    for _ in numbers:
        job = leased(hall)
        printed.append(job.slip["number"])
        hall.report(job, Verdict.PRINTED)

    assert printed == numbers
    assert hall.lease() == ()


@pytest.mark.parametrize("verdict", Verdict)
def test_the_word_on_a_paper_that_had_this_number_before_is_not_taken_for_this_one(
    hall: Hall, verdict: Verdict
) -> None:
    """Its agent kept it while the database was restored, or worked for another server."""
    ticket = hall.issue().ticket
    job = leased(hall)
    hall.report(replace(job, paper="of another ticket"), verdict)

    assert hall.look(ticket).print_state is PrintState.PRINTING
    assert hall.lease() == (job,)
    hall.report(replace(job, paper=""), Verdict.PRINTED)  # an older agent names none
    assert hall.look(ticket).print_state is PrintState.PRINTED


def test_papers_of_other_tickets_have_other_names_and_a_marked_one_keeps_its_own(hall: Hall) -> None:
    for _ in range(2):
        hall.issue()
    first = leased(hall)
    hall.report(first, Verdict.UNKNOWN)
    hall.later(seconds=5)
    again = leased(hall)
    assert again.mark
    assert again.paper == first.paper
    hall.report(again, Verdict.PRINTED)
    assert leased(hall).paper != first.paper


def test_a_lease_whose_answer_was_lost_is_the_same_attempt_again(hall: Hall) -> None:
    hall.issue()
    hall.issue()
    first = leased(hall)
    again = leased(hall)

    assert (again.id, again.attempt, again.mark) == (first.id, first.attempt, "")


def test_an_agent_gets_papers_of_its_printers_and_its_site_only(hall: Hall) -> None:
    hall.issue()
    branch = Hall(hall.database, site=BRANCH)

    assert hall.lease("P2") == ()
    assert branch.lease("P1") == ()
    assert len(hall.lease("P2", "P1")) == 1


def test_a_printed_paper_is_told_once(hall: Hall) -> None:
    ticket = hall.issue().ticket
    hall.report(leased(hall), Verdict.PRINTED)

    assert hall.look(ticket).print_state is PrintState.PRINTED
    assert hall.paper(ticket).state == JobState.PRINTED
    assert hall.facts() == ["ticket_issued A-001", "ticket_printed A-001"]


def test_a_printer_that_cannot_confirm_is_told_honestly(hall: Hall) -> None:
    ticket = hall.issue().ticket
    hall.report(leased(hall), Verdict.SENT)

    assert hall.look(ticket).print_state is PrintState.SENT


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_report_that_comes_twice_counts_once(hall: Hall, verdict: Verdict) -> None:
    ticket = hall.issue().ticket
    job = leased(hall)
    hall.report(job, verdict, "offline" if verdict is Verdict.NOT_PRINTED else "")
    once, before = hall.paper(ticket), row_counts(hall.database)
    hall.later(seconds=1)
    hall.report(job, verdict, "offline" if verdict is Verdict.NOT_PRINTED else "")

    assert hall.paper(ticket) == once
    assert row_counts(hall.database) == before


def test_a_printer_without_paper_costs_no_attempt_and_leaves_no_mark(hall: Hall) -> None:
    ticket = hall.issue().ticket
    for _ in range(MAX_ATTEMPTS + 2):
        hall.report(leased(hall), Verdict.NOT_PRINTED, PrinterState.PAPER_OUT)
        assert hall.lease() == ()
        hall.later(seconds=2)

    job = leased(hall)
    assert job.mark == ""
    assert hall.paper(ticket).failures == 0


def test_a_printer_that_stays_without_paper_is_told_once(hall: Hall) -> None:
    hall.issue()
    for reason in (PrinterState.PAPER_OUT, PrinterState.PAPER_OUT, PrinterState.COVER_OPEN):
        hall.report(leased(hall), Verdict.NOT_PRINTED, reason)
        hall.later(seconds=10)
    hall.report(leased(hall), Verdict.PRINTED)

    assert hall.facts()[1:] == ["print_failed A-001", "print_failed A-001", "ticket_printed A-001"]


def test_a_paper_in_doubt_is_marked_from_then_on(hall: Hall) -> None:
    ticket = hall.issue().ticket
    hall.report(leased(hall), Verdict.UNKNOWN)
    hall.later(seconds=1)
    second = leased(hall)
    assert (second.attempt, second.mark, second.slip["attempt_mark"]) == (2, "CETAK ULANG 1", "CETAK ULANG 1")

    hall.report(second, Verdict.NOT_PRINTED, PrinterState.UNREACHABLE)
    hall.later(seconds=5)
    third = leased(hall)
    assert (third.attempt, third.mark) == (3, "CETAK ULANG 1")

    hall.report(third, Verdict.CANCELLED)
    hall.later(seconds=5)
    assert leased(hall).mark == "CETAK ULANG 2"
    assert hall.look(ticket).print_state is PrintState.PRINTING


def test_after_a_failure_the_printer_rests(hall: Hall) -> None:
    hall.issue()
    hall.report(leased(hall), Verdict.NOT_PRINTED, PrinterState.UNREACHABLE)

    assert hall.lease() == ()
    hall.later(seconds=0.5)
    assert leased(hall).attempt == 2


def test_too_many_doubtful_papers_wait_for_a_person(hall: Hall) -> None:
    ticket = hall.issue().ticket
    for _ in range(MAX_DOUBTS):
        hall.report(leased(hall), Verdict.UNKNOWN)
        hall.later(seconds=5)

    assert hall.lease() == ()
    assert hall.paper(ticket).state == JobState.NEEDS_STAFF
    assert hall.look(ticket).print_state is PrintState.FAILED


def test_a_job_that_waits_for_a_person_does_not_hold_up_the_next(hall: Hall) -> None:
    hall.issue()
    after = hall.issue().ticket
    for _ in range(MAX_DOUBTS):
        hall.report(leased(hall), Verdict.UNKNOWN)
        hall.later(seconds=5)

    assert leased(hall).slip["number"] == after.number


def test_an_agent_that_fell_silent_leaves_its_paper_in_doubt(hall: Hall) -> None:
    ticket = hall.issue().ticket
    leased(hall)
    hall.later(seconds=LEASE_SECONDS - 1)
    assert hall.tidy() == 0
    hall.later(seconds=1)
    hall.tidy()

    paper = hall.paper(ticket)
    assert (paper.marked, paper.doubts, paper.reason) == (True, 1, "agent_lost")
    assert hall.look(ticket).print_state is PrintState.FAILED
    assert hall.lease() == ()  # by then nobody stands before the slot


def test_a_paper_whose_agent_never_heard_of_it_is_not_printed_for_nobody(hall: Hall) -> None:
    """Its lease is still running when the agent is back, but the visitor has gone."""
    ticket = hall.issue().ticket
    for _ in range(2):
        hall.later(seconds=LIFETIME_SECONDS / 2 - 1)
        leased(hall)
    hall.later(seconds=2)
    assert hall.lease() == ()
    after = hall.issue().ticket
    assert leased(hall).slip["number"] == after.number

    hall.later(seconds=LEASE_SECONDS)
    hall.tidy()
    assert (hall.paper(ticket).state, hall.paper(ticket).doubts) == (JobState.EXPIRED, 1)
    assert hall.look(ticket).status is Status.WAITING  # there may be paper: the number stays good


def test_nobody_waits_longer_for_a_paper_than_its_life(hall: Hall) -> None:
    ticket = hall.issue().ticket
    hall.later(seconds=LIFETIME_SECONDS - 1)
    hall.tidy()
    assert hall.paper(ticket).state == JobState.QUEUED
    hall.later(seconds=1)
    hall.tidy()

    assert hall.paper(ticket).state == JobState.EXPIRED
    assert hall.look(ticket).print_state is PrintState.FAILED
    assert hall.lease() == ()
    assert hall.facts()[1] == "print_failed A-001"


def test_a_printers_state_is_a_fact_only_when_it_changes(hall: Hall) -> None:
    for state in (PrinterState.READY, PrinterState.READY, PrinterState.COVER_OPEN, PrinterState.READY):
        hall.later(seconds=2)
        printer_says(hall, state)

    assert hall.facts() == ["printer_changed"] * 3


def test_a_clock_that_is_set_back_holds_up_no_paper(hall: Hall) -> None:
    hall.later(hours=2)
    hall.issue()
    hall.report(leased(hall), Verdict.NOT_PRINTED, PrinterState.PAPER_OUT)
    hall.now -= timedelta(hours=1)

    assert leased(hall).attempt == 2


def test_a_lease_from_before_the_clock_was_set_back_does_not_last_longer(hall: Hall) -> None:
    hall.later(hours=2)
    hall.issue()
    first = leased(hall)
    hall.now -= timedelta(hours=1)
    hall.tidy()
    hall.later(seconds=1)

    (again,) = hall.lease(by=2)
    assert (again.id, again.attempt, again.mark) == (first.id, 2, "CETAK ULANG 1")


def test_what_was_queued_last_night_is_not_printed_in_the_morning(hall: Hall) -> None:
    hall.issue()
    hall.later(seconds=LIFETIME_SECONDS)
    assert hall.lease() == ()


def test_a_paper_leased_last_night_is_not_handed_out_again_in_the_morning(hall: Hall) -> None:
    hall.issue()
    leased(hall)
    hall.later(seconds=LEASE_SECONDS)
    assert hall.lease() == ()
