"""What time ends: days, numbers that reached nobody, counters left open."""

from dataclasses import replace

import pytest

from app.domain.mall import ALWAYS
from app.domain.printing import (
    LIFETIME_SECONDS,
    MAX_ATTEMPTS,
    MAX_DOUBTS,
    JobState,
    PrinterState,
    Verdict,
    pause,
)
from app.domain.rerouting import STUCK_SECONDS
from app.domain.ticket import Status
from app.operations import calling
from app.operations.housekeeping import MOST_AT_ONCE
from app.queries.alarms import seen_printers
from tests.factories import MAIN, moment
from tests.hall import Hall, row_counts


def tidy_up(hall: Hall) -> None:
    while hall.tidy():
        pass


def test_in_a_quiet_hall_nothing_changes(hall: Hall) -> None:
    hall.issue(kiosk="K2")
    before = row_counts(hall.database)

    assert hall.tidy() == 0
    assert row_counts(hall.database) == before


def test_whatever_is_open_expires_with_its_day(hall: Hall) -> None:
    tickets = [hall.ticket() for _ in range(6)]
    hall.open("1", "2")
    hall.call("1")
    hall.clerk("1", calling.serve)
    hall.finish("1")
    hall.call("1")
    hall.clerk("1", calling.serve)
    hall.call("2")
    hall.miss("2")
    hall.call("2")
    hall.clerk("2", calling.hold, reason="")
    hall.call("2")
    hall.now = moment("2026-11-24 00:00")
    tidy_up(hall)

    states = [hall.look(ticket).status for ticket in tickets]
    assert states == [Status.SERVED, *[Status.EXPIRED] * 5]
    assert all(hall.look(ticket).ended_at for ticket in tickets)


def test_the_evening_before_nothing_has_ended(hall: Hall) -> None:
    ticket = hall.issue(kiosk="K2").ticket
    hall.now = moment("2026-11-23 23:59")
    tidy_up(hall)

    assert hall.look(ticket).status is Status.WAITING


def test_in_the_morning_the_counters_are_free_and_closed(hall: Hall) -> None:
    hall.ticket()
    hall.open("1")
    hall.call()
    hall.now = moment("2026-11-24 07:45")
    tidy_up(hall)
    hall.now = moment("2026-11-24 08:05")
    today = hall.issue().ticket
    hall.open("1")

    assert hall.call().id == today.id


def test_a_crowd_that_was_left_over_is_ended_round_by_round(hall: Hall) -> None:
    hall.mall = replace(hall.mall, hours=ALWAYS, breaks=(), holidays=())
    for _ in range(MOST_AT_ONCE + 5):
        hall.issue(kiosk="K2")
    hall.now = moment("2026-11-24 00:00")

    assert [hall.tidy(), hall.tidy(), hall.tidy()] == [MOST_AT_ONCE, 5, 0]


def test_a_number_that_got_neither_paper_nor_a_nod_is_voided(hall: Hall) -> None:
    ghost = hall.issue().ticket
    hall.later(seconds=LIFETIME_SECONDS)
    tidy_up(hall)

    assert hall.look(ghost).status is Status.VOIDED
    assert hall.facts()[-1] == "ticket_voided A-001"
    hall.open("1")
    with pytest.raises(calling.NobodyWaiting):
        hall.call()


def test_a_number_that_the_visitor_noted_stays(hall: Hall) -> None:
    noted = hall.issue().ticket
    hall.confirm(noted)
    hall.later(seconds=LIFETIME_SECONDS)
    tidy_up(hall)

    assert hall.look(noted).status is Status.WAITING


def test_a_number_whose_paper_came_stays(hall: Hall) -> None:
    printed = hall.issue().ticket
    hall.report(hall.lease()[0], Verdict.PRINTED)
    hall.later(hours=1)
    tidy_up(hall)

    assert hall.look(printed).status is Status.WAITING


def test_a_number_whose_paper_may_have_come_stays(hall: Hall) -> None:
    doubtful = hall.issue().ticket
    for _ in range(MAX_DOUBTS):
        hall.report(hall.lease()[0], Verdict.UNKNOWN)
        hall.later(seconds=5)
    hall.later(hours=1)
    tidy_up(hall)

    assert hall.look(doubtful).status is Status.WAITING


def test_a_number_in_the_hands_of_staff_stays(hall: Hall) -> None:
    given_up = hall.issue().ticket
    for attempt in range(1, MAX_ATTEMPTS + 1):
        hall.report(hall.lease()[0], Verdict.NOT_PRINTED, PrinterState.ERROR)
        hall.later(seconds=pause(attempt))
    assert hall.paper(given_up).state == JobState.NEEDS_STAFF
    hall.later(hours=1)
    tidy_up(hall)

    assert hall.look(given_up).status is Status.WAITING
    assert awaited(hall) == {"P1": ["A-001"]}


def test_a_number_whose_visitor_was_sent_to_another_printer_stays(hall: Hall) -> None:
    site = hall.mall.site[MAIN]
    (own,) = site.printers
    printers = (replace(own, fallback="P2"), replace(own, code="P2"))
    hall.mall = replace(hall.mall, sites=(replace(site, printers=printers),))
    moved = hall.issue().ticket
    hall.report(hall.lease()[0], Verdict.NOT_PRINTED, PrinterState.PAPER_OUT)
    for code, state in (("P1", PrinterState.PAPER_OUT), ("P2", PrinterState.READY)):
        hall.hears(code, state)
    hall.later(seconds=STUCK_SECONDS)
    assert hall.move_papers() == 1
    hall.later(hours=1)
    tidy_up(hall)

    assert hall.look(moved).status is Status.WAITING
    assert awaited(hall) == {"P2": ["A-001"]}


def awaited(hall: Hall) -> dict[str, list[str]]:
    """The numbers of which staff are told, by printer."""
    site = hall.mall.site[MAIN]
    with hall.database.read() as connection:
        seen = seen_printers(connection, site, day=hall.now.date(), now=hall.now)
    return {code: list(printer.failed) for code, printer in seen.items() if printer.failed}


def test_a_number_without_any_printer_stays(hall: Hall) -> None:
    spoken = hall.issue(kiosk=None, origin="counter:1").ticket
    hall.later(hours=1)
    tidy_up(hall)

    assert hall.look(spoken).status is Status.WAITING


def test_who_was_called_in_time_is_not_voided(hall: Hall) -> None:
    called = hall.issue().ticket
    hall.open("1")
    hall.call()
    hall.later(seconds=LIFETIME_SECONDS)
    tidy_up(hall)

    assert hall.look(called).status is Status.CALLED


def test_a_voided_number_is_not_given_again_and_frees_the_quota(hall: Hall) -> None:
    for _ in range(3):
        hall.issue("paspor")
    hall.later(seconds=LIFETIME_SECONDS)
    tidy_up(hall)

    assert hall.issue("paspor").ticket.number == "P-004"


def test_tidying_twice_is_tidying_once(hall: Hall) -> None:
    hall.issue()
    hall.now = moment("2026-11-24 00:00")
    tidy_up(hall)
    before = row_counts(hall.database)
    tidy_up(hall)

    assert row_counts(hall.database) == before
