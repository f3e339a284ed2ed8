"""Which counters opened today, which of them have closed again, and when those that closed will be back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from app.domain.counter import CounterState
from app.domain.mall import Mall, Pool, Site
from app.domain.opening import day_start
from app.store.tables import counter as table

# Built once: every number that is issued before anybody opened asks it.
_OPEN_TODAY = select(
    table.c.code, table.c.state, table.c.approved, table.c.reopens_at, table.c.returns_at
).where(
    table.c.site == bindparam("site"),
    or_(table.c.opened_at >= bindparam("midnight"), table.c.state != CounterState.CLOSED),
)


@dataclass(frozen=True, slots=True)
class Attendance:
    """The counters of a site that were open today; `gone` are those that closed, or will after their visitor.

    `gone` says when each will be back, None where nobody said so; `returns` when those on a break will.
    """

    present: frozenset[str]
    gone: Mapping[str, datetime | None]
    returns: Mapping[str, datetime]

    def is_deserted(self, pool: Pool) -> bool:
        """Whether somebody came to these counters today and nobody is left."""
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
    rows = connection.execute(_OPEN_TODAY, {"site": site, "midnight": day_start(mall, day)}).all()
    gone = {row.code: row.reopens_at for row in rows if _is_gone(row)}
    return Attendance(
        present=frozenset(row.code for row in rows) - gone.keys(),
        gone=gone,
        returns={
            row.code: row.returns_at for row in rows if row.state == CounterState.BREAK and row.returns_at
        },
    )


def _is_gone(row: Any) -> bool:
    return bool(row.state == CounterState.CLOSED or row.approved)


def deserted_services(connection: Connection, mall: Mall, site: Site, *, day: date) -> frozenset[str]:
    """The services whose counters were open today and have all closed since."""
    here = attendance(connection, mall, site=site.code, day=day)
    if not here.gone:
        return frozenset()
    return frozenset(
        service.code
        for agency in mall.agencies_at(site)
        for service in agency.services
        if here.is_deserted(mall.pool(site, service))
    )
