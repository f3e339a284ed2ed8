"""The places of many tickets at once are the same as those asked for one by one."""

from dataclasses import replace
from functools import partial

from app.domain.opening import service_day
from app.domain.ticket import Priority, Status
from app.domain.waiting import Estimate
from app.operations.journeys import transfer
from app.queries.positions import positions, tickets_by_id
from app.queries.tickets import Position, position_of
from tests.hall import Hall


def test_a_hall_of_phones_reads_the_same_places_as_each_phone_alone(rogojampi: Hall) -> None:
    hall, mall = rogojampi, rogojampi.mall
    hall.open("1", "3", "4")
    services = ("A01", "B01", "L01", "CS01", "A02", "L02", "A01")
    tickets = [hall.ticket(service) for service in services]
    tickets.append(hall.ticket("A01", priority=Priority.ELDERLY))
    for counter in ("1", "3"):
        hall.call(counter)
    with hall.database.read() as connection:
        now = [*tickets_by_id(connection, [ticket.id for ticket in tickets])]
        places = positions(connection, mall, mall.site["RGJ"], now, day=service_day(mall, hall.now))
        alone = {ticket.id: position_of(connection, mall, ticket) for ticket in now}
    assert places == alone
    assert {ticket.status for ticket in now} == {Status.WAITING, Status.CALLED}


def test_whoever_is_kept_for_a_busy_colleague_is_told_of_that_queue(hall: Hall) -> None:
    hall.open("1", "2")
    for _ in range(4):
        hall.ticket()
        hall.call("1")
        hall.clerk("1", partial(transfer, counter="2"))
    kept = hall.ticket()
    hall.call("1")
    kept = hall.clerk("1", partial(transfer, counter="2"))
    free = hall.ticket()
    with hall.database.read() as connection:
        tickets = [*tickets_by_id(connection, [kept.id, free.id])]
        places = positions(connection, hall.mall, hall.mall.site[hall.site], tickets, day=kept.day)
        alone = {ticket.id: position_of(connection, hall.mall, ticket) for ticket in tickets}
    assert places == alone
    waits = {ticket: place.estimate for ticket, place in places.items()}
    assert (waits[free.id], waits[kept.id]) == (Estimate(0, 5), Estimate(35, 65))
    assert places[kept.id].ahead == 4


def test_nobody_watching_asks_for_no_places(rogojampi: Hall) -> None:
    mall = rogojampi.mall
    with rogojampi.database.read() as connection:
        day = service_day(mall, rogojampi.now)
        assert positions(connection, mall, mall.site["RGJ"], [], day=day) == {}
        assert list(tickets_by_id(connection, [])) == []


def test_a_visitor_whose_agency_was_archived_meanwhile_has_no_place_and_no_crash(rogojampi: Hall) -> None:
    ticket = rogojampi.ticket("A01")
    agencies = tuple(replace(agency, archived=True) for agency in rogojampi.mall.agencies)
    mall = replace(rogojampi.mall, agencies=agencies)
    with rogojampi.database.read() as connection:
        alone = position_of(connection, mall, ticket)
        together = positions(connection, mall, mall.site["RGJ"], [ticket], day=ticket.day)
    assert alone == together[ticket.id] == Position(0, None, None)
