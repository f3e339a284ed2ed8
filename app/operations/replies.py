"""The same request twice gives the same answer once: outcomes are kept under their key."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from app.domain.errors import KeyReused
from app.store.tables import reply
from app.store.transaction import Transaction

_SELECT = select(reply.c.fingerprint, reply.c.outcome).where(
    reply.c.scope == bindparam("scope"), reply.c.key == bindparam("key")
)
_INSERT = insert(reply)


@dataclass(frozen=True, slots=True)
class Once:
    """A request as it may come again: who asks, under which key, and what was asked."""

    scope: str
    key: str
    request: str

    @property
    def fingerprint(self) -> str:
        return sha256(self.request.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a deed came to; `replayed` when it had been done before."""

    value: dict[str, Any]
    replayed: bool


def once(tx: Transaction, ask: Once, *, now: datetime, deed: Callable[[], dict[str, Any]]) -> Outcome:
    """Does the deed, or returns what it came to the first time.

    A refused deed keeps nothing, so that the same press may succeed later. Raises KeyReused
    when the key came before with another request. A key is known at its site alone: sites do not
    wait for each other, so that none may depend on what another is about to keep.
    """
    known = remembered(tx.connection, tx.site, ask)
    if known is not None:
        return known
    value = deed()
    row = {
        "scope": _scope(tx.site, ask),
        "key": ask.key,
        "fingerprint": ask.fingerprint,
        "outcome": value,
        "at": now,
    }
    tx.execute(_INSERT, row)
    return Outcome(value, replayed=False)


def remembered(connection: Connection, site: str, ask: Once) -> Outcome | None:
    """What the same request came to at the site; None if it was not there yet. Raises KeyReused."""
    known = connection.execute(_SELECT, {"scope": _scope(site, ask), "key": ask.key}).one_or_none()
    if known is None:
        return None
    if known.fingerprint != ask.fingerprint:
        raise KeyReused
    return Outcome(known.outcome, replayed=True)


def _scope(site: str, ask: Once) -> str:
    return f"{site}/{ask.scope}"
