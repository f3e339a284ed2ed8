"""How much is waiting and who is there to serve it: the base of availability and estimates."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, bindparam, func, literal_column, select, union_all

from app.domain.counter import STAFFED, CounterState
from app.domain.mall import Mall, Pool, Service, Site
from app.domain.opening import Load
from app.store.tables import counter as counter_table
from app.store.tables import is_active, is_waiting
from app.store.tables import ticket as table

BUSY = "busy"
_STATES = select(counter_table.c.code, counter_table.c.state).where(counter_table.c.site == bindparam("site"))
_BUSY = select(table.c.counter, literal_column(f"'{BUSY}'")).where(
    table.c.site == bindparam("site"), is_active
)
_STAFF = union_all(_STATES, _BUSY)
_COUNTS = (
    select(table.c.service, func.count())
    .where(table.c.site == bindparam("site"), table.c.day == bindparam("day"), is_waiting)
    .group_by(table.c.service)
)
# Always by agency, else SQLite reads the whole day: every ticket would make the next one slower.
COUNTS_OF = _COUNTS.where(table.c.agency.in_(bindparam("agencies", expanding=True)))
COUNTS_OF_ONE = _COUNTS.where(table.c.agency == bindparam("agency"))  # the usual pool, and cheaper


@dataclass(frozen=True, slots=True)
class Staffing:
    """The counters that are staffed at a site, and those among them with a visitor."""

    states: Mapping[str, CounterState]
    busy: frozenset[str]

    def desks(self, pool: Pool) -> int:
        """Counters that will work on this pool: the staffed ones, or the planned before any opens."""
        staffed = sum(1 for code in pool.counters if self.states.get(code) in STAFFED)
        return staffed or len(pool.counters)


def staffing(connection: Connection, *, site: str) -> Staffing:
    rows = connection.execute(_STAFF, {"site": site}).all()
    return Staffing(
        states={code: CounterState(state) for code, state in rows if state != BUSY},
        busy=frozenset(code for code, state in rows if state == BUSY),
    )


@dataclass(frozen=True, slots=True)
class Pressure:
    """What stands before somebody: people, minutes of work, and the counters that share it."""

    waiting: int
    work_minutes: float
    desks: int

    def as_load(self, *, issued: int) -> Load:
        return Load(issued=issued, work_minutes=self.work_minutes, desks=self.desks)


def waiting_by_service(
    connection: Connection,
    *,
    site: str,
    day: date,
    agencies: Collection[str],
    before: ColumnElement[bool] | None = None,
) -> dict[str, int]:
    """People waiting for these agencies, by service code; only those ahead of somebody, if asked."""
    query = COUNTS_OF
    values: dict[str, object] = {"site": site, "day": day}
    if len(agencies) == 1:
        query, values["agency"] = COUNTS_OF_ONE, min(agencies)
    else:
        values["agencies"] = sorted(agencies)
    if before is not None:
        query = query.where(before)
    return dict(connection.execute(query, values).all())


def pool_pressure(mall: Mall, pool: Pool, counts: Mapping[str, int], staff: Staffing) -> Pressure:
    """The pressure on a pool, half a service still to go at each of its busy counters."""
    waiting = {
        code: count for code, count in counts.items() if code in pool.services and code in mall.service
    }
    people = sum(waiting.values())
    work = float(sum(mall.service[code].minutes * count for code, count in waiting.items()))
    desks = staff.desks(pool)
    busy = sum(1 for code in pool.counters if code in staff.busy)
    if busy >= desks and pool.services:
        known = [mall.service[code].minutes for code in (waiting or pool.services)]
        work += busy * sum(known) / len(known) / 2
    return Pressure(waiting=people, work_minutes=work, desks=desks)


def pressure(
    connection: Connection,
    mall: Mall,
    site: Site,
    service: Service,
    *,
    day: date,
    staff: Staffing,
    before: ColumnElement[bool] | None = None,
) -> Pressure:
    """The pressure on everything that the counters of this service serve."""
    pool = mall.pool(site, service)
    counts = waiting_by_service(connection, site=site.code, day=day, agencies=pool.agencies, before=before)
    return pool_pressure(mall, pool, counts, staff)
