"""Partners as an administrator sees them, and the one behind a code."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.delivering import Channel, DeliveryState
from app.domain.partner import Partner, partner_from
from app.domain.partner_refusals import UnknownPartner
from app.store import journal
from app.store.tables import delivery, partner_cursor, token
from app.store.tables import partner as table

MOST_DELIVERIES = 100


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


def partner_by_code(connection: Connection, code: str) -> Partner | None:
    row = connection.execute(select(table).where(table.c.code == code)).one_or_none()
    return partner_from(dict(row._mapping)) if row else None


def behind(connection: Connection, *, sites: Sequence[str]) -> list[tuple[Partner, str]]:
    """The partners with a hook, and those of these sites of which each was not told everything yet."""
    hooked = select(table).where(table.c.hook_url.is_not(None), table.c.disabled_at.is_(None))
    known = [partner_from(dict(row._mapping)) for row in connection.execute(hooked.order_by(table.c.id))]
    if not known:
        return []
    newest = {site: journal.newest(connection, site) for site in sites}
    rows = connection.execute(select(partner_cursor))
    cursors = {(row.partner, row.site): row.cursor for row in rows}
    return [
        (partner, site)
        for partner in known
        for site in sites
        if cursors.get((partner.id, site)) is None or cursors[partner.id, site] < newest[site]
    ]


def deliveries_of(
    connection: Connection, partner: Partner, *, state: str | None, before: int | None
) -> list[dict[str, Any]]:
    """What its hook was owed, the newest first; `state` and ids below `before` narrow it."""
    mine = [delivery.c.channel == Channel.PARTNER.value, delivery.c.target == partner.code]
    if state:
        mine.append(delivery.c.state == state)
    if before:
        mine.append(delivery.c.id < before)
    rows = connection.execute(
        select(delivery).where(*mine).order_by(delivery.c.id.desc()).limit(MOST_DELIVERIES)
    )
    return [
        {
            "id": row.id,
            "site": row.site,
            "kind": row.subject,
            "fact": row.body.get("id"),
            "state": row.state,
            "attempts": row.attempts,
            "next_at": row.next_at.isoformat() if row.state == "due" else None,
            "last_error": row.last_error,
            "created_at": row.created_at.isoformat(),
            "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        }
        for row in rows
    ]


def delivery_site(connection: Connection, partner: Partner, delivery_id: int) -> str | None:
    """The site of one of its messages; None where it has none of this number."""
    mine = (
        delivery.c.id == delivery_id,
        delivery.c.channel == Channel.PARTNER.value,
        delivery.c.target == partner.code,
    )
    site: str | None = connection.execute(select(delivery.c.site).where(*mine)).scalar_one_or_none()
    return site


def delivery_counts(connection: Connection, partner: Partner) -> dict[str, int]:
    """How many of its messages are in each state."""
    rows = connection.execute(
        select(delivery.c.state, func.count())
        .where(delivery.c.channel == Channel.PARTNER.value, delivery.c.target == partner.code)
        .group_by(delivery.c.state)
    )
    counts = {row[0]: row[1] for row in rows}
    return {state.value: counts.get(state.value, 0) for state in DeliveryState}


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
