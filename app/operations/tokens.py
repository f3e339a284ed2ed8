"""Keys for screens, agents and partners: shown once, kept as a hash, revocable one by one."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import insert, select, update

from app.audience import ROLES
from app.domain.links import digest
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
    if role not in ROLES:
        raise ValueError(f"no such role: {role}")
    secret = random(SECRET_BYTES).hex()
    row = {
        "role": role,
        "site": site,
        "code": code,
        "name": name,
        "secret_hash": digest(secret),
        "created_at": now,
    }
    return tx.execute(insert(table).values(row).returning(table.c.id)).scalar_one(), secret


def revoke_token(tx: Transaction, token_id: int, *, now: datetime) -> bool:
    """True when there was a living token of that id."""
    living = tx.execute(
        select(table.c.id).where(table.c.id == token_id, table.c.revoked_at.is_(None))
    ).first()
    tx.execute(
        update(table).where(table.c.id == token_id, table.c.revoked_at.is_(None)).values(revoked_at=now)
    )
    return living is not None
