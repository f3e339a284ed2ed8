"""The places of many tickets of one site at once: one look at its waiting list for all of them."""

from collections import Counter as Tally
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, select

from app.domain.mall import Mall, Pool, Service, Site
from app.domain.pressure import Group, pool_pressure
from app.domain.ticket import Status, Ticket
from app.queries.attendance import attendance
from app.queries.helping import with_help
from app.queries.load import staffing
from app.queries.tickets import SELECT, Position, from_row, last_called, position_after
from app.store.tables import is_waiting
from app.store.tables import ticket as table

Place = tuple[int, Group]  # ticket, and who may call it


def tickets_by_id(connection: Connection, ids: Collection[int]) -> Iterator[Ticket]:
    """The tickets of these ids, in no particular order."""
    for row in connection.execute(SELECT.where(table.c.id.in_(sorted(ids)))):
        yield from_row(row)


def positions(
    connection: Connection, mall: Mall, site: Site, tickets: Sequence[Ticket], *, day: date
) -> dict[int, Position]:
    """The same places as `position_of` gives one by one, by ticket."""
    mall = with_help(connection, mall, site=site.code)
    site = mall.site[site.code]
    serving = {
        agency: last_called(connection, site=site.code, day=day, agency=agency)
        for agency in {ticket.agency for ticket in tickets}
    }
    found = {ticket.id: Position(0, None, serving[ticket.agency]) for ticket in tickets}
    waiting = [
        ticket
        for ticket in tickets
        if ticket.status is Status.WAITING and mall.service_at(site, ticket.service) is not None
    ]
    if waiting:
        found.update(_waiting_positions(connection, mall, site, waiting, day=day, serving=serving))
    return found


def _waiting_positions(
    connection: Connection,
    mall: Mall,
    site: Site,
    tickets: Sequence[Ticket],
    *,
    day: date,
    serving: Mapping[str, str | None],
) -> Iterator[tuple[int, Position]]:
    """Walks the waiting list once for each group of counters that somebody watches."""
    services = {ticket.service: mall.service[ticket.service] for ticket in tickets}
    pools = _by_pool(mall, site, services.values())
    agencies = {agency for pool in pools for agency in pool.agencies}
    rows = connection.execute(
        select(table.c.id, table.c.service, table.c.only_at)
        .where(
            table.c.site == site.code, table.c.day == day, is_waiting, table.c.agency.in_(sorted(agencies))
        )
        .order_by(table.c.sort_key, table.c.id)
    )
    queue: list[Place] = [(ticket_id, (service, only_at)) for ticket_id, service, only_at in rows]
    staff = staffing(connection, site=site.code)
    here = attendance(connection, mall, site=site.code, day=day)
    watched = {ticket.id: ticket for ticket in tickets}
    for pool, wanted in pools.items():
        ahead: Tally[Group] = Tally()
        for ticket_id, group in queue:
            ticket = watched.get(ticket_id)
            if ticket is not None and group[0] in wanted:
                before = pool_pressure(mall, pool, ahead, staff, only_at=ticket.only_at)
                place = position_after(before, now_serving=serving[ticket.agency], pool=pool, here=here)
                yield ticket_id, place
            if group[0] in pool.services:
                ahead[group] += 1


def _by_pool(mall: Mall, site: Site, services: Collection[Service]) -> dict[Pool, set[str]]:
    pools: dict[Pool, set[str]] = {}
    for service in services:
        pools.setdefault(mall.pool(site, service), set()).add(service.code)
    return pools
