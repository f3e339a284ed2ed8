"""Who called A-007 at 10:12? The facts of a day, by number, counter, person, kind or a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, and_, cast, false, func, or_, select

from app.domain.mall import Mall, Site
from app.domain.numbering import meant, plain_prefix
from app.domain.opening import day_start
from app.queries.actors import names_of
from app.store.tables import journal, staff, ticket

MOST_FOUND = 50
LATE = timedelta(minutes=10)  # by so much the moments of a site's facts may stand out of their order


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; "" is anything. `before` is the fact after which the page before began, or None."""

    day: date
    number: str = ""
    counter: str = ""
    person: str = ""
    kind: str = ""
    text: str = ""
    before: int | None = None


def find_facts(
    connection: Connection, mall: Mall, site: Site | None, wanted: Wanted, *, most: int = MOST_FOUND
) -> tuple[list[dict[str, Any]], int | None]:
    """The newest first, and from where to go on, None for no more. `site` None is what belongs to none."""
    code = site.code if site else ""
    since, until = (day_start(mall, wanted.day + timedelta(days=days)) for days in (0, 1))
    first = first_since(connection, code, since - LATE)
    last = first_since(connection, code, until + LATE)
    asked = [
        journal.c.site == code,
        journal.c.id >= first,
        journal.c.id < last,
        journal.c.at >= since,
        journal.c.at < until,
        *_conditions(connection, mall, code, wanted),
    ]
    if wanted.before is not None:
        asked.append(journal.c.id < wanted.before)
    query = select(journal).where(*asked).order_by(journal.c.id.desc()).limit(most + 1)
    rows = connection.execute(query).all()
    shown = rows[:most]
    return _documents(connection, site, shown), shown[-1].id if len(rows) > most else None


def _conditions(connection: Connection, mall: Mall, site: str, wanted: Wanted) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if wanted.number.strip():
        asked.append(journal.c.ticket.in_(_tickets(connection, mall, site, wanted)))
    if wanted.counter:
        asked.append(journal.c.counter == wanted.counter)
    if wanted.kind:
        asked.append(journal.c.kind == wanted.kind)
    if wanted.person.strip():
        asked.append(_is_by(connection, wanted.person.strip()))
    if wanted.text.strip():
        told = func.lower(cast(journal.c.data, Text))
        asked.append(told.contains(wanted.text.strip().lower(), autoescape=True))
    return asked


def _tickets(connection: Connection, mall: Mall, site: str, wanted: Wanted) -> Sequence[int]:
    """The day's tickets that somebody may mean by "A-007", "a7" or "7"."""
    prefixes = {plain_prefix(service.prefix): service.prefix for service in mall.service.values()}
    alike: list[ColumnElement[bool]] = []
    for letters, ordinal in meant(wanted.number):
        series = [ticket.c.prefix == prefixes.get(letters, "")] if letters else []
        alike.append(and_(*series, *([] if ordinal is None else [ticket.c.ordinal == ordinal])))
    if not alike:
        return []
    query = select(ticket.c.id).where(ticket.c.site == site, ticket.c.day == wanted.day, or_(*alike))
    return list(connection.execute(query.limit(MOST_FOUND * 20)).scalars())


def _is_by(connection: Connection, said: str) -> ColumnElement[bool]:
    """Deeds of people whose name or user name has these letters, and of screens whose journal name has."""
    like = func.lower(staff.c.name).contains(said.lower(), autoescape=True)
    known = or_(like, staff.c.username.contains(said.lower(), autoescape=True))
    people = connection.execute(select(staff.c.username).where(known)).scalars()
    actors = [f"staff:{username}" for username in people]
    mine = journal.c.actor.in_(actors) if actors else false()
    return or_(mine, func.lower(journal.c.actor).contains(said.lower(), autoescape=True))


def first_since(connection: Connection, site: str, moment: datetime) -> int:
    """The id of the site's first fact from a moment on, found by halving: years of facts are not read."""
    low, high = 0, int(connection.execute(select(func.max(journal.c.id))).scalar() or 0) + 1
    while low < high:
        middle = (low + high) // 2
        row = connection.execute(
            select(journal.c.id, journal.c.at)
            .where(journal.c.site == site, journal.c.id >= middle)
            .order_by(journal.c.id)
            .limit(1)
        ).one_or_none()
        if row is None or row.at >= moment:
            high = middle
        else:
            low = row.id + 1
    return low


def _documents(connection: Connection, site: Site | None, rows: Sequence[Any]) -> list[dict[str, Any]]:
    names = names_of(connection, (row.actor for row in rows))
    return [
        {
            "id": row.id,
            "at": row.at.isoformat(),
            "kind": row.kind,
            "actor": row.actor,
            "actor_name": names.get(row.actor),
            "counter": row.counter,
            "counter_name": known.name if site and (known := site.any_counter(row.counter)) else row.counter,
            "data": dict(row.data),
        }
        for row in rows
    ]
