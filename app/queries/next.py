"""Whom a counter calls next: the rules of app/domain/ordering.py, asked of the database.

The database names the first of each part of the queue in which nothing but the key decides; which of
these comes first is for the rule to say.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, or_, select

from app.domain.events import Kind
from app.domain.mall import Counter, Mall, Site
from app.domain.opening import service_day
from app.domain.ordering import Turn, first
from app.domain.ticket import Action, Priority, Status, Ticket
from app.queries.tickets import SELECT, from_row
from app.store.tables import is_waiting, journal
from app.store.tables import ticket as table

Part = list[ColumnElement[bool]]  # conditions of a query
TakenTurn = tuple[str, Priority | None]  # service, lane

_FROM_QUEUE = (Status.WAITING, Status.LOOKED)
MOST_FACTS = 2_000  # of the journal are looked through: more than an hour of a busy hall

_newest = select(func.max(journal.c.id)).where(journal.c.site == bindparam("site")).scalar_subquery()
_CALLS = (
    select(journal.c.kind, journal.c.ticket, journal.c.data, table.c.priority)
    .join(table, table.c.id == journal.c.ticket)
    .where(
        journal.c.site == bindparam("site"),
        journal.c.id > _newest - MOST_FACTS,
        journal.c.kind.in_([Kind.TICKET_CALLED, Kind.MOVE_UNDONE, Kind.TICKET_RETURNED]),
        table.c.day == bindparam("day"),
    )
    .order_by(journal.c.id)
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


def turn_of(
    connection: Connection,
    mall: Mall,
    site: Site,
    counter: Counter,
    *,
    now: datetime,
    turns: Sequence[TakenTurn] | None = None,
) -> Turn:
    """What the mall's rules mean at this counter now; `turns` where the caller has read them already."""
    rules, for_priority = mall.rules, None
    if rules.priority_ratio is not None:
        taken = turns_taken(connection, mall, site, now=now) if turns is None else turns
        services = mall.services_of(site, counter)
        lanes = [lane for service, lane in taken if service in services]
        for_priority = rules.priority_ratio.is_for_priority(lanes)
    most = rules.priority_max_wait_minutes
    return Turn(
        preferred=mall.preferred_at(site, counter),
        shift=timedelta(minutes=rules.preference_minutes),
        overdue=now - timedelta(minutes=most) if most is not None else None,
        for_priority=for_priority,
    )


def turns_taken(connection: Connection, mall: Mall, site: Site, *, now: datetime) -> tuple[TakenTurn, ...]:
    """The services and lanes of those who were called last, the latest first; none without a ratio.

    Each counts once for a service, where the queue first gave it up: a number said again, called back
    from aside or sent elsewhere takes no turn, nor does a call that was taken back.
    """
    if mall.rules.priority_ratio is None:
        return ()
    turns: dict[tuple[int, str], Priority | None] = {}
    took: dict[int, bool] = {}  # whether the ticket's last call was a turn
    for row in connection.execute(_CALLS, {"site": site.code, "day": service_day(mall, now)}):
        whose = (row.ticket, row.data["service"])
        if row.kind == Kind.TICKET_CALLED:
            took[row.ticket] = row.data["from"] in _FROM_QUEUE and whose not in turns
            if took[row.ticket]:
                turns[whose] = Priority(row.priority) if row.priority else None
        elif _is_no_call(row) and took.pop(row.ticket, False):
            turns.pop(whose, None)
    return tuple((service, lane) for (_, service), lane in reversed(turns.items()))


def _is_no_call(row: Any) -> bool:
    """Whether this fact says that the ticket's last call does not count."""
    if row.kind == Kind.MOVE_UNDONE:
        return bool(row.data["move"] == Action.CALL)
    return "calls" in row.data["changed"]  # returned as if never called


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
