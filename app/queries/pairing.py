"""Pairings: what a device that waits is told, and what an administrator sees of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from app.domain.links import digest
from app.domain.mall import Mall, Site
from app.domain.pairing import PairingRole, is_good
from app.queries.tokens import Bearer, living_bearer
from app.store.tables import pairing as table


@dataclass(frozen=True, slots=True)
class Pairing:
    """A device that asked; `token` is the id of what it was given, None while it waits."""

    id: int
    code: str
    role: PairingRole
    name: str
    address: str
    secret_hash: bytes
    key_hash: bytes
    asked_at: datetime
    expires_at: datetime
    token: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the device shows until somebody confirms it."""

    code: str
    expires_at: datetime


_OF_KEY = select(table).where(table.c.key_hash == bindparam("key_hash"))

_OF_HASHES = select(table).where(
    table.c.secret_hash == bindparam("secret_hash"), table.c.key_hash == bindparam("key_hash")
)


def all_pairings(connection: Connection) -> tuple[Pairing, ...]:
    return tuple(_pairing(row) for row in connection.execute(select(table).order_by(table.c.id)))


def waiting_of(pairing: Pairing) -> Waiting:
    return Waiting(pairing.code, pairing.expires_at)


def pairing_of_key(connection: Connection, key: str, *, now: datetime) -> Waiting | Bearer | None:
    """What has become of the device that asks with `key`: it waits, or it holds a token; None for neither."""
    row = connection.execute(_OF_KEY, {"key_hash": digest(key)}).one_or_none()
    if row is None:
        return None
    found = _pairing(row)
    if found.token is not None:
        return living_bearer(connection, found.secret_hash)
    return waiting_of(found) if is_good(found.expires_at, now=now) else None


def answer_known(
    connection: Connection, secret_hash: bytes, key_hash: bytes, *, now: datetime
) -> Waiting | Bearer | None:
    """What a device that asks again is told; None where there is something to decide."""
    if holder := living_bearer(connection, secret_hash):
        return holder
    row = connection.execute(_OF_HASHES, {"secret_hash": secret_hash, "key_hash": key_hash}).one_or_none()
    waits = row is not None and row.token is None and is_good(row.expires_at, now=now)
    return waiting_of(_pairing(row)) if row is not None and waits else None


def places(site: Site) -> dict[str, Any]:
    """Where a device of each role can stand at a site; the agent "" serves the printers that name none."""
    return {
        "site": site.code,
        "name": site.name,
        "kiosk": [{"code": kiosk.code, "name": kiosk.name} for kiosk in site.kiosks],
        "display": [{"code": display.code, "name": display.name} for display in site.displays],
        "agent": [
            {
                "code": agent,
                "name": ", ".join(each.code for each in site.printers if (each.agent or "") == agent),
            }
            for agent in sorted({printer.agent or "" for printer in site.printers})
        ],
    }


def pairing_document(pairing: Pairing, mall: Mall, *, site: str | None) -> dict[str, Any]:
    """A device that waits, and the places it may be given by an administrator of `site` (None: of all)."""
    return {
        "role": pairing.role.value,
        "name": pairing.name,
        "address": pairing.address,
        "asked_at": pairing.asked_at.isoformat(),
        "expires_at": pairing.expires_at.isoformat(),
        "places": [places(each) for each in mall.sites if site in (None, each.code)],
    }


def _pairing(row: Row[Any]) -> Pairing:
    return Pairing(**{**row._asdict(), "role": PairingRole(row.role)})
