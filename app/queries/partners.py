"""Partners as an administrator sees them, and the one behind a code."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.partner import Partner, partner_from
from app.domain.partner_refusals import UnknownPartner
from app.store.tables import partner as table
from app.store.tables import token


def partners(connection: Connection) -> tuple[Partner, ...]:
    """Every partner, by name."""
    rows = connection.execute(select(table).order_by(table.c.name, table.c.id))
    return tuple(partner_from(dict(row._mapping)) for row in rows)


def partner_by_id(connection: Connection, partner_id: int) -> Partner:
    """Raises UnknownPartner."""
    row = connection.execute(select(table).where(table.c.id == partner_id)).one_or_none()
    if row is None:
        raise UnknownPartner
    return partner_from(dict(row._mapping))


def last_seen(connection: Connection) -> Mapping[str, datetime | None]:
    """When each partner with a living token used it last, by the partner's code."""
    living = (token.c.role == "partner", token.c.revoked_at.is_(None), token.c.code.is_not(None))
    rows = connection.execute(
        select(token.c.code, func.max(token.c.seen_at)).where(*living).group_by(token.c.code)
    )
    return {row[0]: row[1] for row in rows}


def partner_document(
    partner: Partner, *, has_token: bool, seen_at: datetime | None, counts: Mapping[str, int]
) -> dict[str, Any]:
    """The Partner of the API; `counts` are its requests since the server started."""
    return {
        "id": partner.id,
        "code": partner.code,
        "name": partner.name,
        "scopes": sorted(partner.scopes),
        "sites": None if partner.sites is None else sorted(partner.sites),
        "rate": partner.rate,
        "hook_url": partner.hook_url,
        "made_at": partner.made_at.isoformat(),
        "disabled_at": partner.disabled_at.isoformat() if partner.disabled_at else None,
        "has_token": has_token,
        "seen_at": seen_at.isoformat() if seen_at else None,
        "requests": {name: counts.get(name, 0) for name in ("admitted", "too_many", "forbidden")},
    }
