"""The one look before a number is given sees what each question alone would see."""

from datetime import UTC
from functools import partial

import pytest

from app.domain.mall import Service, Site
from app.domain.opening import service_day
from app.domain.switching import NO_SWITCH, Setting
from app.domain.ticket import Priority
from app.operations import calling, counters
from app.operations.helping import help_elsewhere
from app.operations.journeys import transfer
from app.operations.switching import set_service
from app.queries.attendance import attendance
from app.queries.door import Door, at_the_door
from app.queries.helping import with_help
from app.queries.load import later_by_service, staffing, waiting_groups
from app.queries.switches import switch_of
from app.queries.tickets import newest_place
from tests.hall import Hall


@pytest.fixture
def busy(hall: Hall) -> Hall:
    """Counter 3 helps with identity cards; one visitor is kept, one held, one at a counter."""
    hall.open("1", "2", "3")
    hall.clerk("3", help_elsewhere, code="ktp", minutes=60)
    for service in ("ktp", "kk", "paspor", "ktp", "kk"):
        hall.ticket(service)
    hall.issue("kk", then=("paspor", "ktp"))
    hall.ticket("ktp", priority=Priority.ELDERLY)
    hall.call("1")
    hall.clerk("1", calling.hold, reason="fotokopi")
    hall.call("1")
    hall.clerk("1", partial(transfer, counter="2"))
    hall.call("2")
    hall.clerk("1", counters.break_counter, minutes=20, reason="")
    hall.database.write(
        hall.site,
        lambda tx: set_service(
            tx, hall.mall, "ktp", Setting.SURGE, reason="ramai", minutes=30, actor="staff:sri", now=hall.now
        ),
    )
    return hall


def place_and_service(hall: Hall, code: str) -> tuple[Site, Service]:
    return hall.mall.site[hall.site], hall.mall.service[code]


def seen(hall: Hall, code: str) -> Door:
    site, service = place_and_service(hall, code)
    with hall.database.read() as connection:
        return at_the_door(connection, hall.mall, site, service, day=service_day(hall.mall, hall.now))


@pytest.mark.parametrize("code", ["ktp", "paspor"])
def test_one_look_sees_what_each_question_alone_sees(busy: Hall, code: str) -> None:
    door, day = seen(busy, code), service_day(busy.mall, busy.now)
    with busy.database.read() as connection:
        mall = with_help(connection, busy.mall, site=busy.site)
        site, pool = mall.site[busy.site], mall.pool(mall.site[busy.site], mall.service[code])
        assert (door.mall, door.site, door.pool) == (mall, site, pool)
        where = {"site": busy.site, "day": day, "agencies": pool.agencies}
        assert door.waiting == waiting_groups(connection, **where)
        assert door.later == later_by_service(connection, **where)
        assert door.here == attendance(connection, mall, site=busy.site, day=day)
        assert door.newest == newest_place(connection, site=busy.site, day=day)
        assert door.switch == switch_of(connection, site=busy.site, service=code)
        staff = staffing(connection, site=busy.site)
        assert (door.staff.busy, door.staff.desks(pool)) == (staff.busy, staff.desks(pool))


def test_an_empty_hall_has_nothing_at_its_door(hall: Hall) -> None:
    door = seen(hall, "ktp")

    assert (door.waiting, door.later, door.newest, door.switch) == ({}, {}, None, NO_SWITCH)
    assert (door.staff.states, door.here.present) == ({}, frozenset())


def test_moments_come_back_as_moments(busy: Hall) -> None:
    door = seen(busy, "ktp")

    assert door.here.returns["1"].tzinfo is UTC
    assert door.newest is not None
    assert door.newest[0].tzinfo is UTC
    assert door.switch.until is not None
    assert door.switch.until.tzinfo is UTC
