"""The outbox: whether something is due, and what an administrator sees of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, select

from app.domain.delivering import Channel, DeliveryState
from app.store.tables import delivery as table
from app.store.tables import is_due

MOST_SHOWN = 100

_ANY = select(table.c.id).where(
    is_due, table.c.channel == bindparam("channel"), table.c.next_at <= bindparam("now")
)
_ANY = _ANY.limit(1)


def is_anything_due(connection: Connection, channel: Channel, *, now: datetime) -> bool:
    return connection.execute(_ANY, {"channel": channel.value, "now": now}).first() is not None


def letters(connection: Connection, *, site: str) -> list[dict[str, Any]]:
    """Messages to visitors: given up, then due, then sent, each the newest first; without their addresses."""
    order = case((table.c.state == DeliveryState.GIVEN_UP.value, 0), (is_due, 1), else_=2)
    shown = select(table).where(*_of_visitors(site)).order_by(order, table.c.id.desc()).limit(MOST_SHOWN)
    return [_shown(row) for row in connection.execute(shown)]


def letter_counts(connection: Connection, *, site: str) -> dict[str, int]:
    """How many messages to visitors are in each state."""
    query = select(table.c.state, func.count()).where(*_of_visitors(site)).group_by(table.c.state)
    found = {row[0]: row[1] for row in connection.execute(query)}
    return {state.value: found.get(state.value, 0) for state in DeliveryState}


def letter_site(connection: Connection, delivery: int) -> str | None:
    """Whose message to a visitor it is; None where there is no such one."""
    query = select(table.c.site).where(table.c.id == delivery, table.c.channel != Channel.PARTNER.value)
    found: str | None = connection.execute(query).scalar()
    return found


def _of_visitors(site: str) -> tuple[ColumnElement[bool], ...]:
    return table.c.site == site, table.c.channel != Channel.PARTNER.value


def _shown(row: Any) -> dict[str, Any]:
    due = row.state == DeliveryState.DUE
    return {
        "id": row.id,
        "channel": row.channel,
        "subject": row.subject,
        "state": row.state,
        "attempts": row.attempts,
        "created_at": row.created_at.isoformat(),
        "next_at": row.next_at.isoformat() if due else None,
        "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        "last_error": row.last_error,
    }
