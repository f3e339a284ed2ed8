"""The last look at what came back, before anybody else sees it: what must hold, and what begins anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select, update

from app.backup.archive import Manifest
from app.domain.mall import Mall
from app.domain.opening import service_day
from app.store.refilling import NotTheSame
from app.store.tables import revision, series, session, ticket
from config import mall as mall_files


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: `numbers` tickets in all, `today` the last number of each series of today.

    `signed_out` sessions of people were ended.
    """

    manifest: Manifest
    numbers: int
    today: tuple[str, ...]
    signed_out: int


def settle(manifest: Manifest, connection: Connection, *, now: datetime, skip: int) -> Restored:
    """Numbers go on above the highest of each series, the mall can be read, and nobody is signed in.

    Raises NotTheSame, MallError.
    """
    document = connection.execute(
        select(revision.c.document).order_by(revision.c.id.desc()).limit(1)
    ).scalar()
    mall = None if document is None else mall_files.from_revision(document)
    today = service_day(mall, now) if mall else now.date()
    _must_not_give_twice(connection)
    if skip and mall:
        _leave_out(connection, mall, skip, day=today)
    numbers = connection.execute(select(func.count()).select_from(ticket)).scalar_one()
    ended = _sign_everybody_out(connection, now=now)
    return Restored(manifest, int(numbers), _last_numbers(connection, today), ended)


def _must_not_give_twice(connection: Connection) -> None:
    highest = (
        select(func.max(ticket.c.ordinal))
        .where(
            ticket.c.site == series.c.site, ticket.c.day == series.c.day, ticket.c.prefix == series.c.prefix
        )
        .scalar_subquery()
    )
    behind = connection.execute(select(series).where(series.c.last < highest)).all()
    if behind:
        raise NotTheSame(f"The series {behind[0].prefix} would give numbers twice; take another backup.")


def _leave_out(connection: Connection, mall: Mall, skip: int, *, day: date) -> None:
    """Also of a series that had not begun: the backup may be of the evening before."""
    connection.execute(update(series).where(series.c.day >= day).values(last=series.c.last + skip))
    begun = select(series.c.site, series.c.prefix).where(series.c.day == day)
    known = {(row.site, row.prefix) for row in connection.execute(begun)}
    fresh = [
        {"site": site, "day": day, "prefix": prefix, "last": skip}
        for site, prefix in sorted(set(_series_of(mall)) - known)
    ]
    if fresh:
        connection.execute(insert(series), fresh)


def _series_of(mall: Mall) -> Iterable[tuple[str, str]]:
    for site in mall.sites:
        for agency in mall.agencies_at(site):
            yield from ((site.code, service.prefix) for service in agency.services)


def _sign_everybody_out(connection: Connection, *, now: datetime) -> int:
    """A session that was ended after the backup must not live again, and nobody knows which that were."""
    ended = update(session).where(session.c.ended_at.is_(None)).values(ended_at=now)
    return connection.execute(ended).rowcount


def _last_numbers(connection: Connection, today: date) -> tuple[str, ...]:
    rows = connection.execute(
        select(series.c.site, series.c.prefix, series.c.last)
        .where(series.c.day == today)
        .order_by(series.c.site, series.c.prefix)
    )
    return tuple(f"{row.site} {row.prefix}-{row.last:03d}" for row in rows)
