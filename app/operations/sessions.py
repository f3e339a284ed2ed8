"""Signing in and out: failures are counted before a password is looked at, sessions are kept as hashes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, exists, insert, select, update

from app.domain.events import Kind
from app.domain.links import digest
from app.domain.sessions import FORGOTTEN, KNOWN_PLACE, LIVES, Count, is_expired, refused_until
from app.domain.staff_refusals import PasswordExpired, SignInDelayed, UnknownSession, WrongCredentials
from app.operations.passwords import NOBODYS
from app.store.journal import record
from app.store.tables import session as table
from app.store.tables import sign_in_failure, staff
from app.store.transaction import Transaction

SECRET_BYTES = 32
LONGEST_ADDRESS = 64
LONGEST_BROWSER = 120


@dataclass(frozen=True, slots=True)
class Caller:
    """Where somebody signs in from."""

    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Failures:
    """How often it failed, and when last."""

    count: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that may be looked at: whose password hash to compare, and what was counted for it.

    `staff` None: nobody has this name, and the comparison is made all the same.
    """

    staff: int | None
    username: str
    password_hash: str
    counted: Mapping[Count, bytes]
    before: Mapping[Count, Failures | None]


def begin_attempt(tx: Transaction, username: str, caller: Caller, *, now: datetime) -> Attempt:
    """Counts the attempt as a failure until it has succeeded, so that many at once gain nothing.

    Raises SignInDelayed, and then counts nothing.
    """
    row = tx.execute(
        select(staff.c.id, staff.c.password_hash, staff.c.disabled_at).where(staff.c.username == username)
    ).one_or_none()
    owner = row.id if row is not None and row.disabled_at is None else None
    counted = {
        Count.PLACE_AND_NAME: _whose(Count.PLACE_AND_NAME, caller.address, username),
        Count.PLACE: _whose(Count.PLACE, caller.address),
    }
    if not _signed_in_from(tx, owner, caller.address, now=now):
        counted[Count.NAME] = _whose(Count.NAME, username)
    before = count_attempt(tx, counted, now=now)
    hashed = row.password_hash if row is not None and owner is not None else NOBODYS
    return Attempt(owner, username, hashed, counted, before)


def count_attempt(
    tx: Transaction, counted: Mapping[Count, bytes], *, now: datetime
) -> Mapping[Count, Failures | None]:
    """Counts one more failure of each; returns what they were. Raises SignInDelayed and counts nothing."""
    tx.execute(delete(sign_in_failure).where(sign_in_failure.c.last_at <= now - FORGOTTEN))
    rows = tx.execute(select(sign_in_failure).where(sign_in_failure.c.whose.in_(counted.values()))).all()
    known = {row.whose: Failures(row.failures, row.last_at) for row in rows}
    before = {count: known.get(whose) for count, whose in counted.items()}
    waits = [
        until
        for count, failures in before.items()
        if failures and (until := refused_until(count, failures.count, failures.last, now=now))
    ]
    if waits:
        raise SignInDelayed(until=max(waits))
    for count, whose in counted.items():
        failures = before[count]
        _keep(tx, whose, Failures((failures.count if failures else 0) + 1, now))
    return before


def forgive(tx: Transaction, counted: Mapping[Count, bytes], before: Mapping[Count, Failures | None]) -> None:
    """The attempt was no failure. What others failed at from this address stays counted."""
    for count, whose in counted.items():
        tx.execute(delete(sign_in_failure).where(sign_in_failure.c.whose == whose))
        failures = before[count]
        if count is Count.PLACE and failures is not None:
            _keep(tx, whose, failures)


def note_failure(tx: Transaction, attempt: Attempt, caller: Caller, *, now: datetime) -> None:
    """For the journal; a name that nobody has may be somebody's password and is not kept."""
    known = attempt.username if attempt.staff is not None else None
    data = {"username": known, "address": caller.address}
    record(tx, Kind.SIGN_IN_FAILED, at=now, actor="stranger", data=data)


def sign_in(
    tx: Transaction, attempt: Attempt, caller: Caller, *, now: datetime, random: Callable[[int], bytes]
) -> str:
    """Opens a session for an attempt whose password fitted; returns its secret, which is nowhere else.

    Raises WrongCredentials if account or password changed meanwhile, PasswordExpired for a
    temporary one that is too old.
    """
    row = tx.execute(select(staff).where(staff.c.id == attempt.staff)).one_or_none()
    if row is None or row.disabled_at is not None or row.password_hash != attempt.password_hash:
        raise WrongCredentials
    if row.must_change and is_expired(row.password_at, now=now):
        raise PasswordExpired
    forgive(tx, attempt.counted, attempt.before)
    return open_session(tx, row.id, caller, now=now, random=random)


def open_session(
    tx: Transaction, staff_id: int, caller: Caller, *, now: datetime, random: Callable[[int], bytes]
) -> str:
    """A new session of the person, whoever asked for it; returns its secret, 256 bits as 64 hex digits."""
    tx.execute(delete(table).where(table.c.created_at <= now - KNOWN_PLACE))
    secret = random(SECRET_BYTES).hex()
    row = {
        "staff": staff_id,
        "secret_hash": digest(secret),
        "created_at": now,
        "seen_at": now,
        "address": caller.address[:LONGEST_ADDRESS],
        "browser": caller.browser[:LONGEST_BROWSER],
    }
    session_id = tx.execute(insert(table).values(row).returning(table.c.id)).scalar_one()
    username = tx.execute(select(staff.c.username).where(staff.c.id == staff_id)).scalar_one()
    data = {"session": session_id, "username": username, "address": caller.address}
    record(tx, Kind.STAFF_SIGNED_IN, at=now, actor=f"staff:{username}", data=data)
    return secret


def end_session(tx: Transaction, session_id: int, *, actor: str, now: datetime) -> None:
    """Signs one session out; again changes nothing. Raises UnknownSession."""
    row = tx.execute(
        select(table.c.ended_at, staff.c.username)
        .join(staff, staff.c.id == table.c.staff)
        .where(table.c.id == session_id)
    ).one_or_none()
    if row is None:
        raise UnknownSession
    if row.ended_at is None:
        tx.execute(update(table).where(table.c.id == session_id).values(ended_at=now))
        data = {"session": session_id, "username": row.username}
        record(tx, Kind.STAFF_SIGNED_OUT, at=now, actor=actor, data=data)


def end_sessions(
    tx: Transaction, staff_id: int, *, actor: str, now: datetime, keep: int | None = None
) -> None:
    """Signs a person out everywhere, or everywhere but at the session to `keep`."""
    living = select(table.c.id).where(table.c.staff == staff_id, table.c.ended_at.is_(None))
    for session_id in tx.execute(living).scalars().all():
        if session_id != keep:
            end_session(tx, session_id, actor=actor, now=now)


def end_every_session(tx: Transaction, *, actor: str, now: datetime, keep: int | None) -> int:
    """Signs everybody out everywhere but at the session to `keep`; returns how many sessions ended."""
    young = table.c.created_at > now - LIVES  # the others have ended by themselves
    living = select(table.c.id).where(table.c.ended_at.is_(None), young, table.c.id.is_distinct_from(keep))
    ended = tx.execute(living).scalars().all()
    for session_id in ended:
        end_session(tx, session_id, actor=actor, now=now)
    return len(ended)


def whose_place(address: str) -> bytes:
    """What failures from an address are counted by."""
    return _whose(Count.PLACE, address)


def _whose(count: Count, *parts: str) -> bytes:
    return sha256("\n".join((count.value, *parts)).encode()).digest()


def _keep(tx: Transaction, whose: bytes, failures: Failures) -> None:
    tx.execute(delete(sign_in_failure).where(sign_in_failure.c.whose == whose))
    row = {"whose": whose, "failures": failures.count, "last_at": failures.last}
    tx.execute(insert(sign_in_failure).values(row))


def _signed_in_from(tx: Transaction, owner: int | None, address: str, *, now: datetime) -> bool:
    """Whether this is where the person signs in from: what others try elsewhere does not delay it."""
    query = select(
        exists().where(
            table.c.staff == owner,
            table.c.address == address[:LONGEST_ADDRESS],
            table.c.created_at > now - KNOWN_PLACE,
        )
    )
    return bool(tx.execute(query).scalar())
