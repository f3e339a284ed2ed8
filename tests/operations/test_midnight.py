"""Numbers and bookings from afar when one day becomes the next, in every zone of the country."""

import os
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from app.domain.booking import BookingState, kept_until
from app.domain.errors import BookingOver, RemoteFull, WrongState
from app.domain.mall import Mall, Span
from app.domain.mall_week import ALWAYS, Hours
from app.domain.ticket import Status
from app.operations.bookings import BookingWish, book, cancel_booking
from app.queries.bookings import Booking
from tests.factories import LINKS, moment, with_service
from tests.hall import Hall
from tests.operations import test_remote as phones
from tests.operations.test_bookings import change, come, look, open_to_bookings, reserve

TONIGHT, TOMORROW = "2026-11-23 {}", "2026-11-24 {}"
LATE = Hours(days=(Span(18 * 60, 24 * 60),) * 7)


def never_closed(mall: Mall, hours: Hours = ALWAYS) -> Mall:
    mall = replace(mall, hours=hours, rules=replace(mall.rules, cutoff_minutes=0, booking_days=7))
    return phones.open_to_phones(open_to_bookings(mall))


@pytest.mark.parametrize("hours", [ALWAYS, LATE])
def test_the_last_slot_of_a_day_is_kept_until_its_numbers_end(hall: Hall, hours: Hours) -> None:
    hall.mall = never_closed(hall.mall, hours)
    booking = reserve(hall, "23:30", day=TONIGHT)
    assert kept_until(hall.mall, booking.ends_at) == moment(TOMORROW.format("00:00"))
    hall.now = moment(TOMORROW.format("00:00"))
    with pytest.raises(BookingOver):
        come(hall, booking)
    hall.tidy()
    assert look(hall, booking).state is BookingState.RELEASED


def test_the_first_slot_of_a_day_is_no_minute_earlier_than_its_day(hall: Hall) -> None:
    hall.mall = never_closed(hall.mall)
    hall.issue()
    booking = reserve(hall, "00:00")
    hall.now = moment(TONIGHT.format("23:59"))
    with pytest.raises(BookingOver):
        come(hall, booking)
    hall.now = moment(TOMORROW.format("00:00"))
    ticket = come(hall, booking)
    assert (ticket.number, ticket.day) == ("A-001", date(2026, 11, 24))


def test_a_number_from_afar_is_kept_no_longer_than_its_day(hall: Hall) -> None:
    hall.mall = never_closed(hall.mall)
    hall.now = moment(TONIGHT.format("23:50"))
    expected = phones.take(hall)
    assert expected.arrives_by == moment(TOMORROW.format("00:00"))
    hall.now = moment(TOMORROW.format("00:00"))
    with pytest.raises(WrongState):  # nobody would ever call it
        phones.arrive(hall, expected)
    hall.tidy()
    assert hall.look(expected).status is Status.EXPIRED


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_a_booked_morning_is_of_its_own_day_in_every_zone(hall: Hall, zone: str) -> None:
    """In the east it is still yesterday in UTC when the doors open."""
    hall.mall = replace(open_to_bookings(with_service(hall.mall, "ktp", quota=2)), timezone=zone)
    opens = moment(TOMORROW.format("08:00"), zone=zone)
    given_up = book_at(hall, opens)
    with pytest.raises(RemoteFull):
        book_at(hall, opens)
    change(hall, given_up, cancel_booking)
    booking = book_at(hall, opens)
    assert booking.day == date(2026, 11, 24)
    hall.now = opens - timedelta(minutes=10)
    assert come(hall, booking).day == booking.day


def book_at(hall: Hall, starts_at: datetime) -> Booking:
    wish = BookingWish("ktp", starts_at, None, "id", "phone")
    return hall.database.write(
        hall.site,
        lambda tx: book(tx, hall.mall, wish, phone=None, now=hall.now, links=LINKS, random=os.urandom),
    )
