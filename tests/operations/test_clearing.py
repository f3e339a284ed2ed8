"""A counter that is archived while somebody stands at it leaves nobody behind."""

from dataclasses import replace

from sqlalchemy import select

from app.domain.mall import Archive
from app.domain.ticket import Status
from app.housekeeper import Housekeeper
from app.operations import calling
from app.queries.positions import positions
from app.queries.tickets import ticket_document
from app.store.tables import counter
from tests.factories import LINKS, moment
from tests.hall import Hall, row_counts


def archive(hall: Hall, *codes: str) -> None:
    first, *others = hall.mall.sites
    old = tuple(each for each in first.counters if each.code in codes)
    kept = tuple(each for each in first.counters if each.code not in codes)
    site = replace(first, counters=kept, archive=Archive(counters=old))
    hall.mall = replace(hall.mall, sites=(site, *others))


def archive_site(hall: Hall) -> None:
    first, *others = hall.mall.sites
    hall.mall = replace(hall.mall, sites=tuple(others), archived_sites=(first,))


def state(hall: Hall, code: str) -> str:
    with hall.database.read() as connection:
        query = select(counter.c.state).where(counter.c.site == hall.site, counter.c.code == code)
        return str(connection.execute(query).scalar_one())


def keep_house(hall: Hall) -> bool:
    return Housekeeper(hall.database, mall_now=lambda: hall.mall, clock=lambda: hall.now).do_one()


def test_whoever_was_at_the_counter_waits_again_in_the_old_place(hall: Hall) -> None:
    first, _ = hall.ticket("ktp"), hall.ticket("ktp")
    hall.open("1", "2")
    hall.call("1")
    hall.clerk("1", calling.serve)
    archive(hall, "1")
    hall.tidy()

    back = hall.look(first)
    assert (back.status, back.counter, back.serving_at) == (Status.WAITING, None, None)
    assert hall.call("2").id == first.id
    assert state(hall, "1") == "closed"
    assert "counter_closed" in hall.facts()


def test_after_that_there_is_nothing_left_to_clear(hall: Hall) -> None:
    hall.open("1")
    archive(hall, "1")
    hall.tidy()
    before = row_counts(hall.database)
    assert hall.tidy() == 0
    assert row_counts(hall.database) == before


def test_a_counter_that_comes_back_is_closed_and_opens_as_ever(hall: Hall) -> None:
    usual = hall.mall
    hall.open("1")
    archive(hall, "1")
    hall.tidy()
    hall.mall = usual
    hall.open("1")
    hall.ticket("ktp")
    assert hall.call("1").status is Status.CALLED


def test_an_old_number_still_tells_where_it_was_served(hall: Hall) -> None:
    served = hall.ticket("ktp")
    hall.open("1")
    hall.call("1")
    hall.clerk("1", calling.serve)
    hall.finish("1")
    archive(hall, "1")
    with hall.database.read() as connection:
        fresh = hall.look(served)
        place = positions(connection, hall.mall, hall.mall.sites[0], [fresh], day=fresh.day)[fresh.id]
    told = ticket_document(hall.mall, fresh, place, links=LINKS)
    assert (told["counter_name"], told["zone_name"]) == ("Loket 1", "Lantai 1")


def test_an_archived_site_closes_and_its_numbers_expire_with_their_day(hall: Hall) -> None:
    waiting = hall.ticket("ktp")
    hall.open("1")
    archive_site(hall)
    assert keep_house(hall)
    assert (state(hall, "1"), hall.look(waiting).status) == ("closed", Status.WAITING)
    hall.now = moment("2026-11-24 07:00")
    assert keep_house(hall)
    assert hall.look(waiting).status is Status.EXPIRED
    assert not keep_house(hall)
