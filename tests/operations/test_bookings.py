"""Bookings on both databases: never one too many, and a fair place for whoever comes."""

import os
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.domain.booking import BookingState
from app.domain.errors import (
    BookingOver,
    BookingsClosed,
    PhoneLimit,
    QuotaFull,
    Refused,
    RemoteFull,
    SlotFull,
    SlotUnavailable,
)
from app.domain.mall import Mall
from app.domain.ticket import Status, Ticket
from app.operations.bookings import BookingWish, arrive, book, cancel_booking, move_booking
from app.queries.bookings import Booking, booking_by_id
from app.store.database import Database
from tests.factories import LINKS, MORNING, a_mall, moment, with_service
from tests.hall import WORDS, Hall, row_counts
from tests.operations.test_remote import open_to_phones, take

TOMORROW = "2026-11-24 {}"
PHONE = b"p" * 32


def open_to_bookings(mall: Mall, **rules: Any) -> Mall:
    return replace(mall, rules=replace(mall.rules, bookings=True, **rules))


@pytest.fixture
def hall(hall: Hall) -> Hall:
    hall.mall = open_to_bookings(hall.mall)
    return hall


def reserve(
    hall: Hall, time: str = "09:00", *, service: str = "ktp", phone: bytes | None = None, day: str = TOMORROW
) -> Booking:
    wish = BookingWish(service, moment(day.format(time)), None, "id", "phone")
    return hall.database.write(
        hall.site,
        lambda tx: book(tx, hall.mall, wish, phone=phone, now=hall.now, links=LINKS, random=os.urandom),
    )


def look(hall: Hall, booking: Booking) -> Booking:
    with hall.database.read() as connection:
        return booking_by_id(connection, booking.id)


def change(hall: Hall, booking: Booking, deed: Any, **more: Any) -> Any:
    return hall.database.write(
        hall.site, lambda tx: deed(tx, look(hall, booking), actor="visitor", now=hall.now, **more)
    )


def move(hall: Hall, booking: Booking, starts_at: datetime) -> Booking:
    moved: Booking = hall.database.write(
        hall.site,
        lambda tx: move_booking(
            tx, hall.mall, look(hall, booking), starts_at=starts_at, actor="visitor", now=hall.now
        ),
    )
    return moved


def come(hall: Hall, booking: Booking, *, kiosk: str | None = None) -> Ticket:
    known = look(hall, booking)
    return hall.database.write(
        hall.site,
        lambda tx: arrive(
            tx,
            hall.mall,
            known,
            actor="visitor",
            now=hall.now,
            links=LINKS,
            words=WORDS,
            random=os.urandom,
            kiosk=kiosk,
        ),
    )


def test_a_slot_is_booked_until_it_is_full(hall: Hall) -> None:
    assert [reserve(hall).state for _ in range(3)] == [BookingState.BOOKED] * 3
    with pytest.raises(SlotFull):
        reserve(hall)
    reserve(hall, "09:30")


def test_services_of_the_same_counters_share_their_slots(hall: Hall) -> None:
    for service in ("ktp", "kk", "ktp"):
        reserve(hall, service=service)
    with pytest.raises(SlotFull):
        reserve(hall, service="kk")


def test_only_slots_that_are_given_out_and_to_come_can_be_booked(hall: Hall) -> None:
    before = row_counts(hall.database)
    for time in ("09:10", "07:00", "14:30", "20:00"):
        with pytest.raises(SlotUnavailable):
            reserve(hall, time)
    with pytest.raises(SlotUnavailable):
        reserve(hall, "08:00", day="2026-11-23 {}")  # half an hour ago
    with pytest.raises(SlotUnavailable):
        reserve(hall, "14:00", day="2026-11-30 {}")  # given out this evening
    with pytest.raises(SlotUnavailable):
        reserve(hall, day="2026-12-24 {}")
    assert row_counts(hall.database) == before
    hall.now = moment("2026-11-23 19:59")
    reserve(hall, "14:00", day="2026-11-30 {}")


def test_a_mall_or_a_service_may_take_no_bookings(hall: Hall) -> None:
    hall.mall = a_mall()
    with pytest.raises(BookingsClosed):
        reserve(hall)
    hall.mall = open_to_bookings(with_service(a_mall(), "ktp", online=False))
    with pytest.raises(BookingsClosed):
        reserve(hall)


def test_one_phone_books_a_service_once(hall: Hall) -> None:
    first = reserve(hall, phone=PHONE)
    with pytest.raises(PhoneLimit):
        reserve(hall, "10:00", phone=PHONE)
    change(hall, first, cancel_booking)
    reserve(hall, "10:00", phone=PHONE)


def test_moving_keeps_the_old_place_unless_the_new_one_is_free(hall: Hall) -> None:
    mine = reserve(hall, "10:00")
    for _ in range(3):
        reserve(hall)
    with pytest.raises(SlotFull):
        move(hall, mine, moment(TOMORROW.format("09:00")))
    assert look(hall, mine) == mine

    moved = move(hall, mine, moment(TOMORROW.format("10:30")))
    assert moved.starts_at == moment(TOMORROW.format("10:30"))
    assert move(hall, moved, moved.starts_at) == moved
    for _ in range(3):
        reserve(hall, "10:00")


def test_a_full_slot_can_be_left_for_another_and_taken_by_somebody_else(hall: Hall) -> None:
    mine, *_others = [reserve(hall) for _ in range(3)]
    change(hall, mine, cancel_booking)

    assert change(hall, mine, cancel_booking).state is BookingState.CANCELLED
    assert reserve(hall).state is BookingState.BOOKED
    with pytest.raises(BookingOver):
        move(hall, mine, moment(TOMORROW.format("11:00")))


def test_a_booked_visitor_gets_a_number_of_the_one_queue_at_the_slots_place(hall: Hall) -> None:
    booking = reserve(hall)
    hall.now = moment(TOMORROW.format("08:41"))
    long_here = hall.issue().ticket
    ticket = come(hall, booking)
    hall.now = moment(TOMORROW.format("08:45"))
    later = hall.issue().ticket

    assert (ticket.number, ticket.status) == ("A-002", Status.WAITING)
    assert ticket.sort_key == booking.starts_at - timedelta(minutes=20)
    assert ticket.sort_key < long_here.sort_key < later.sort_key
    known = look(hall, booking)
    assert (known.state, known.ticket) == (BookingState.ARRIVED, ticket.id)
    with pytest.raises(BookingOver):
        come(hall, booking)


def test_whoever_comes_late_stands_where_the_coming_is_worth(hall: Hall) -> None:
    booking = reserve(hall)
    hall.now = moment(TOMORROW.format("09:45"))

    assert come(hall, booking).sort_key == hall.now - timedelta(minutes=20)


def test_a_booking_is_for_its_own_day_and_a_while_after_its_slot(hall: Hall) -> None:
    booking = reserve(hall)
    with pytest.raises(BookingOver):
        come(hall, booking)
    hall.now = moment(TOMORROW.format("10:00"))
    hall.tidy()
    assert look(hall, booking).state is BookingState.BOOKED
    hall.later(seconds=1)
    with pytest.raises(BookingOver):
        come(hall, booking)
    hall.tidy()
    assert look(hall, booking).state is BookingState.RELEASED


@pytest.mark.parametrize("closed", ["mall", "service"])
def test_booked_times_stay_good_when_no_new_ones_are_taken(hall: Hall, closed: str) -> None:
    booking = reserve(hall)
    hall.mall = (
        open_to_bookings(with_service(a_mall(), "ktp", online=False))
        if closed == "service"
        else replace(hall.mall, rules=replace(hall.mall.rules, bookings=False))
    )
    hall.now = moment(TOMORROW.format("08:50"))
    with pytest.raises(BookingsClosed):
        reserve(hall, "10:00")
    assert come(hall, booking).number == "A-001"


def test_a_kiosk_prints_the_number_of_a_booking(hall: Hall) -> None:
    booking = reserve(hall)
    hall.now = moment(TOMORROW.format("08:50"))
    ticket = come(hall, booking, kiosk="K1")

    assert hall.paper(ticket).printer == "P1"
    assert len(hall.lease()) == 1


def test_bookings_count_as_work_to_come_and_against_the_quota(hall: Hall) -> None:
    hall.mall = open_to_bookings(with_service(a_mall(), "ktp", quota=4))
    reserve(hall, "09:00")
    reserve(hall, "11:00")
    with pytest.raises(RemoteFull):
        reserve(hall, "13:00")
    hall.now = moment(TOMORROW.format("08:30"))
    hall.issue()
    hall.issue()
    with pytest.raises(QuotaFull):
        hall.issue()


def test_whoever_books_for_a_share_of_a_quota_leaves_the_rest_to_the_hall(hall: Hall) -> None:
    hall.mall = open_to_bookings(with_service(a_mall(), "ktp", quota=1))
    with pytest.raises(RemoteFull):
        reserve(hall)


def test_bookings_and_numbers_of_today_share_what_may_be_had_from_afar(hall: Hall) -> None:
    hall.mall = open_to_phones(open_to_bookings(with_service(a_mall(), "ktp", quota=6)))
    today = TOMORROW.replace("24", "23")
    booked = [reserve(hall, f"{hour}:00", day=today) for hour in (11, 13)]
    take(hall, phone=None)
    with pytest.raises(RemoteFull):
        take(hall, phone=None)
    change(hall, booked[0], cancel_booking)
    take(hall, phone=None)
    with pytest.raises(RemoteFull):
        take(hall, phone=None)


def test_many_at_once_never_pass_what_a_slot_holds(hall: Hall, database_url: str) -> None:
    made: list[Booking] = []
    refused: list[Refused] = []

    def press() -> None:
        database = Database(database_url)
        mine = Hall(database, mall=hall.mall)
        mine.now = MORNING
        try:
            made.append(reserve(mine))
        except Refused as refusal:
            refused.append(refusal)
        finally:
            database.close()

    people = [threading.Thread(target=press) for _ in range(12)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert len(made) == 3
    assert [type(refusal) for refusal in refused] == [SlotFull] * 9


@pytest.mark.parametrize("by_moving", [False, True], ids=["booked", "moved"])
def test_asking_for_the_next_slot_in_the_hall_gains_nothing_over_the_kiosk(
    hall: Hall, by_moving: bool
) -> None:
    today = TOMORROW.replace("24", "23")
    early = reserve(hall, "10:30", day=today) if by_moving else None
    hall.now = moment(today.format("09:58"))
    at_the_kiosk = hall.issue().ticket
    hall.later(minutes=1)
    slot = moment(today.format("10:00"))
    booked = move(hall, early, slot) if early else reserve(hall, "10:00", day=today)

    assert at_the_kiosk.sort_key < come(hall, booked).sort_key
