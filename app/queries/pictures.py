"""How fresh this server's pictures are of the sites that satellites keep, and why one is not."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, exists, select

from app.store.tables import far_ticket, ticket
from app.store.tables import satellite as table


@dataclass(frozen=True, slots=True)
class Picture:
    """`as_of` is until when everything is known, None before the first facts; `trouble` since `since`."""

    site: str
    cursor: int
    as_of: datetime | None
    trouble: str | None
    since: datetime | None


_SELECT = select(table.c.site, table.c.cursor, table.c.as_of, table.c.trouble, table.c.since)


def pictures(connection: Connection) -> dict[str, Picture]:
    """By site; a satellite that was never asked has none."""
    return {row.site: Picture(*row) for row in connection.execute(_SELECT.order_by(table.c.site))}


def picture_of(connection: Connection, site: str) -> Picture | None:
    row = connection.execute(_SELECT.where(table.c.site == site)).one_or_none()
    return Picture(*row) if row is not None else None


def gave_numbers(connection: Connection, site: str, *, day: date) -> bool:
    """Whether this server itself gave a number at the site on that day."""
    is_pictured = exists().where(far_ticket.c.ticket == ticket.c.id)
    own = select(ticket.c.id).where(ticket.c.site == site, ticket.c.day == day, ~is_pictured)
    return connection.execute(own.limit(1)).first() is not None
