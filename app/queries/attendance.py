"""Which counters opened today, which of them have closed again, and when those that closed will be back."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, literal_column, or_, select

from app.domain.counter import CounterState
from app.domain.mall import Mall, Pool, Site
from app.domain.opening import day_start
from app.store.tables import counter as table
from app.store.tables import is_waiting, ticket

was_open_today = or_(
    table.c.opened_at >= bindparam("midnight"), table.c.state != literal_column(f"'{CounterState.CLOSED}'")
)
_OPEN_TODAY = select(
    table.c.code, table.c.state, table.c.approved, table.c.reopens_at, table.c.returns_at
).where(table.c.site == bindparam("site"), was_open_today)


@dataclass(frozen=True, slots=True)
class Attendance:
    """The counters of a site that were open today; `gone` are those that closed, or will after their visitor.

    `gone` says when each will be back, None where nobody said so; `returns` when those on a break will.
    """

    present: frozenset[str]
    gone: Mapping[str, datetime | None]
    returns: Mapping[str, datetime]

    def is_deserted(self, pool: Pool) -> bool:
        """Whether somebody came to these counters today and nobody is left, or there are none."""
        if not pool.counters:
            return True
        return not self.present.intersection(pool.counters) and not self.gone.keys().isdisjoint(pool.counters)

    def reopens_at(self, pool: Pool) -> datetime | None:
        """When the first of these counters will be back."""
        back = [moment for code in pool.counters if (moment := self.gone.get(code)) is not None]
        return min(back, default=None)

    def away_minutes(self, pool: Pool, *, now: datetime) -> tuple[float, ...]:
        """How long each counter that is on a break, and said until when, will still be away."""
        returns = [self.returns[code] for code in pool.counters if code in self.returns]
        return tuple((moment - now).total_seconds() / 60 for moment in returns if moment > now)


def attendance(connection: Connection, mall: Mall, *, site: str, day: date) -> Attendance:
    rows = connection.execute(_OPEN_TODAY, {"site": site, "midnight": day_start(mall, day)})
    return attendance_in(tuple(row) for row in rows)


def attendance_in(counters: Iterable[tuple[str, str, bool, datetime | None, datetime | None]]) -> Attendance:
    """From what is known of each: code, state, whether its closing was approved, reopens_at, returns_at."""
    known = list(counters)
    gone = {
        code: back for code, state, approved, back, _ in known if state == CounterState.CLOSED or approved
    }
    return Attendance(
        present=frozenset(code for code, *_ in known) - gone.keys(),
        gone=gone,
        returns={
            code: returns for code, state, _, _, returns in known if state == CounterState.BREAK and returns
        },
    )


def deserted_services(connection: Connection, mall: Mall, site: Site, *, day: date) -> frozenset[str]:
    """The services whose counters were open today and have all closed since.

    Also those that no counter serves while people wait for them: whoever helped them has left.
    """
    here = attendance(connection, mall, site=site.code, day=day)
    services = [service for agency in mall.agencies_at(site) for service in agency.services]
    deserted = {service.code for service in services if here.is_deserted(mall.pool(site, service))}
    without = {service.code for service in services if not mall.pool(site, service).counters}
    return frozenset(deserted - without | _waited_for(connection, mall, site, without, day=day))


def _waited_for(
    connection: Connection, mall: Mall, site: Site, services: Collection[str], *, day: date
) -> frozenset[str]:
    """Those among these services for which somebody waits."""
    if not services:
        return frozenset()
    agencies = {mall.service[code].agency for code in services}
    found = connection.execute(
        select(ticket.c.service)
        .where(
            ticket.c.site == site.code,
            ticket.c.day == day,
            is_waiting,
            ticket.c.agency.in_(sorted(agencies)),
            ticket.c.service.in_(sorted(services)),
        )
        .distinct()
    )
    return frozenset(found.scalars())
