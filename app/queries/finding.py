"""Finding a ticket by what staff know of it: its id, or the number that a visitor says."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from app.domain.mall import Mall, Site
from app.domain.numbering import meant, plain_prefix
from app.domain.ticket import Ticket
from app.queries.actors import names_of
from app.queries.tickets import SELECT, from_row
from app.store.tables import is_open, journal
from app.store.tables import ticket as table

MOST_FOUND = 20
MOST_FACTS = 20_000  # of all sites, among which a ticket's own are looked for, however long the history


def agency_of(connection: Connection, site: str, ticket_id: int) -> str | None:
    """The agency whose service a ticket of the site waits for; None where there is no such ticket."""
    query = select(table.c.agency).where(table.c.id == ticket_id, table.c.site == site)
    found: str | None = connection.execute(query).scalar()
    return found


def ticket_at(connection: Connection, site: str, ticket_id: int) -> Ticket | None:
    """The ticket of that id, if the site has it."""
    row = connection.execute(SELECT.where(table.c.id == ticket_id, table.c.site == site)).one_or_none()
    return None if row is None else from_row(row)


def find_tickets(
    connection: Connection, mall: Mall, site: str, said: str, *, day: date, agencies: frozenset[str] | None
) -> Sequence[Ticket]:
    """The day's tickets that somebody may mean by "A-007", "a7", "7" or "A"; nothing said means any.

    Those that are not over come first, then the newest; at most MOST_FOUND. `agencies` None is all.
    """
    here = [table.c.site == site, table.c.day == day]
    if agencies is not None:
        here.append(table.c.agency.in_(sorted(agencies)))
    query = SELECT.where(*here).limit(MOST_FOUND)
    if not said.strip():
        return [from_row(row) for row in connection.execute(query.order_by(table.c.id.desc()))]
    alike = [_is_meant(mall, letters, ordinal) for letters, ordinal in meant(said)]
    if not alike:
        return []
    over_last = case((is_open, 0), else_=1)
    found = connection.execute(query.where(or_(*alike)).order_by(over_last, table.c.id.desc()))
    return [from_row(row) for row in found]


def _is_meant(mall: Mall, letters: str, ordinal: int | None) -> ColumnElement[bool]:
    """The condition for one reading of what was said."""
    prefixes = sorted(
        {service.prefix for service in mall.service.values() if plain_prefix(service.prefix) == letters}
    )
    series = [table.c.prefix.in_(prefixes)] if letters else []
    return and_(*series, *([] if ordinal is None else [table.c.ordinal == ordinal]))


def story(
    connection: Connection, site: Site, ticket: int, *, after: int = 0
) -> tuple[int, list[dict[str, Any]]]:
    """What the journal says of a ticket after a cursor, the first fact first, and the next cursor.

    Names as people call them. A desk that looks again and again reads only what is new.
    """
    newest = connection.execute(select(func.max(journal.c.id))).scalar() or 0
    seen = max(after, newest - MOST_FACTS)
    rows = connection.execute(
        select(journal)
        .where(journal.c.site == site.code, journal.c.id > seen, journal.c.ticket == ticket)
        .order_by(journal.c.id)
    ).all()
    names = names_of(connection, (row.actor for row in rows))
    return newest, [
        {
            "id": row.id,
            "at": row.at.isoformat(),
            "kind": row.kind,
            "actor": row.actor,
            "actor_name": names.get(row.actor),
            "counter_name": known.name if (known := site.any_counter(row.counter)) else row.counter,
            "data": row.data,
        }
        for row in rows
    ]
