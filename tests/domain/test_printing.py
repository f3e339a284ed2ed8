"""What follows from a verdict: nobody is left without paper, nobody gets two unmarked ones."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.printing import (
    BLOCKS,
    MAX_ATTEMPTS,
    MAX_DOUBTS,
    PAPER,
    JobState,
    PrinterState,
    Verdict,
    after,
    costs_attempt,
    in_doubt,
    pause,
    reprint_mark,
    shown_of,
)
from app.domain.ticket import PrintState

LEASED = JobState.LEASED


@pytest.mark.parametrize("state", sorted(set(JobState) - PAPER - {JobState.QUEUED}))
def test_paper_that_exists_settles_a_job_even_one_given_up(state: JobState) -> None:
    assert after(state, Verdict.PRINTED, 3).state is JobState.PRINTED


def test_a_printer_that_cannot_confirm_ends_the_job_honestly() -> None:
    assert after(LEASED, Verdict.SENT, 1).state is JobState.SENT


@pytest.mark.parametrize("reason", sorted(BLOCKS))
def test_a_blocked_printer_costs_no_attempt_and_is_asked_again_soon(reason: str) -> None:
    assert not costs_attempt(Verdict.NOT_PRINTED, reason)
    assert after(LEASED, Verdict.NOT_PRINTED, MAX_ATTEMPTS + 5, reason=reason) == (
        JobState.QUEUED,
        False,
        2.0,
    )


def test_an_unreachable_printer_is_tried_again_unmarked_and_later() -> None:
    follows = after(LEASED, Verdict.NOT_PRINTED, 3, reason=PrinterState.UNREACHABLE)

    assert follows == (JobState.QUEUED, False, 2.0)


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, Verdict.CANCELLED])
def test_after_a_doubt_every_paper_is_marked(verdict: Verdict) -> None:
    assert in_doubt(verdict)
    assert after(LEASED, verdict, 1) == (JobState.QUEUED, True, 0.5)


def test_too_many_doubtful_papers_are_left_to_a_person() -> None:
    assert after(LEASED, Verdict.UNKNOWN, MAX_DOUBTS).state is JobState.NEEDS_STAFF
    assert after(LEASED, Verdict.UNKNOWN, 5, doubts=MAX_DOUBTS - 1).state is JobState.QUEUED


def test_too_many_attempts_are_left_to_a_person() -> None:
    assert after(LEASED, Verdict.NOT_PRINTED, MAX_ATTEMPTS).state is JobState.NEEDS_STAFF


def test_a_withdrawn_job_stays_withdrawn() -> None:
    for verdict in set(Verdict) - {Verdict.PRINTED, Verdict.SENT}:
        assert after(JobState.CANCELLED, verdict, 1).state is JobState.CANCELLED


def test_paper_once_printed_stays_printed() -> None:
    for state, verdict in itertools.product(PAPER, Verdict):
        assert after(state, verdict, 1).state is state


def test_a_ticket_shows_what_is_on_its_way_then_what_came_then_what_failed() -> None:
    def shown(*states: str) -> PrintState:
        return shown_of(states)

    assert shown(JobState.PRINTED, JobState.QUEUED) is PrintState.QUEUED
    assert shown(JobState.NEEDS_STAFF, JobState.LEASED) is PrintState.PRINTING
    assert shown(JobState.EXPIRED, JobState.SENT) is PrintState.SENT
    assert shown(JobState.EXPIRED, JobState.CANCELLED) is PrintState.FAILED
    assert shown(JobState.CANCELLED, "of another version") is PrintState.NONE


@given(attempts=st.integers(0, 10_000))
def test_pauses_stay_between_half_a_second_and_half_a_minute(attempts: int) -> None:
    assert 0.5 <= pause(attempts) <= 30.0
    assert pause(attempts) <= pause(attempts + 1)


def test_the_first_paper_has_no_mark() -> None:
    assert [reprint_mark(before) for before in range(3)] == ["", "CETAK ULANG 1", "CETAK ULANG 2"]
