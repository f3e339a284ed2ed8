"""Staff print a number once more: always marked, never lost, at most three times."""

from typing import Any

import pytest

from app.domain.errors import ReprintLimit, UnknownPrinter, UnknownTicket, WrongState
from app.domain.printing import (
    LIFETIME_SECONDS,
    MAX_REPRINTS,
    REPRINT_LIFETIME_SECONDS,
    TEST_NUMBER,
    PrinterState,
    Verdict,
)
from app.domain.ticket import PrintState, Status, Ticket
from app.operations.reprinting import print_test, reprint_ticket
from tests.factories import BRANCH, LINKS, MAIN
from tests.hall import WORDS, Hall


def reprint(hall: Hall, ticket: Ticket | int, *, printer: str | None = None, site: str = MAIN) -> None:
    ticket_id = ticket if isinstance(ticket, int) else ticket.id
    hall.database.write(
        site,
        lambda tx: reprint_ticket(
            tx,
            hall.mall,
            ticket_id,
            printer=printer,
            reason="hilang",
            actor="counter:1",
            now=hall.now,
            links=LINKS,
            words=WORDS,
        ),
    )


def comes_out(hall: Hall) -> str:
    """The mark of the next paper, which is printed."""
    job = hall.lease()[0]
    hall.report(job, Verdict.PRINTED)
    return job.mark


def test_every_further_paper_is_marked_with_its_number(hall: Hall) -> None:
    ticket = hall.issue().ticket
    marks = [comes_out(hall)]
    for _ in range(MAX_REPRINTS):
        reprint(hall, ticket)
        assert hall.look(ticket).print_state is PrintState.QUEUED
        marks.append(comes_out(hall))

    assert marks == ["", "CETAK ULANG 1", "CETAK ULANG 2", "CETAK ULANG 3"]
    assert hall.look(ticket).print_state is PrintState.PRINTED
    with pytest.raises(ReprintLimit):
        reprint(hall, ticket)


def test_a_reprint_is_marked_even_where_no_paper_ever_came(hall: Hall) -> None:
    ticket = hall.issue().ticket
    hall.confirm(ticket)
    hall.later(seconds=LIFETIME_SECONDS)
    hall.tidy()
    assert hall.look(ticket).print_state is PrintState.FAILED

    reprint(hall, ticket)
    assert comes_out(hall) == "CETAK ULANG 1"
    assert hall.look(ticket).print_state is PrintState.PRINTED


def test_only_papers_that_may_exist_count_towards_the_limit(hall: Hall) -> None:
    ticket = hall.issue().ticket
    for _ in range(MAX_REPRINTS + 1):
        reprint(hall, ticket)
        hall.report(hall.lease()[0], Verdict.NOT_PRINTED, PrinterState.PAPER_OUT)
    for number in range(1, MAX_REPRINTS + 1):
        reprint(hall, ticket)
        assert comes_out(hall) == f"CETAK ULANG {number}"

    with pytest.raises(ReprintLimit):
        reprint(hall, ticket)


def test_a_paper_in_doubt_counts(hall: Hall) -> None:
    ticket = hall.issue().ticket
    hall.report(hall.lease()[0], Verdict.UNKNOWN)
    hall.later(seconds=5)
    assert comes_out(hall) == "CETAK ULANG 1"
    reprint(hall, ticket)
    hall.report(hall.lease()[0], Verdict.UNKNOWN)
    hall.later(seconds=5)

    assert comes_out(hall) == "CETAK ULANG 3"


def test_a_paper_that_still_waits_gives_way_to_the_marked_one(hall: Hall) -> None:
    ticket = hall.issue().ticket
    reprint(hall, ticket)

    assert comes_out(hall) == "CETAK ULANG 1"
    assert hall.lease() == ()


def test_a_paper_that_is_being_printed_is_not_tried_again_beside_the_marked_one(hall: Hall) -> None:
    ticket = hall.issue().ticket
    first = hall.lease()[0]
    reprint(hall, ticket)
    hall.report(first, Verdict.NOT_PRINTED, PrinterState.PAPER_OUT)
    hall.later(seconds=2)
    assert hall.look(ticket).print_state is PrintState.QUEUED

    assert comes_out(hall) == "CETAK ULANG 1"
    hall.later(seconds=60)
    assert hall.lease() == ()


def test_paper_that_exists_stays_known_when_the_next_one_fails(hall: Hall) -> None:
    ticket = hall.issue().ticket
    comes_out(hall)
    reprint(hall, ticket)
    hall.later(seconds=REPRINT_LIFETIME_SECONDS)
    hall.tidy()

    assert hall.look(ticket).print_state is PrintState.PRINTED
    assert hall.look(ticket).status is Status.WAITING


def test_whoever_stood_before_staff_keeps_the_number(hall: Hall) -> None:
    ticket = hall.issue().ticket
    reprint(hall, ticket)
    hall.later(seconds=REPRINT_LIFETIME_SECONDS)
    hall.tidy()

    assert hall.look(ticket).print_state is PrintState.FAILED
    assert hall.look(ticket).status is Status.WAITING


def test_a_number_without_paper_is_printed_where_staff_say(hall: Hall) -> None:
    ticket = hall.issue(kiosk="K2").ticket
    with pytest.raises(UnknownPrinter):
        reprint(hall, ticket)
    reprint(hall, ticket, printer="P1")

    assert comes_out(hall) == "CETAK ULANG 1"
    assert hall.look(ticket).printer == "P1"


def test_what_is_not_there_is_not_printed(hall: Hall) -> None:
    ticket = hall.issue().ticket
    with pytest.raises(UnknownPrinter):
        reprint(hall, ticket, printer="P9")
    with pytest.raises(UnknownTicket):
        reprint(hall, 99)
    with pytest.raises(UnknownTicket):
        reprint(hall, ticket, site=BRANCH)
    hall.cancel(ticket)
    with pytest.raises(WrongState):
        reprint(hall, ticket)
    assert hall.lease() == ()


def test_the_journal_says_who_and_why(hall: Hall) -> None:
    reprint(hall, hall.issue().ticket)

    assert hall.facts()[-1] == "ticket_reprinted A-001"


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_test_of_a_printer_belongs_to_no_number(hall: Hall, verdict: Verdict) -> None:
    def ask(tx: Any) -> int:
        return print_test(tx, hall.mall, "P1", actor="admin:1", now=hall.now, words=WORDS)

    number = hall.database.write(MAIN, ask)
    job = hall.lease()[0]
    assert (job.id, job.slip["number"], job.mark) == (number, TEST_NUMBER, "")
    hall.report(job, verdict)
    hall.later(seconds=LIFETIME_SECONDS)
    hall.tidy()

    assert hall.lease() == ()
    assert hall.facts() == ["printer_tested"]
