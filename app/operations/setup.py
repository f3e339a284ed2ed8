"""The first administrator: a code on the console, once, while there is no staff yet."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, exists, insert, select

from app.domain.pairing import CODE_LENGTH, new_code
from app.domain.sessions import Count
from app.domain.staff import Grant, Role
from app.domain.staff_refusals import SetupDone, WrongSetupCode
from app.operations.sessions import count_attempt, forgive, whose_place
from app.operations.staff import add_staff
from app.queries.staff import is_anybody_there
from app.store.tables import setup_code as table
from app.store.transaction import Transaction

ACTOR = "console"


def new_setup_code(
    tx: Transaction, *, now: datetime, random: Callable[[int], bytes], demo: bool = False
) -> str | None:
    """A code to show on the console, sixteen letters; codes shown before end. None once there is staff.

    The staff of a demonstration does not count: an office that begins in its place lets everybody go.
    """
    tx.execute(delete(table))
    if is_anybody_there(tx.connection) and not demo:
        return None
    code = new_code(random) + new_code(random)
    tx.execute(insert(table).values(code_hash=_hash(code), made_at=now))
    return code


def typed_setup_code(text: str) -> str:
    """The code that a person typed, with or without hyphens, blanks and capitals."""
    return "".join(text.split()).replace("-", "").upper()[: 2 * CODE_LENGTH]


def try_setup_code(tx: Transaction, code: str, address: str, *, now: datetime, demo: bool = False) -> bool:
    """Whether this is the code; a wrong one counts as a failed attempt.

    Raises SetupDone and SignInDelayed. Nothing is raised for a wrong code, because its count has to be kept.
    """
    if is_anybody_there(tx.connection) and not demo:
        raise SetupDone
    counted = {Count.PLACE: whose_place(address)}
    before = count_attempt(tx, counted, now=now)
    if not _is_known(tx, code):
        return False
    forgive(tx, counted, before)
    return True


def set_up(tx: Transaction, code: str, *, username: str, name: str, password_hash: str, now: datetime) -> int:
    """Makes the first administrator and ends the code; returns the id.

    Raises SetupDone, WrongSetupCode and WrongUsername.
    """
    if is_anybody_there(tx.connection):
        raise SetupDone
    if not _is_known(tx, code):
        raise WrongSetupCode
    tx.execute(delete(table))
    return add_staff(
        tx,
        None,
        username=username,
        name=name,
        grants=(Grant(Role.ADMINISTRATOR),),
        password_hash=password_hash,
        temporary=False,
        actor=ACTOR,
        now=now,
    )


def _is_known(tx: Transaction, code: str) -> bool:
    """Looked up by its hash, in a time that tells nothing about the code."""
    return bool(tx.execute(select(exists().where(table.c.code_hash == _hash(code)))).scalar())


def _hash(code: str) -> bytes:
    return sha256(b"antrean setup:" + code.encode()).digest()
