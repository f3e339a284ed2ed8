"""Keys for screens, agents and partners: shown once, kept as a hash, revocable one by one."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import insert, select, update

from app.audience import ROLES
from app.domain.events import Kind
from app.domain.links import digest
from app.queries.tokens import token_entry
from app.store.journal import record
from app.store.tables import token as table
from app.store.transaction import Transaction

SECRET_BYTES = 32


def create_token(
    tx: Transaction,
    *,
    role: str,
    site: str | None,
    code: str | None,
    name: str,
    now: datetime,
    random: Callable[[int], bytes],
) -> tuple[int, str]:
    """Makes a token for a role at a site (None: every site); `code` names the screen in the mall.

    Returns its id and its secret, 256 bits as 64 hex digits, which is nowhere else.
    """
    secret = random(SECRET_BYTES).hex()
    token_id = admit_secret(tx, digest(secret), role=role, site=site, code=code, name=name, now=now)
    return token_id, secret


def admit_secret(
    tx: Transaction,
    secret_hash: bytes,
    *,
    role: str,
    site: str | None,
    code: str | None,
    name: str,
    now: datetime,
) -> int:
    """Makes a token of a secret that its holder keeps: only the `digest` of it comes here. Returns its id."""
    if role not in ROLES:
        raise ValueError(f"no such role: {role}")
    row = {
        "role": role,
        "site": site,
        "code": code,
        "name": name,
        "secret_hash": secret_hash,
        "created_at": now,
    }
    return int(tx.execute(insert(table).values(row).returning(table.c.id)).scalar_one())


def revoke_token(tx: Transaction, token_id: int, *, now: datetime) -> bool:
    """True when there was a living token of that id."""
    living = tx.execute(
        select(table.c.id).where(table.c.id == token_id, table.c.revoked_at.is_(None))
    ).first()
    tx.execute(
        update(table).where(table.c.id == token_id, table.c.revoked_at.is_(None)).values(revoked_at=now)
    )
    return living is not None


def revoke_device(tx: Transaction, token_id: int, *, actor: str, now: datetime) -> None:
    """Ends a token at somebody's wish, as the journal tells; again changes nothing. Raises UnknownDevice."""
    token_entry(tx.connection, token_id)
    if revoke_token(tx, token_id, now=now):
        device_fact(tx, Kind.DEVICE_REVOKED, token_id, actor=actor, now=now)


def device_fact(
    tx: Transaction, kind: Kind, token_id: int, *, actor: str, now: datetime, **more: str
) -> None:
    """A fact about a token, without its secret."""
    holder = token_entry(tx.connection, token_id).bearer
    data = {"device": holder.id, "role": holder.role, "site": holder.site, "code": holder.code}
    record(tx, kind, at=now, actor=actor, data={**data, "name": holder.name, **more})
