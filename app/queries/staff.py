"""The people who work here, and what they may do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, select

from app.domain.staff import Grant, Permission, Role
from app.domain.staff_refusals import UnknownStaff
from app.store.tables import staff as table
from app.store.tables import staff_grant


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff, without the password. `disabled_at`: since when nobody comes in by this name."""

    id: int
    username: str
    name: str
    grants: tuple[Grant, ...]
    must_change: bool
    password_at: datetime
    created_at: datetime
    disabled_at: datetime | None


def people(connection: Connection) -> tuple[Person, ...]:
    """Everybody, by user name."""
    rows = connection.execute(select(table).order_by(table.c.username)).all()
    grants = grants_of(connection, [row.id for row in rows])
    return tuple(_person(row, grants) for row in rows)


def person(connection: Connection, staff_id: int) -> Person:
    """Raises UnknownStaff."""
    row = connection.execute(select(table).where(table.c.id == staff_id)).one_or_none()
    if row is None:
        raise UnknownStaff
    return _person(row, grants_of(connection, [staff_id]))


def person_named(connection: Connection, username: str) -> Person | None:
    """Whoever has this user name in its plain form."""
    row = connection.execute(select(table).where(table.c.username == username)).one_or_none()
    return None if row is None else _person(row, grants_of(connection, [row.id]))


def is_anybody_there(connection: Connection) -> bool:
    """Whether the installation has staff, so that its setup is over."""
    return bool(connection.execute(select(exists().where(table.c.id.is_not(None)))).scalar())


def grants_of(connection: Connection, ids: Iterable[int]) -> Mapping[int, tuple[Grant, ...]]:
    """The grants of these people, by id, in the order in which they were given."""
    query = select(staff_grant).where(staff_grant.c.staff.in_(sorted(ids))).order_by(staff_grant.c.id)
    found: dict[int, tuple[Grant, ...]] = {}
    for row in connection.execute(query):
        found[row.staff] = (*found.get(row.staff, ()), _grant(row))
    return found


def staff_document(known: Person, *, sessions: int, seen_at: datetime | None) -> dict[str, Any]:
    """A person as an administrator sees them; `seen_at` is the last use of a session."""
    moments = {
        "created_at": known.created_at,
        "password_at": known.password_at,
        "disabled_at": known.disabled_at,
        "seen_at": seen_at,
    }
    return {
        "id": known.id,
        "username": known.username,
        "name": known.name,
        "grants": [grant_document(grant) for grant in known.grants],
        "must_change": known.must_change,
        "sessions": sessions,
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
    }


def grant_document(grant: Grant) -> dict[str, Any]:
    return {
        "role": grant.role.value,
        "site": grant.site,
        "agencies": None if grant.agencies is None else sorted(grant.agencies),
        "also": sorted(grant.also),
    }


def _grant(row: Any) -> Grant:
    """A permission of a newer version on the same database means nothing to this one."""
    known = {permission.value for permission in Permission}
    also = frozenset(Permission(each) for each in row.also if each in known)
    agencies = None if row.agencies is None else frozenset(row.agencies)
    return Grant(Role(row.role), row.site, agencies, also)


def _person(row: Any, grants: Mapping[int, tuple[Grant, ...]]) -> Person:
    return Person(
        id=row.id,
        username=row.username,
        name=row.name,
        grants=grants.get(row.id, ()),
        must_change=row.must_change,
        password_at=row.password_at,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
    )
