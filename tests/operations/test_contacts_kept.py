"""How long an address is kept: until its time is over, or its owner asks for it to go."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from app.domain.errors import UnknownContact
from app.domain.events import Kind
from app.housekeeper import Housekeeper
from app.operations.bookings import cancel_booking
from app.operations.contacts import (
    export_contacts,
    forget_contact,
    forget_contacts,
    purge_contacts,
)
from app.queries.contacts import contacts_of_booking
from app.store.tables import contact, delivery
from tests.factories import moment
from tests.hall import Hall
from tests.operations.test_bookings import change, open_to_bookings, reserve
from tests.operations.test_contacts import SITI, VAULT, facts, leave, owed


@pytest.fixture
def hall(hall: Hall) -> Hall:
    hall.mall = open_to_bookings(hall.mall)
    return hall


def purge(hall: Hall, now: datetime) -> int:
    return hall.database.write(hall.site, lambda tx: purge_contacts(tx, hall.mall, now=now, most=200))


def test_an_address_is_forgotten_the_day_after_the_visit(hall: Hall) -> None:
    visit = reserve(hall)
    leave(hall, booking=visit)
    leave(hall, "second@example.org", booking=visit)
    assert purge(hall, moment("2026-11-24 23:59")) == 0
    assert purge(hall, moment("2026-11-25 00:00")) == 2
    assert facts(hall, Kind.CONTACTS_PURGED) == [{"count": 2}]
    with hall.database.read() as connection:
        assert connection.execute(select(contact)).all() == []
    assert purge(hall, moment("2026-11-25 00:01")) == 0
    assert len(facts(hall, Kind.CONTACTS_PURGED)) == 1


def test_a_mall_may_keep_addresses_longer(hall: Hall) -> None:
    hall.mall = open_to_bookings(hall.mall, contact_days=3)
    leave(hall, booking=reserve(hall))
    assert [purge(hall, moment(f"2026-11-{day} 08:00")) for day in (26, 27)] == [0, 1]


def test_the_housekeeper_forgets_by_itself(hall: Hall) -> None:
    leave(hall, booking=reserve(hall))
    hall.now = moment("2026-11-25 08:00")
    hall.tidy()
    assert facts(hall, Kind.CONTACTS_PURGED) == [{"count": 1}]


@pytest.mark.parametrize("owned", [True, False])
def test_addresses_of_a_site_that_is_no_more_are_forgotten_too(hall: Hall, owned: bool) -> None:
    leave(hall, booking=reserve(hall))
    rest = replace(hall.mall, sites=tuple(site for site in hall.mall.sites if site.code != hall.site))
    hall.database.owns = lambda site: owned or site != hall.site
    keeper = Housekeeper(hall.database, mall_now=lambda: rest, clock=lambda: hall.now)
    keeper.do_one()
    assert facts(hall, Kind.CONTACTS_PURGED) == []
    hall.now = moment("2026-11-25 08:00")
    keeper.do_one()
    assert facts(hall, Kind.CONTACTS_PURGED) == [{"count": 1}]


def test_whoever_asks_is_forgotten_at_once_and_told_nothing_more(hall: Hall) -> None:
    booking = reserve(hall)
    mine = leave(hall, booking=booking)

    def forget(known: int) -> None:
        hall.database.write(
            hall.site,
            lambda tx: forget_contact(
                tx, known, of=contacts_of_booking(tx.connection, booking.id), actor="visitor", now=hall.now
            ),
        )

    forget(mine.id)
    with hall.database.read() as connection:
        (row,) = connection.execute(select(delivery)).all()
    assert (row.state, row.last_error) == ("given_up", "the address was deleted")
    assert facts(hall, Kind.CONTACTS_DELETED) == [{"count": 1}]
    with pytest.raises(UnknownContact):
        forget(mine.id)
    change(hall, booking, cancel_booking)
    assert len(owed(hall)) == 1


def test_whoever_asks_gets_all_that_is_kept(hall: Hall) -> None:
    booking = reserve(hall)
    leave(hall, booking=booking)
    exported = hall.database.write(
        hall.site,
        lambda tx: export_contacts(
            tx, VAULT, contacts_of_booking(tx.connection, booking.id), actor="visitor", now=hall.now
        ),
    )
    (mine,) = exported
    assert (mine["address"], mine["channel"], mine["visit"]) == (SITI, "mail", "2026-11-24")
    assert [told["subject"] for told in mine["messages"]] == ["booking_made"]
    assert facts(hall, Kind.CONTACTS_EXPORTED) == [{"count": 1}]


def test_another_sites_address_is_not_deleted_here(hall: Hall) -> None:
    mine = leave(hall, booking=reserve(hall))
    gone = hall.database.write(
        "branch",
        lambda tx: forget_contacts(tx, [mine.id], kind=Kind.CONTACTS_DELETED, actor="a", now=hall.now),
    )
    assert gone == 0
