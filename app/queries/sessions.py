"""Who is signed in: the holder behind a session's cookie, and the list of sessions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from app.domain.sessions import LIVES, idle_limit, is_over
from app.domain.staff import Grant
from app.queries.staff import grants_of
from app.queries.tokens import STAFF, Bearer
from app.store.tables import session as table
from app.store.tables import staff


@dataclass(frozen=True, slots=True)
class SessionEntry:
    """A living session, without its secret."""

    id: int
    staff: int
    username: str
    name: str
    created_at: datetime
    seen_at: datetime
    address: str
    browser: str


_LIVING = (
    select(
        table,
        staff.c.username,
        staff.c.name,
        staff.c.must_change,
    )
    .join(staff, staff.c.id == table.c.staff)
    .where(table.c.ended_at.is_(None), staff.c.disabled_at.is_(None))
)  # of those, the ones that ended by themselves are left out by `is_over`


def session_bearers(
    connection: Connection, hashes: Collection[bytes], *, now: datetime
) -> Mapping[bytes, Bearer]:
    """Whose living sessions these are, by the hash of the secret; those that ended are left out."""
    if not hashes:
        return {}
    living = _still_living(connection, _LIVING.where(table.c.secret_hash.in_(sorted(hashes))), now=now)
    return {row.secret_hash: _bearer(row, grants) for row, grants in living}


def session_entries(connection: Connection, *, staff_id: int | None, now: datetime) -> list[SessionEntry]:
    """The living sessions of a person, or of everybody (None), the youngest first."""
    query = _LIVING.order_by(table.c.id.desc())
    if staff_id is not None:
        query = query.where(table.c.staff == staff_id)
    return [
        SessionEntry(
            row.id,
            row.staff,
            row.username,
            row.name,
            row.created_at,
            row.seen_at,
            row.address,
            row.browser,
        )
        for row, _ in _still_living(connection, query, now=now)
    ]


def last_uses(connection: Connection, *, staff_id: int | None = None) -> Mapping[int, datetime]:
    """When each person last used a session that is still kept, by id; a session is kept for 90 days."""
    query = select(table.c.staff, func.max(table.c.seen_at).label("seen_at")).group_by(table.c.staff)
    if staff_id is not None:
        query = query.where(table.c.staff == staff_id)
    return {row.staff: row.seen_at for row in connection.execute(query)}


def session_document(entry: SessionEntry, *, own: bool) -> dict[str, Any]:
    return {
        "id": entry.id,
        "staff": entry.staff,
        "username": entry.username,
        "name": entry.name,
        "created_at": entry.created_at.isoformat(),
        "seen_at": entry.seen_at.isoformat(),
        "address": entry.address,
        "browser": entry.browser,
        "own": own,
    }


def _still_living(
    connection: Connection, query: Select[Any], *, now: datetime
) -> list[tuple[Any, tuple[Grant, ...]]]:
    rows = connection.execute(query.where(table.c.created_at > now - LIVES)).all()
    grants = grants_of(connection, {row.staff for row in rows})
    known = [(row, grants.get(row.staff, ())) for row in rows]
    return [
        (row, held)
        for row, held in known
        if not is_over(row.created_at, row.seen_at, idle=idle_limit(held), now=now)
    ]


def _bearer(row: Any, grants: tuple[Grant, ...]) -> Bearer:
    """A person who still has to change the password has no grant at all."""
    sites = {grant.site for grant in grants}
    site = next(iter(sites)) if len(sites) == 1 else None
    held = () if row.must_change else grants
    return Bearer(
        row.staff, STAFF, site, row.username, row.name, held, session=row.id, must_change=row.must_change
    )
