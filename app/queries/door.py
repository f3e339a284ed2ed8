"""All that decides whether a number may be given now, and its place: one look at the hall.

One statement instead of seven: what they read is little, and asking is what takes the time.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    Table,
    bindparam,
    cast,
    literal_column,
    null,
    select,
    union_all,
)

from app.domain.counter import CounterState
from app.domain.mall import Mall, Pool, Service, Site
from app.domain.opening import day_start
from app.domain.pressure import Counts, Pressure, Staffing, pool_pressure
from app.domain.switching import NO_SWITCH, Setting, Switch
from app.domain.ticket import Priority
from app.queries.attendance import Attendance, OpenedToday, attendance_in, was_open_today
from app.queries.helping import helped
from app.queries.load import later_in
from app.queries.tickets import NEWEST_PLACE
from app.store.tables import (
    booking,
    counter,
    has_stops,
    helping,
    is_active,
    is_aside,
    is_booked,
    is_waiting,
    stops_text,
    switch,
    ticket,
)

Rows = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Door:
    """The hall as whoever takes a number now finds it; `newest` is the last place that was given."""

    mall: Mall
    site: Site
    pool: Pool
    staff: Staffing
    here: Attendance
    waiting: Counts
    later: dict[str, int]
    newest: tuple[datetime, Priority | None] | None
    switch: Switch

    def pressure(self) -> Pressure:
        return pool_pressure(self.mall, self.pool, self.waiting, self.staff, later=self.later)


def at_the_door(connection: Connection, mall: Mall, site: Site, service: Service, *, day: date) -> Door:
    """What stands before this service; `mall` and `site` of the answer know who helps elsewhere."""
    agencies = mall.pool(site, service).agencies
    rows = _look(connection, mall, site, service, agencies, day=day)
    mall = helped(mall, site.code, frozenset((row.code, row.word, row.at) for row in rows["help"]))
    site = mall.site[site.code]
    pool = mall.pool(site, service)
    if not pool.agencies <= agencies:  # a helping counter has visitors of its own
        rows = _look(connection, mall, site, service, pool.agencies, day=day)
    return Door(
        mall,
        site,
        pool,
        staff=_staffing(rows["counter"], rows["busy"]),
        here=attendance_in(
            (
                OpenedToday(row.code, row.word, bool(row.number), row.at, row.until, row.since)
                for row in rows["counter"]
            ),
            mall,
            site,
            day=day,
        ),
        waiting={(row.code, row.word): row.number for row in rows["waiting"]},
        later=later_in(
            aside=[(row.code, row.number) for row in rows["aside"]],
            stops=[(row.code, row.number) for row in rows["stops"]],
        ),
        newest=next(((row.at, Priority(row.word) if row.word else None) for row in rows["newest"]), None),
        switch=next((Switch(Setting(row.word), row.code, row.at) for row in rows["switch"]), NO_SWITCH),
    )


def _look(
    connection: Connection, mall: Mall, site: Site, service: Service, agencies: Collection[str], *, day: date
) -> Rows:
    values = {"site": site.code, "day": day, "midnight": day_start(mall, day), "service": service.code}
    if len(agencies) == 1:
        found = connection.execute(AT_ONE, {**values, "agency": min(agencies)})
    else:
        found = connection.execute(AT_SOME, {**values, "agencies": sorted(agencies)})
    rows: Rows = {kind: [] for kind in _KINDS}
    for row in found:
        rows[row.kind].append(row)
    return rows


def _staffing(counters: Iterable[Any], busy: Iterable[Any]) -> Staffing:
    """Whoever closes after this visitor calls no other one."""
    states = {row.code: CounterState(row.word) for row in counters if not row.number}
    return Staffing(states, busy=frozenset(row.code for row in busy if row.code in states))


def _parts(of_agencies: Callable[[Table], ColumnElement[bool]]) -> CompoundSelect[Any]:
    """The parts of the look under common names; the first gives the columns their types."""
    here: BindParameter[str] = bindparam("site")
    today = ticket.c.day == bindparam("day")
    newest = NEWEST_PLACE.subquery()
    count: ColumnElement[int] = literal_column("count(*)")
    none: ColumnElement[int] = literal_column("0")
    nothing = null()
    return union_all(
        select(
            _kind("counter"),
            counter.c.code,
            counter.c.state.label("word"),
            cast(counter.c.approved, Integer).label("number"),
            counter.c.reopens_at.label("at"),
            counter.c.returns_at.label("until"),
            counter.c.since,
        ).where(counter.c.site == here, was_open_today),
        select(_kind("busy"), ticket.c.counter, nothing, none, nothing, nothing, nothing).where(
            ticket.c.site == here, is_active
        ),
        select(_kind("waiting"), ticket.c.service, ticket.c.only_at, count, nothing, nothing, nothing)
        .where(ticket.c.site == here, today, is_waiting, of_agencies(ticket))
        .group_by(ticket.c.service, ticket.c.only_at),
        select(_kind("aside"), ticket.c.service, nothing, count, nothing, nothing, nothing)
        .where(ticket.c.site == here, today, is_aside, of_agencies(ticket))
        .group_by(ticket.c.service),
        select(_kind("aside"), booking.c.service, nothing, count, nothing, nothing, nothing)
        .where(booking.c.site == here, booking.c.day == bindparam("day"), is_booked, of_agencies(booking))
        .group_by(booking.c.service),
        select(_kind("stops"), stops_text, nothing, count, nothing, nothing, nothing)
        .where(ticket.c.site == here, today, has_stops)
        .group_by(stops_text),
        select(_kind("newest"), nothing, newest.c.priority, none, newest.c.sort_key, nothing, nothing),
        select(
            _kind("switch"), switch.c.reason, switch.c.setting, none, switch.c.until, nothing, nothing
        ).where(switch.c.site == here, switch.c.service == bindparam("service")),
        select(
            _kind("help"), helping.c.counter, helping.c.code, none, helping.c.until, nothing, nothing
        ).where(helping.c.site == here),
    )


def _kind(name: str) -> ColumnElement[str]:
    return literal_column(f"'{name}'").label("kind")


_KINDS = ("counter", "busy", "waiting", "aside", "stops", "newest", "switch", "help")
AT_ONE = _parts(lambda table: table.c.agency == bindparam("agency"))  # the usual pool, and cheaper
AT_SOME = _parts(lambda table: table.c.agency.in_(bindparam("agencies", expanding=True)))
