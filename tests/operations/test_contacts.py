"""Addresses of visitors: told what happens, found nowhere in plain words, and forgotten in time."""

import os
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.contacts import MOST_OF_ADDRESS, channel_of, plain_address, veiled
from app.domain.delivering import Channel
from app.domain.errors import BadAddress, ContactLimit, SlotUnavailable
from app.domain.events import Kind
from app.operations import calling
from app.operations.bookings import cancel_booking, move_booking
from app.operations.contacts import (
    leave_contact,
)
from app.operations.telling import MOST_MOVES_TOLD, booking_made, ticket_taken
from app.queries.bookings import Booking
from app.queries.contacts import Contact, contacts_of_ticket
from app.store.journal import since
from app.store.tables import booking, contact, delivery, journal
from app.vault import Vault
from tests.factories import LINKS, moment
from tests.hall import Hall
from tests.operations.test_bookings import change, come, open_to_bookings, reserve

VAULT = Vault(LINKS.secret, os.urandom)
SITI = "siti@example.org"


@pytest.fixture
def hall(hall: Hall) -> Hall:
    hall.mall = open_to_bookings(hall.mall)
    return hall


def leave(hall: Hall, said: str = SITI, *, booking: Booking | None = None, **more: Any) -> Contact:
    first = booking_made(booking) if booking else None
    day = booking.day if booking else date(2026, 11, 23)
    return hall.database.write(
        hall.site,
        lambda tx: leave_contact(
            tx,
            VAULT,
            channel=channel_of(said),
            said=said,
            language="id",
            day=day,
            actor="visitor",
            now=hall.now,
            booking=booking.id if booking else None,
            first=more.pop("first", first),
            **more,
        ),
    )


def leave_for_ticket(hall: Hall, ticket: Any, said: str = SITI) -> Contact:
    return leave(hall, said, ticket=ticket.id, first=ticket_taken(ticket))


def owed(hall: Hall) -> list[tuple[str, str]]:
    with hall.database.read() as connection:
        rows = connection.execute(select(delivery).order_by(delivery.c.id))
        return [(row.channel, row.subject) for row in rows]


def facts(hall: Hall, kind: Kind) -> list[Any]:
    with hall.database.read() as connection:
        return [event.data for event in since(connection, hall.site, 0) if event.kind is kind]


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        (" siti@Example.ORG ", "siti@example.org"),
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("62 812 3456 7890", "+6281234567890"),
        ("0062 (812) 34567890", "+6281234567890"),
        ("+65 9123 4567", "+6591234567"),
    ],
)
def test_an_address_is_written_in_one_way(said: str, plain: str) -> None:
    assert plain_address(channel_of(said), said) == plain


@pytest.mark.parametrize(
    "said",
    ["", "siti", "1234", "@", "a@b", "a b@example.org", "a@example.org\nBcc: b@example.org", "a@exa_mple.org",
     "+6281234567890123456", "0812x34567890", "a..b@example.org", "x" * 300 + "@example.org", "٠٨١٢٣٤٥٦٧٨٩٠"],
)  # fmt: skip
def test_what_is_no_address_is_refused(said: str) -> None:
    with pytest.raises(BadAddress):
        plain_address(channel_of(said), said)


def test_an_address_is_shown_to_nobody_whole() -> None:
    assert veiled(Channel.MAIL, SITI) == "s***@example.org"
    assert veiled(Channel.WEBHOOK, "+6281234567890") == "+62***890"


def test_the_database_holds_no_address_that_anybody_could_read(hall: Hall) -> None:
    leave(hall, booking=reserve(hall))
    leave(hall, "081234567890", booking=reserve(hall, "10:00"))
    with hall.database.read() as connection:
        for table in (contact, delivery, journal, booking):
            told = repr(connection.execute(select(table)).all())
            assert "siti" not in told
            assert "81234567890" not in told


def test_whoever_leaves_an_address_for_a_booking_is_told_of_it(hall: Hall) -> None:
    leave(hall, booking=reserve(hall))
    assert owed(hall) == [("mail", "booking_made")]
    assert facts(hall, Kind.CONTACT_LEFT)[0]["channel"] == "mail"


def test_the_same_address_again_changes_nothing(hall: Hall) -> None:
    booking = reserve(hall)
    first = leave(hall, booking=booking)
    assert leave(hall, " siti@EXAMPLE.org ", booking=booking).id == first.id
    assert len(owed(hall)) == 1


def test_a_booking_has_three_addresses_at_most(hall: Hall) -> None:
    booking = reserve(hall)
    for number in range(3):
        leave(hall, f"{number}@example.org", booking=booking)
    with pytest.raises(ContactLimit):
        leave(hall, "four@example.org", booking=booking)


def test_nobody_is_flooded_by_whoever_writes_their_address_everywhere(hall: Hall) -> None:
    for _ in range(MOST_OF_ADDRESS):
        leave_for_ticket(hall, hall.ticket())
    with pytest.raises(ContactLimit):
        leave_for_ticket(hall, hall.ticket())
    assert len(owed(hall)) == MOST_OF_ADDRESS


def test_a_move_is_told_each_time_even_there_and_back(hall: Hall) -> None:
    booking = reserve(hall)
    leave(hall, booking=booking)
    for hour in ("10:00", "09:00", "10:00"):
        hall.later(minutes=1)
        starts_at = moment(f"2026-11-24 {hour}")
        change(
            hall,
            booking,
            lambda tx, known, at=starts_at, **who: move_booking(tx, hall.mall, known, starts_at=at, **who),
        )
    assert owed(hall) == [("mail", "booking_made"), *[("mail", "booking_moved")] * 3]


def test_moving_to_and_fro_floods_nobody(hall: Hall) -> None:
    visit = reserve(hall)
    leave(hall, booking=visit)
    for turn in range(2 * MOST_MOVES_TOLD):
        hall.later(seconds=1)
        starts_at = moment("2026-11-24 10:00" if turn % 2 == 0 else "2026-11-24 09:00")
        change(
            hall,
            visit,
            lambda tx, known, at=starts_at, **who: move_booking(tx, hall.mall, known, starts_at=at, **who),
        )
    assert len(owed(hall)) == 1 + MOST_MOVES_TOLD


def test_a_cancelled_booking_is_told_once_whoever_cancels(hall: Hall) -> None:
    booking = reserve(hall)
    leave(hall, booking=booking)
    change(hall, booking, cancel_booking)
    change(hall, booking, cancel_booking)
    assert owed(hall)[1:] == [("mail", "booking_cancelled")]


def test_nobody_is_told_of_what_was_refused(hall: Hall) -> None:
    booking = reserve(hall)
    leave(hall, booking=booking)
    with pytest.raises(SlotUnavailable):
        change(
            hall,
            booking,
            lambda tx, known, **who: move_booking(
                tx, hall.mall, known, starts_at=moment("2026-11-24 03:00"), **who
            ),
        )
    assert len(owed(hall)) == 1


def test_a_booking_that_became_a_number_is_told_when_it_is_called(hall: Hall) -> None:
    booking = reserve(hall)
    leave(hall, booking=booking)
    hall.now = moment("2026-11-24 09:00")
    hall.open("1")
    ticket = come(hall, booking)
    hall.call("1")
    assert owed(hall)[1:] == [("mail", "called")]
    with hall.database.read() as connection:
        assert [known.booking for known in contacts_of_ticket(connection, ticket.id)] == [booking.id]


def test_every_call_is_told_and_nothing_else_of_a_counter(hall: Hall) -> None:
    hall.open("1")
    ticket = hall.ticket()
    leave_for_ticket(hall, ticket, "081234567890")
    hall.call("1")
    hall.clerk("1", calling.recall)
    hall.clerk("1", calling.serve)
    hall.finish("1")
    assert owed(hall) == [("webhook", "ticket_taken"), ("webhook", "called"), ("webhook", "called")]
