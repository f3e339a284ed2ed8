"""How much is waiting and who is there to serve it: the base of availability and estimates."""

import json
from collections import Counter as Tally
from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    false,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from app.domain.counter import CounterState
from app.domain.mall import Mall, Pool, Service, Site
from app.domain.opening import Load
from app.domain.pressure import Group, Pressure, Staffing, pool_pressure
from app.queries.attendance import Attendance
from app.store.tables import booking, has_stops, is_active, is_aside, is_booked, is_waiting, stops_text
from app.store.tables import counter as counter_table
from app.store.tables import ticket as table

BUSY = "busy"
# Whoever closes after this visitor calls no other one: no work can be laid on that counter any more.
_STATES = select(counter_table.c.code, counter_table.c.state).where(
    counter_table.c.site == bindparam("site"), counter_table.c.approved == false()
)
_BUSY = select(table.c.counter, literal_column(f"'{BUSY}'")).where(
    table.c.site == bindparam("site"), is_active
)
_STAFF = union_all(_STATES, _BUSY)
_COUNTS = (
    select(table.c.service, table.c.only_at, func.count())
    .where(table.c.site == bindparam("site"), table.c.day == bindparam("day"), is_waiting)
    .group_by(table.c.service, table.c.only_at)
)
# Always by agency, else SQLite reads the whole day: every ticket would make the next one slower.
COUNTS_OF = _COUNTS.where(table.c.agency.in_(bindparam("agencies", expanding=True)))
COUNTS_OF_ONE = _COUNTS.where(table.c.agency == bindparam("agency"))  # the usual pool, and cheaper
_ASIDE = (
    select(table.c.service, null(), func.count())
    .where(
        table.c.site == bindparam("site"),
        table.c.day == bindparam("day"),
        is_aside,
        table.c.agency.in_(bindparam("agencies", expanding=True)),
    )
    .group_by(table.c.service)
)
# Of every agency: whoever goes on may come from anywhere.
_STOPS = (
    select(null(), stops_text, func.count())
    .where(table.c.site == bindparam("site"), table.c.day == bindparam("day"), has_stops)
    .group_by(stops_text)
)
_BOOKED = (
    select(booking.c.service, null(), func.count())
    .where(
        booking.c.site == bindparam("site"),
        booking.c.day == bindparam("day"),
        is_booked,
        booking.c.agency.in_(bindparam("agencies", expanding=True)),
    )
    .group_by(booking.c.service)
)
LATER_OF = union_all(_ASIDE, _BOOKED, _STOPS)


def staffing(connection: Connection, *, site: str) -> Staffing:
    rows = connection.execute(_STAFF, {"site": site}).all()
    states = {code: CounterState(state) for code, state in rows if state != BUSY}
    return Staffing(states, busy=frozenset(code for code, state in rows if state == BUSY and code in states))


def load_on(
    pressure: Pressure,
    mall: Mall,
    site: Site,
    service: Service,
    here: Attendance,
    *,
    issued: int,
    now: datetime,
    also_minutes: float = 0.0,
) -> Load:
    """What a further number would be added to, with those who will be called back or come from elsewhere.

    `also_minutes` is what else the same visitor wants of these counters. The planned counters count
    until one opens: the day has its full staff before it, and a hall where nobody has come to a
    counter yet still gives numbers.
    """
    pool = mall.pool(site, service)
    promised = pressure.work_minutes + pressure.begun_minutes + pressure.later_minutes
    return Load(
        issued=issued,
        work_minutes=promised + also_minutes,
        desks=pressure.staffed + _yet_to_come(site, service, pool, here) or pressure.planned,
        staffed=pressure.staffed,
        away_minutes=here.away_minutes(pool, now=now),
        help_minutes=_help_minutes(site, service, pool, here, now=now),
        deserted=here.is_deserted(pool),
        reopens_at=here.reopens_at(pool),
    )


def _yet_to_come(site: Site, service: Service, pool: Pool, here: Attendance) -> int:
    """Planned counters that are hoped for beside those that only help: help takes nothing off the day."""
    own = [code for code in pool.counters if site.counter[code].leaves_at(service) is None]
    if len(own) == len(pool.counters) or here.present.intersection(own):
        return 0
    if not here.present.intersection(pool.counters):
        return 0  # nobody is there yet, and all that are planned count
    return sum(1 for code in own if code not in here.gone)


def _help_minutes(
    site: Site, service: Service, pool: Pool, here: Attendance, *, now: datetime
) -> tuple[float, ...]:
    """How long each counter that only helps here will still do so; whoever is back too late does nothing."""
    counted = [code for code in pool.counters if code in here.present] or pool.counters
    ends = {code: site.counter[code].leaves_at(service) for code in counted}
    return tuple(
        max(0.0, (max(until, here.returns.get(code, until)) - now).total_seconds() / 60)
        for code, until in ends.items()
        if until is not None
    )


def waiting_groups(
    connection: Connection,
    *,
    site: str,
    day: date,
    agencies: Collection[str],
    before: ColumnElement[bool] | None = None,
) -> dict[Group, int]:
    """People waiting for these agencies; only those ahead of somebody, if asked."""
    query = COUNTS_OF
    values: dict[str, object] = {"site": site, "day": day}
    if len(agencies) == 1:
        query, values["agency"] = COUNTS_OF_ONE, min(agencies)
    else:
        values["agencies"] = sorted(agencies)
    if before is not None:
        query = query.where(before)
    return {(service, only_at): count for service, only_at, count in connection.execute(query, values)}


def later_by_service(
    connection: Connection, *, site: str, day: date, agencies: Collection[str]
) -> dict[str, int]:
    """People of these agencies who will be called back, who booked, and who come from a stop before."""
    values = {"site": site, "day": day, "agencies": sorted(agencies)}
    rows = connection.execute(LATER_OF, values).all()
    return later_in(
        aside=[(service, count) for service, _, count in rows if service is not None],
        stops=[(stops, count) for _, stops, count in rows if stops is not None],
    )


def later_in(*, aside: Iterable[tuple[str, int]], stops: Iterable[tuple[str, int]]) -> dict[str, int]:
    """By service; `stops` are the further stops of some tickets as the store keeps them."""
    found: Tally[str] = Tally()
    for service, people in aside:
        found[service] += people
    for text, count in stops:
        for stop in json.loads(text):
            found[stop["service"]] += count
    return dict(found)


def pressure(
    connection: Connection,
    mall: Mall,
    site: Site,
    service: Service,
    *,
    day: date,
    staff: Staffing,
    before: ColumnElement[bool] | None = None,
    only_at: str | None = None,
) -> Pressure:
    """The pressure on everything that the counters of this service serve."""
    pool = mall.pool(site, service)
    counts = waiting_groups(connection, site=site.code, day=day, agencies=pool.agencies, before=before)
    return pool_pressure(mall, pool, counts, staff, only_at=only_at)
