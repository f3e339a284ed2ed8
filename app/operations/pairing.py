"""Pairing devices: a device asks, an administrator finds it by its code and gives it a place."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, insert, or_, select, update

from app.domain.errors import (
    CodeUsed,
    PairingLocked,
    Refused,
    SecretUsed,
    TooManyPairings,
    UnknownCode,
    UnknownPlace,
)
from app.domain.events import Kind
from app.domain.mall import Mall, Site
from app.domain.pairing import (
    CODE_LIVES,
    LOCKED_FOR,
    MOST_OPEN,
    MOST_OPEN_FROM_ONE,
    WRONG_WITHIN,
    PairingRole,
    is_one_too_many,
    locked_until,
    new_code,
    same_code,
)
from app.operations.tokens import admit_secret, device_fact
from app.queries.pairing import Pairing, Waiting, all_pairings, waiting_of
from app.queries.tokens import Bearer, TokenEntry, living_bearer, secret_is_known, token_entry
from app.store.journal import record
from app.store.tables import pairing as table
from app.store.tables import wrong_code
from app.store.transaction import Transaction

KEPT = timedelta(days=1)  # a confirmed pairing, for a device that was off meanwhile


@dataclass(frozen=True, slots=True)
class Asking:
    """What a device says of itself; the hashes are `digest`s of its secret and its `poll_key`."""

    role: PairingRole
    name: str
    address: str
    secret_hash: bytes
    key_hash: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """What an administrator gives: a kiosk, a display, or the agent of that name ("": the nameless)."""

    role: PairingRole
    site: str
    code: str
    name: str


def ask_pairing(
    tx: Transaction, asking: Asking, *, now: datetime, random: Callable[[int], bytes]
) -> Waiting | Bearer:
    """The code to show, the same one while it lives; or the holder, if the device is paired already.

    Raises SecretUsed and TooManyPairings.
    """
    forget_pairings(tx, now=now)
    if holder := living_bearer(tx.connection, asking.secret_hash):
        return holder
    pairings = all_pairings(tx.connection)
    known = [each for each in pairings if asking.secret_hash == each.secret_hash]
    if known and known[0].key_hash == asking.key_hash and known[0].token is None:
        return waiting_of(known[0])
    keys = {each.key_hash for each in pairings}
    if known or asking.key_hash in keys or secret_is_known(tx.connection, asking.secret_hash):
        raise SecretUsed
    _must_have_room([each for each in pairings if each.token is None], asking.address)
    code = _unused({each.code for each in pairings}, random)
    row = {
        "code": code,
        "role": asking.role.value,
        "name": asking.name,
        "address": asking.address,
        "secret_hash": asking.secret_hash,
        "key_hash": asking.key_hash,
        "asked_at": now,
        "expires_at": now + CODE_LIVES,
    }
    tx.execute(insert(table).values(row))
    return Waiting(code, now + CODE_LIVES)


def find_pairing(tx: Transaction, code: str, *, actor: str, now: datetime) -> Pairing | Refused:
    """The device that shows this code and waits.

    A refusal is returned and not raised, because the wrong code that it counts has to be kept.
    """
    found = _look_up(tx, code, actor=actor, now=now)
    if isinstance(found, Pairing) and found.token is not None:
        return CodeUsed()
    return found


def confirm_pairing(
    tx: Transaction, mall: Mall, code: str, place: Place, *, actor: str, now: datetime
) -> int | Refused:
    """Makes the device's secret a token for the place; returns its id. The same again changes nothing.

    A refusal is returned, as by `find_pairing`; raises UnknownPlace.
    """
    found = _look_up(tx, code, actor=actor, now=now)
    if isinstance(found, Refused):
        return found
    if not _is_there(mall.site[place.site], place) or not _may_become(found.role, place.role):
        raise UnknownPlace
    if found.token is not None:
        return found.token if _lives_at(token_entry(tx.connection, found.token), place) else CodeUsed()
    token_id = admit_secret(
        tx,
        found.secret_hash,
        role=place.role,
        site=place.site,
        code=place.code or None,
        name=place.name,
        now=now,
    )
    tx.execute(update(table).where(table.c.id == found.id).values(token=token_id))
    device_fact(tx, Kind.DEVICE_PAIRED, token_id, actor=actor, now=now, address=found.address)
    return token_id


def forget_pairings(tx: Transaction, *, now: datetime) -> None:
    """Codes that ran out, pairings done long ago, and wrong codes that no longer count."""
    ran_out = and_(table.c.token.is_(None), table.c.expires_at <= now)
    tx.execute(delete(table).where(or_(ran_out, table.c.expires_at <= now - KEPT)))
    tx.execute(delete(wrong_code).where(wrong_code.c.at <= now - WRONG_WITHIN - LOCKED_FOR))


def _unused(codes: Collection[str], random: Callable[[int], bytes]) -> str:
    while (code := new_code(random)) in codes:
        pass
    return code


def _must_have_room(waiting: list[Pairing], address: str) -> None:
    here = [each for each in waiting if each.address == address]
    for those, most in ((waiting, MOST_OPEN), (here, MOST_OPEN_FROM_ONE)):
        if len(those) >= most:
            raise TooManyPairings(until=min(each.expires_at for each in those))


def _look_up(tx: Transaction, code: str, *, actor: str, now: datetime) -> Pairing | Refused:
    """The pairing of a code, confirmed or waiting; a code that nobody was ever given counts as a guess."""
    wrong = tx.execute(select(wrong_code.c.at, wrong_code.c.locks_until)).all()
    until = locked_until((row.locks_until for row in wrong if row.locks_until), now=now)
    if until is not None:
        return PairingLocked(until=until)
    found = [each for each in all_pairings(tx.connection) if same_code(each.code, code)]
    if found:
        return found[0] if found[0].token is not None or now < found[0].expires_at else UnknownCode()
    before = [row.at for row in wrong if row.locks_until is None]
    return _count_wrong(tx, locks=is_one_too_many(before, now=now), actor=actor, now=now)


def _count_wrong(tx: Transaction, *, locks: bool, actor: str, now: datetime) -> Refused:
    if not locks:
        tx.execute(insert(wrong_code).values(at=now))
        return UnknownCode()
    until = now + LOCKED_FOR
    tx.execute(delete(wrong_code))  # they have had their effect, and count for no second lock
    tx.execute(insert(wrong_code).values(at=now, locks_until=until))
    record(tx, Kind.PAIRING_LOCKED, at=now, actor=actor, data={"until": until.isoformat()})
    return PairingLocked(until=until)


def _is_there(site: Site, place: Place) -> bool:
    if place.role is PairingRole.AGENT:
        return place.code in {printer.agent or "" for printer in site.printers}
    return place.code in (site.kiosk if place.role is PairingRole.KIOSK else site.display)


def _may_become(asked: PairingRole, given: PairingRole) -> bool:
    """A screen may become another screen; a program that prints is no screen."""
    return (asked is PairingRole.AGENT) == (given is PairingRole.AGENT)


def _lives_at(device: TokenEntry, place: Place) -> bool:
    holder = device.bearer
    is_there = (holder.role, holder.site, holder.code or "") == (place.role, place.site, place.code)
    return is_there and device.revoked_at is None
