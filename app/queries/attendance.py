"""Which counters opened today, which of them have closed again, and when those that closed will be back.

Whoever opens and closes before the first visitors may come has not left them: that was to try, or by mistake.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, literal_column, or_, select

from app.domain.counter import CounterState
from app.domain.mall import Mall, Pool, Site
from app.domain.opening import day_start, doors_open
from app.store.tables import counter as table
from app.store.tables import is_waiting, ticket

was_open_today = or_(
    table.c.opened_at >= bindparam("midnight"), table.c.state != literal_column(f"'{CounterState.CLOSED}'")
)
_OPEN_TODAY = select(
    table.c.code, table.c.state, table.c.approved, table.c.reopens_at, table.c.returns_at, table.c.since
).where(table.c.site == bindparam("site"), was_open_today)


class OpenedToday(NamedTuple):
    """What is known of a counter that was open today."""

    code: str
    state: str
    approved: bool
    reopens_at: datetime | None
    returns_at: datetime | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Attendance:
    """The counters of a site that were open today; `gone` are those that closed, or will after their visitor.

    `gone` says when each will be back, None where nobody said so; `returns` when those on a break will.
    Those that closed before the doors opened are `expected`, like any that has not been open today.
    """

    present: frozenset[str]
    gone: Mapping[str, datetime | None]
    returns: Mapping[str, datetime]
    expected: frozenset[str] = frozenset()

    def is_attended(self, pool: Pool) -> bool:
        """Whether somebody is at one of these counters, perhaps on a break."""
        return not self.present.isdisjoint(pool.counters)

    def is_deserted(self, pool: Pool) -> bool:
        """Whether somebody came to these counters today and nobody is left, or there are none."""
        if not pool.counters:
            return True
        return not self.is_attended(pool) and not self.gone.keys().isdisjoint(pool.counters)

    def is_only_expected(self, pool: Pool) -> bool:
        """Whether nobody is at these counters, but somebody was before the doors opened."""
        own = self.expected.intersection(pool.counters)
        return bool(own) and not self.is_attended(pool) and self.gone.keys().isdisjoint(pool.counters)

    def is_left(self, pool: Pool) -> bool:
        """Whether whoever waits there waits for nobody: all have gone, be it before the doors opened."""
        return self.is_deserted(pool) or self.is_only_expected(pool)

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
    return attendance_in((OpenedToday(*row) for row in rows), mall, mall.site[site], day=day)


def attendance_in(counters: Iterable[OpenedToday], mall: Mall, site: Site, *, day: date) -> Attendance:
    known = list(counters)
    expected = frozenset(each.code for each in known if _closed_before_doors(each, mall, site, day=day))
    gone = {
        each.code: each.reopens_at
        for each in known
        if (each.state == CounterState.CLOSED or each.approved) and each.code not in expected
    }
    return Attendance(
        present=frozenset(each.code for each in known) - gone.keys() - expected,
        gone=gone,
        returns={
            each.code: each.returns_at
            for each in known
            if each.state == CounterState.BREAK and each.returns_at
        },
        expected=expected,
    )


def _closed_before_doors(known: OpenedToday, mall: Mall, site: Site, *, day: date) -> bool:
    """Whether this counter closed before anybody could come, and nobody said when it will be back."""
    place = site.counter.get(known.code)
    if place is None or known.state != CounterState.CLOSED or known.reopens_at is not None:
        return False
    opens = doors_open(mall, site, place, day=day)
    return opens is not None and known.since < opens


def deserted_services(connection: Connection, mall: Mall, site: Site, *, day: date) -> frozenset[str]:
    """The services whose counters were open today and have all closed since.

    Those that nobody has left while the doors were open, as whoever helped them went or closed before,
    are among them only while people wait.
    """
    here = attendance(connection, mall, site=site.code, day=day)
    services = [service for agency in mall.agencies_at(site) for service in agency.services]
    pools = {service.code: mall.pool(site, service) for service in services}
    without = {code for code, pool in pools.items() if not pool.counters or here.is_only_expected(pool)}
    deserted = {code for code, pool in pools.items() if here.is_deserted(pool)}
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
