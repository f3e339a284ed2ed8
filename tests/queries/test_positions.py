"""The places of many tickets at once are the same as those asked for one by one."""

from dataclasses import replace

from app.domain.opening import service_day
from app.domain.ticket import Priority, Status
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
