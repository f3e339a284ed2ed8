"""How much is waiting and who is there to serve it: the base of availability and estimates."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, bindparam, false, func, literal_column, select, union_all

from app.domain.counter import STAFFED, CounterState
from app.domain.mall import Mall, Pool, Service, Site
from app.domain.opening import Load, service_day
from app.domain.waiting import Estimate, estimate
from app.queries.attendance import Attendance, attendance
from app.store.tables import counter as counter_table
from app.store.tables import is_active, is_waiting
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
    select(table.c.service, func.count())
    .where(table.c.site == bindparam("site"), table.c.day == bindparam("day"), is_waiting)
    .group_by(table.c.service)
)
# Always by agency, else SQLite reads the whole day: every ticket would make the next one slower.
COUNTS_OF = _COUNTS.where(table.c.agency.in_(bindparam("agencies", expanding=True)))
COUNTS_OF_ONE = _COUNTS.where(table.c.agency == bindparam("agency"))  # the usual pool, and cheaper


@dataclass(frozen=True, slots=True)
class Staffing:
    """The counters of a site that go on calling visitors, and those among them that have one."""

    states: Mapping[str, CounterState]
    busy: frozenset[str]

    def desks(self, pool: Pool) -> int:
        """Staffed counters of this pool; 0 before any opens."""
        return sum(1 for code in pool.counters if self.states.get(code) in STAFFED)


def staffing(connection: Connection, *, site: str) -> Staffing:
    rows = connection.execute(_STAFF, {"site": site}).all()
    states = {code: CounterState(state) for code, state in rows if state != BUSY}
    return Staffing(states, busy=frozenset(code for code, state in rows if state == BUSY and code in states))


@dataclass(frozen=True, slots=True)
class Pressure:
    """What stands before somebody: people, minutes of work, and the counters that share it.

    `staffed` counters are there now and `planned` ones could be. `opening_minutes` pass before the
    first of a pool that nobody staffs yet is free: as long as at a counter that is busy.
    `begun_minutes` are what remains to be done for visitors who are at a counter, counted where it
    keeps nobody waiting.
    """

    waiting: int
    work_minutes: float
    staffed: int
    planned: int
    opening_minutes: float
    begun_minutes: float

    def estimate(self) -> Estimate:
        """The time until all this is done, which shall never turn out too short.

        Before anybody opens, one counter is counted on and not all that are planned: how many will
        come is unknown, and each that does makes the wait shorter, while twenty that are hoped for
        and one that comes would make it twenty times as long.
        """
        work = self.work_minutes + self.opening_minutes
        return estimate(ahead=self.waiting, work_minutes=work, desks=max(1, self.staffed))


def load_on(pressure: Pressure, pool: Pool, here: Attendance | None, *, issued: int, now: datetime) -> Load:
    """What a further number would be added to.

    The planned counters count until one opens: the day has its full staff before it, and a hall
    where nobody has come to a counter yet still gives numbers. `here` None: who was there today
    makes no difference.
    """
    return Load(
        issued=issued,
        work_minutes=pressure.work_minutes + pressure.begun_minutes,
        desks=pressure.staffed or pressure.planned,
        staffed=pressure.staffed,
        away_minutes=here.away_minutes(pool, now=now) if here else (),
        deserted=here.is_deserted(pool) if here else False,
        reopens_at=here.reopens_at(pool) if here else None,
    )


def attendance_if_needed(
    connection: Connection, mall: Mall, pool: Pool, staff: Staffing, *, site: str, now: datetime
) -> Attendance | None:
    """Who was there today, looked up only where it matters: nobody is there, or somebody is on a break."""
    on_break = any(staff.states.get(code) is CounterState.BREAK for code in pool.counters)
    if staff.desks(pool) and not on_break:
        return None
    return attendance(connection, mall, site=site, day=service_day(mall, now))


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
    staffed = staff.desks(pool)
    busy = sum(1 for code in pool.counters if code in staff.busy)
    known = [mall.service[code].minutes for code in (waiting or pool.services)]
    half = sum(known) / len(known) / 2 if known else 0.0
    is_full = busy >= staffed
    if is_full:
        work += busy * half
    return Pressure(
        waiting=people,
        work_minutes=work,
        staffed=staffed,
        planned=len(pool.counters),
        opening_minutes=0.0 if staffed else half,
        begun_minutes=0.0 if is_full else busy * half,
    )


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
