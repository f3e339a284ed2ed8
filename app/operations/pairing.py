"""Pairing devices: a device asks, an administrator finds it by its code and gives it a place."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, insert, or_, select, update

from app.domain.errors import CodeUsed, Refused, SecretUsed, TooManyPairings, UnknownPlace
from app.domain.events import Kind
from app.domain.mall import Mall, Site
from app.domain.pairing import (
    CODE_LIVES,
    LOCKED_FOR,
    MOST_OPEN,
    MOST_OPEN_FROM_ONE,
    WRONG_WITHIN,
    PairingRole,
    is_good,
    neighbourhood,
    new_code,
    to_give_way,
)
from app.domain.pairing_refusals import PlaceOfServer, PlaceTaken
from app.operations.pairing_codes import look_up
from app.operations.tokens import admit_secret, device_fact, revoke_device
from app.queries.pairing import Pairing, Waiting, all_pairings, waiting_of
from app.queries.tokens import (
    Bearer,
    TokenEntry,
    living_bearer,
    secret_is_known,
    token_entries,
    token_entry,
)
from app.store.tables import pairing as table
from app.store.tables import wrong_code
from app.store.transaction import Transaction

KEPT = timedelta(days=1)  # a confirmed pairing, for a device that was off meanwhile
KEPT_EXPIRED = timedelta(hours=1)  # a code that ran out: whoever types it late has guessed nothing
MOST_EXPIRED = 200
HASH_BYTES = 32


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
    """What an administrator gives: a kiosk, a display, or the agent of that name ("": the nameless).

    `replaces` is the permission to revoke the agent that is there.
    """

    role: PairingRole
    site: str
    code: str
    name: str
    replaces: bool = False


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
    known = [
        each for each in pairings if {each.secret_hash, each.key_hash} & {asking.secret_hash, asking.key_hash}
    ]
    for pairing in known:
        if not _is_of(pairing, asking) or pairing.token is not None:
            raise SecretUsed
        if is_good(pairing.expires_at, now=now):
            return waiting_of(pairing)
        _retire(tx, pairing, now=now, random=random)
    if secret_is_known(tx.connection, asking.secret_hash):
        raise SecretUsed
    waiting = [each for each in pairings if _waits(each, now=now)]
    _make_room(tx, waiting, asking.address, now=now, random=random)
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
    found = look_up(tx, code, actor=actor, now=now)
    if isinstance(found, Pairing) and found.token is not None:
        return CodeUsed()
    return found


def confirm_pairing(
    tx: Transaction, mall: Mall, code: str, place: Place, *, actor: str, now: datetime
) -> int | Refused:
    """Makes the device's secret a token for the place; returns its id. The same again changes nothing.

    A refusal is returned, as by `find_pairing`; raises UnknownPlace.
    """
    found = look_up(tx, code, actor=actor, now=now)
    if isinstance(found, Refused):
        return found
    if not _is_there(mall.site[place.site], place) or not _may_become(found.role, place.role):
        raise UnknownPlace
    if found.token is not None:
        return found.token if _lives_at(token_entry(tx.connection, found.token), place) else CodeUsed()
    if refusal := _clear(tx, place, actor=actor, now=now):
        return refusal
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
    """Codes that ran out a while ago, pairings done long ago, and wrong codes that no longer count."""
    unconfirmed = table.c.token.is_(None)
    set_back = update(table).where(unconfirmed, table.c.expires_at > now + CODE_LIVES)
    tx.execute(set_back.values(expires_at=now))  # else such a code would be good once more later on
    ran_out = and_(unconfirmed, table.c.expires_at <= now - KEPT_EXPIRED)
    tx.execute(delete(table).where(or_(ran_out, table.c.expires_at <= now - KEPT)))
    gone = select(table.c.id).where(unconfirmed, table.c.expires_at <= now).order_by(table.c.id.desc())
    tx.execute(delete(table).where(table.c.id.in_(gone.offset(MOST_EXPIRED).limit(MOST_OPEN))))
    tx.execute(delete(wrong_code).where(wrong_code.c.at <= now - WRONG_WITHIN - LOCKED_FOR))


def forget_waiting(tx: Transaction, *, now: datetime, random: Callable[[int], bytes]) -> int:
    """Ends every code that is shown now, returns how many; devices that are still there ask for others."""
    waiting = [each for each in all_pairings(tx.connection) if _waits(each, now=now)]
    for pairing in waiting:
        _retire(tx, pairing, now=now, random=random)
    return len(waiting)


def _is_of(pairing: Pairing, asking: Asking) -> bool:
    return (pairing.secret_hash, pairing.key_hash) == (asking.secret_hash, asking.key_hash)


def _waits(pairing: Pairing, *, now: datetime) -> bool:
    return pairing.token is None and is_good(pairing.expires_at, now=now)


def _retire(tx: Transaction, pairing: Pairing, *, now: datetime, random: Callable[[int], bytes]) -> None:
    """The code is shown no more, and known only as one that was; its device may ask anew with its secret."""
    hashes = {"secret_hash": random(HASH_BYTES), "key_hash": random(HASH_BYTES)}
    ended = min(pairing.expires_at, now)
    tx.execute(update(table).where(table.c.id == pairing.id).values(expires_at=ended, **hashes))


def _unused(codes: Collection[str], random: Callable[[int], bytes]) -> str:
    while (code := new_code(random)) in codes:
        pass
    return code


def _make_room(
    tx: Transaction, waiting: list[Pairing], address: str, *, now: datetime, random: Callable[[int], bytes]
) -> None:
    """Raises TooManyPairings for a neighbourhood that has its share; the most crowded gives way to others."""
    homes = [neighbourhood(each.address) for each in waiting]
    here = [each for each, home in zip(waiting, homes, strict=True) if home == neighbourhood(address)]
    if len(here) >= MOST_OPEN_FROM_ONE:
        raise TooManyPairings(until=min(each.expires_at for each in here))
    if len(waiting) >= MOST_OPEN:
        _retire(tx, waiting[to_give_way(homes)], now=now, random=random)


def _clear(tx: Transaction, place: Place, *, actor: str, now: datetime) -> Refused | None:
    """Ends the agent that holds the place, where that was asked for: two would each print the same paper."""
    if place.role is not PairingRole.AGENT:
        return None
    holders = [each.bearer for each in token_entries(tx.connection) if _prints_at(each, place)]
    if any(holder.site is None for holder in holders):
        return PlaceOfServer()
    if holders and not place.replaces:
        return PlaceTaken()
    for holder in holders:
        revoke_device(tx, holder.id, actor=actor, now=now)
    return None


def _prints_at(entry: TokenEntry, place: Place) -> bool:
    holder = entry.bearer
    is_there = holder.role == PairingRole.AGENT and holder.may_enter(place.site)
    return is_there and (holder.code or "") == place.code and entry.revoked_at is None


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
