"""What a visitor holds and may do with a number: paper, a secret address, a place, and giving it up."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.errors import (
    UnknownToken,
    WrongState,
)
from app.domain.ticket import PrintState, Priority, Status
from app.operations import calling
from app.queries.tickets import ticket_by_token
from app.store.tables import print_job, ticket
from tests.factories import LINKS, MORNING, moment
from tests.hall import Hall, row_counts


def test_the_paper_is_queued_in_the_commit_of_the_ticket(hall: Hall) -> None:
    issued = hall.issue().ticket
    paper = hall.paper(issued)

    assert issued.print_state is PrintState.QUEUED
    assert (paper.printer, paper.kiosk, paper.state, paper.attempts) == ("P1", "K1", "queued", 0)
    assert paper.expires_at == MORNING + timedelta(seconds=90)
    assert paper.slip["number"] == "A-001"
    assert paper.slip["attempt_mark"] == ""
    assert paper.slip["url"] == LINKS.scanned(LINKS.token(issued.nonce))


@pytest.mark.parametrize("kiosk", ["K2", None])
def test_without_a_printer_there_is_a_number_and_no_paper(hall: Hall, kiosk: str | None) -> None:
    issued = hall.issue(kiosk=kiosk).ticket

    assert (issued.print_state, issued.printer) == (PrintState.NONE, None)
    assert hall.paper(issued) is None


def test_the_paper_speaks_the_visitors_language_and_names_what_to_bring(hall: Hall) -> None:
    indonesian = hall.paper(hall.issue("paspor").ticket).slip
    english = hall.paper(hall.issue("ktp", language="en").ticket).slip

    assert "Senin 23 November 2026 08.30 WIB" in indonesian["issued"]
    assert "KTP, KK" in indonesian["bring"]
    assert "Monday 23 November 2026 08:30 WIB" in english["issued"]
    assert english["service"] == "Identity card"
    assert english["bring"] == ""


def test_an_english_paper_says_in_indonesian_too_what_staff_are_asked_about(hall: Hall) -> None:
    indonesian = hall.paper(hall.issue("paspor").ticket).slip
    english = hall.paper(hall.issue("paspor", language="en").ticket).slip

    assert indonesian["number_label"] == ""
    assert english["number_label"] == "Your queue number / Nomor antrean Anda"
    assert (
        english["place"] == f"Waiting area: {indonesian['place'].partition(': ')[2]} / {indonesian['place']}"
    )
    assert english["scan"].endswith(f" / {indonesian['scan']}")


def test_a_priority_lane_is_named_on_the_paper_but_never_why(hall: Hall) -> None:
    slips = [
        hall.paper(hall.issue(kiosk="K1", priority=lane, service="ktp").ticket).slip for lane in Priority
    ]

    assert len({slip["priority"] for slip in slips}) == 1
    assert slips[0]["priority"]


def test_a_ticket_is_found_by_its_secret_address_which_is_stored_nowhere(hall: Hall) -> None:
    issued = hall.issue().ticket
    token = LINKS.token(issued.nonce)

    with hall.database.read() as connection:
        found = ticket_by_token(connection, token.lower(), mall=hall.mall, now=hall.now)
        stored = connection.execute(select(ticket)).one()
    assert found.id == issued.id
    assert token not in map(str, stored)


def test_the_address_of_a_ticket_dies_two_hours_after_its_day(hall: Hall) -> None:
    token = LINKS.token(hall.issue().ticket.nonce)

    def found(at: str) -> bool:
        with hall.database.read() as connection:
            ticket_by_token(connection, token, mall=hall.mall, now=moment(at))
        return True

    assert found("2026-11-24 01:59")
    with pytest.raises(UnknownToken):
        found("2026-11-24 02:00")


def test_the_issue_is_a_fact_without_secrets(hall: Hall) -> None:
    issued = hall.issue("paspor").ticket

    assert hall.facts() == ["ticket_issued P-001"]
    with hall.database.read() as connection:
        text = str(connection.exec_driver_sql("SELECT data FROM journal").scalar_one())
    assert "IMIGRASI" in text
    assert LINKS.token(issued.nonce) not in text


def test_the_position_counts_everybody_at_the_same_counters(hall: Hall) -> None:
    assert hall.issue("ktp").position.ahead == 0
    assert hall.issue("kk").position.ahead == 1
    assert hall.issue("paspor").position.ahead == 0
    third = hall.issue("ktp").position
    assert third.ahead == 2
    assert third.estimate is not None
    assert third.estimate.low < third.estimate.high


def test_a_priority_visitor_stands_behind_those_who_came_before_the_head_start(hall: Hall) -> None:
    for _ in range(3):
        hall.ticket()
    hall.later(minutes=18)
    elderly = hall.issue(priority=Priority.ELDERLY)

    assert elderly.position.ahead == 1
    assert elderly.ticket.sort_key == hall.now - timedelta(minutes=20)


def test_noting_the_number_twice_is_noting_it_once(hall: Hall) -> None:
    issued = hall.issue().ticket
    hall.confirm(issued)
    first = hall.look(issued).confirmed_at
    hall.later(minutes=1)
    hall.confirm(issued)

    assert hall.look(issued).confirmed_at == first == MORNING
    assert hall.facts() == ["ticket_issued A-001", "ticket_confirmed A-001"]


def test_giving_up_twice_is_giving_up_once(hall: Hall) -> None:
    issued = hall.issue(kiosk="K2").ticket
    hall.cancel(issued)
    hall.cancel(issued)

    assert hall.look(issued).status is Status.CANCELLED
    assert hall.look(issued).ended_at == MORNING
    assert hall.facts() == ["ticket_issued A-001", "ticket_cancelled A-001"]


def test_who_gives_up_before_the_paper_came_gets_none(hall: Hall) -> None:
    issued = hall.issue().ticket
    hall.cancel(issued)

    assert hall.paper(issued).state == "cancelled"
    assert hall.lease() == ()


def test_a_served_visitor_cannot_give_up(hall: Hall) -> None:
    issued = hall.issue().ticket
    hall.open("1")
    hall.call()
    hall.clerk("1", calling.serve)
    hall.finish()
    before = row_counts(hall.database)

    with pytest.raises(WrongState):
        hall.cancel(issued)
    assert row_counts(hall.database) == before


def test_a_ticket_and_its_paper_are_never_apart(hall: Hall) -> None:
    for _ in range(5):
        hall.issue()

    with hall.database.read() as connection:
        tickets = set(connection.execute(select(ticket.c.id)).scalars())
        papers = set(connection.execute(select(print_job.c.ticket)).scalars())
    assert tickets == papers
