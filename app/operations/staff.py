"""Managing the people who work here: add one, change the grants, give a temporary password, let one go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update

from app.domain.events import Kind
from app.domain.mall import Mall
from app.domain.staff import LONGEST_NAME, Grant, is_administrator, is_sound, is_username
from app.domain.staff_refusals import (
    LastAdministrator,
    StaffChanged,
    UsernameTaken,
    WrongGrant,
    WrongUsername,
)
from app.operations.sessions import end_sessions
from app.queries.staff import Person, grant_document, people, person, person_named
from app.store.journal import record
from app.store.tables import staff as table
from app.store.tables import staff_grant
from app.store.transaction import Transaction


def add_staff(
    tx: Transaction,
    mall: Mall | None,
    *,
    username: str,
    name: str,
    grants: Sequence[Grant],
    password_hash: str,
    temporary: bool,
    actor: str,
    now: datetime,
) -> int:
    """Returns the new person's id. Raises WrongUsername, UsernameTaken and WrongGrant."""
    if not is_username(username):
        raise WrongUsername
    if person_named(tx.connection, username) is not None:
        raise UsernameTaken
    row = {
        "username": username,
        "name": name[:LONGEST_NAME] or username,
        "password_hash": password_hash,
        "must_change": temporary,
        "password_at": now,
        "created_at": now,
    }
    staff_id = int(tx.execute(insert(table).values(row).returning(table.c.id)).scalar_one())
    _give(tx, mall, staff_id, grants)
    _fact(tx, Kind.STAFF_ADDED, person(tx.connection, staff_id), actor=actor, now=now)
    return staff_id


def change_staff(
    tx: Transaction,
    mall: Mall | None,
    staff_id: int,
    *,
    name: str | None,
    grants: Sequence[Grant] | None,
    disabled: bool | None,
    actor: str,
    now: datetime,
    known: Sequence[Grant] | None = None,
) -> None:
    """Changes what is not None; the same again changes nothing. Who is disabled is signed out everywhere.

    `known` are the grants that whoever asks has seen; None: whatever they are now.
    Raises UnknownStaff, WrongGrant, StaffChanged, and LastAdministrator where nobody could manage staff
    any more.
    """
    before = person(tx.connection, staff_id)
    if known is not None and before.grants not in (tuple(known), tuple(known if grants is None else grants)):
        raise StaffChanged
    if name is not None:
        shown = name[:LONGEST_NAME] or before.username
        tx.execute(update(table).where(table.c.id == staff_id).values(name=shown))
    if grants is not None and tuple(grants) != before.grants:
        tx.execute(delete(staff_grant).where(staff_grant.c.staff == staff_id))
        _give(tx, mall, staff_id, grants)
    if disabled is not None and disabled != (before.disabled_at is not None):
        since = now if disabled else None
        tx.execute(update(table).where(table.c.id == staff_id).values(disabled_at=since))
    after = person(tx.connection, staff_id)
    if after == before:
        return
    if _manages(before) and not _manages(after):
        _must_leave_an_administrator(tx)
    if after.disabled_at is not None:
        end_sessions(tx, staff_id, actor=actor, now=now)
    _fact(tx, Kind.STAFF_CHANGED, after, actor=actor, now=now)


def set_password(
    tx: Transaction, staff_id: int, password_hash: str, *, temporary: bool, actor: str, now: datetime
) -> None:
    """Replaces the password and ends every session that was opened with the old one. Raises UnknownStaff."""
    known = person(tx.connection, staff_id)
    values = {"password_hash": password_hash, "must_change": temporary, "password_at": now}
    tx.execute(update(table).where(table.c.id == staff_id).values(values))
    end_sessions(tx, staff_id, actor=actor, now=now)
    _fact(tx, Kind.STAFF_PASSWORD_SET, known, actor=actor, now=now, temporary=temporary)


def let_everybody_go(tx: Transaction, *, actor: str, now: datetime) -> int:
    """Nobody comes in by a name any more, the last administrator neither; how many that were.

    The end of a demonstration, whose people were made by whoever tried it.
    """
    living = [each for each in people(tx.connection) if each.disabled_at is None]
    for each in living:
        tx.execute(update(table).where(table.c.id == each.id).values(disabled_at=now))
        end_sessions(tx, each.id, actor=actor, now=now)
        _fact(tx, Kind.STAFF_CHANGED, person(tx.connection, each.id), actor=actor, now=now)
    return len(living)


def _manages(known: Person) -> bool:
    return known.disabled_at is None and is_administrator(known.grants)


def _must_leave_an_administrator(tx: Transaction) -> None:
    if not any(_manages(each) for each in people(tx.connection)):
        raise LastAdministrator


def _give(tx: Transaction, mall: Mall | None, staff_id: int, grants: Sequence[Grant]) -> None:
    """Raises WrongGrant for a place that the mall does not have, and for more than may be given."""
    for grant in grants:
        if not is_sound(grant) or (mall is not None and not _is_there(mall, grant)):
            raise WrongGrant
        row: dict[str, Any] = {**grant_document(grant), "staff": staff_id}
        tx.execute(insert(staff_grant).values(row))


def _is_there(mall: Mall, grant: Grant) -> bool:
    known = grant.site is None or grant.site in mall.site
    return known and (grant.agencies or frozenset()) <= mall.agency.keys()


def _fact(tx: Transaction, kind: Kind, known: Person, *, actor: str, now: datetime, **more: bool) -> None:
    """Who was changed and to what; never the password."""
    data = {
        "staff": known.id,
        "username": known.username,
        "name": known.name,
        "grants": [grant_document(grant) for grant in known.grants],
        "disabled": known.disabled_at is not None,
    }
    record(tx, kind, at=now, actor=actor, data={**data, **more})
