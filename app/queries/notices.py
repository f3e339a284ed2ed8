"""The notice of a hall, as displays, phones and staff read it."""

from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.store.tables import notice as table

_NOTICE = select(table).where(table.c.site == bindparam("site"))


def current_notice(connection: Connection, *, site: str) -> Any:
    """Its row, or None."""
    return connection.execute(_NOTICE, {"site": site}).one_or_none()


def notice_document(connection: Connection, *, site: str) -> dict[str, Any] | None:
    row = current_notice(connection, site=site)
    if row is None:
        return None
    return {
        "id": row.text_id,
        "en": row.text_en,
        "urgent": row.urgent,
        "since": row.since.isoformat(),
        "until": row.until.isoformat() if row.until else None,
        "by": row.actor,
    }


def public_notice(connection: Connection, *, site: str) -> dict[str, Any] | None:
    """What anybody may read: the sentences in both languages, how urgent, and until when they hold."""
    notice = notice_document(connection, site=site)
    return {key: notice[key] for key in ("id", "en", "until", "urgent")} if notice else None
