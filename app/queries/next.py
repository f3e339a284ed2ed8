"""Whom a counter calls next: the rules of app/domain/ordering.py, asked of the database.

The database names the first of each part of the queue in which nothing but the key decides; which of
these comes first is for the rule to say.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Select, bindparam, or_, select

from app.domain.mall import Counter, Mall, Site
from app.domain.opening import service_day
from app.domain.ordering import Turn, first
from app.domain.ticket import Priority, Ticket
from app.queries.tickets import SELECT, from_row
from app.store.tables import is_waiting
from app.store.tables import ticket as table

Part = list[ColumnElement[bool]]  # conditions of a query

_LANES = (
    select(table.c.priority)
    .where(
        table.c.site == bindparam("site"),
        table.c.day == bindparam("day"),
        table.c.called_at.is_not(None),
        table.c.service.in_(bindparam("services", expanding=True)),
    )
    .order_by(table.c.called_at.desc())
    .limit(bindparam("most"))
)


def first_waiting(
    connection: Connection,
    mall: Mall,
    site: Site,
    counter: Counter,
    *,
    services: Collection[str],
    now: datetime,
) -> Ticket | None:
    """The first by the order of call among those for these services whom this counter may call."""
    day = service_day(mall, now)
    turn = turn_of(connection, mall, site, counter, now=now)
    mine = _mine(mall, site, counter, services, day=day)
    found = (connection.execute(_first(mine, part)).one_or_none() for part in _parts(turn))
    return first((from_row(row) for row in found if row is not None), turn)


def turn_of(connection: Connection, mall: Mall, site: Site, counter: Counter, *, now: datetime) -> Turn:
    """What the mall's rules mean at this counter now."""
    rules, for_priority = mall.rules, None
    if rules.priority_ratio is not None:
        day, services = service_day(mall, now), mall.services_of(site, counter)
        memory = rules.priority_ratio.memory
        lanes = last_lanes(connection, site=site.code, day=day, services=services, most=memory)
        for_priority = rules.priority_ratio.is_for_priority(lanes)
    most = rules.priority_max_wait_minutes
    return Turn(
        preferred=mall.preferred_at(site, counter),
        shift=timedelta(minutes=rules.preference_minutes),
        overdue=now - timedelta(minutes=most) if most is not None else None,
        for_priority=for_priority,
    )


def last_lanes(
    connection: Connection, *, site: str, day: date, services: Collection[str], most: int
) -> list[Priority | None]:
    """The lanes of the visitors of these services who were called last, the latest first."""
    values = {"site": site, "day": day, "services": sorted(services), "most": most}
    return [Priority(lane) if lane else None for (lane,) in connection.execute(_LANES, values)]


def _parts(turn: Turn) -> Iterator[Part]:
    """The parts of a queue within which the smallest (sort_key, id) is first, whatever the rules."""
    has_priority = table.c.priority.is_not(None)
    if turn.overdue is not None:
        yield [has_priority, table.c.waiting_since <= turn.overdue]
    lanes: list[Part] = [[]] if turn.for_priority is None else [[has_priority], [~has_priority]]
    is_preferred = table.c.service.in_(sorted(turn.preferred))
    wishes: list[Part] = [[is_preferred], [~is_preferred]] if turn.preferred else [[]]
    yield from ([*lane, *wish] for lane in lanes for wish in wishes)


def _mine(mall: Mall, site: Site, counter: Counter, services: Collection[str], *, day: date) -> Part:
    agencies = {mall.service[code].agency for code in services}
    return [
        table.c.site == site.code,
        table.c.day == day,
        is_waiting,
        table.c.agency.in_(sorted(agencies)),
        table.c.service.in_(sorted(services)),
        or_(table.c.only_at.is_(None), table.c.only_at == counter.code),
    ]


def _first(mine: Part, part: Part) -> Select[tuple[int]]:
    found = select(table.c.id).where(*mine, *part).order_by(table.c.sort_key, table.c.id).limit(1)
    return SELECT.where(table.c.id == found.scalar_subquery())
