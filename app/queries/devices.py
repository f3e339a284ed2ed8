"""Devices and programs that hold a token, and the facts about them, as an administrator sees them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from app.domain.events import Kind
from app.queries.tokens import TokenEntry, token_entries
from app.store.tables import device_report, journal
from app.store.tables import token as table

LATEST_REVOKED = 10
LATEST_FACTS = 10
READ_FACTS = 100
INSTALLATION = ""  # the site of facts that belong to none
FACTS = (Kind.DEVICE_PAIRED, Kind.DEVICE_REVOKED, Kind.PAIRING_LOCKED)


def devices(
    connection: Connection, *, site: str | None, demo: Collection[bytes], edition: str
) -> list[dict[str, Any]]:
    """Those that may enter `site` (None: all), then the last ones that no longer may.

    `demo` are the hashes of the tokens that a demonstration made, `edition` the version that screens
    should show.
    """
    known = [entry for entry in token_entries(connection) if site in (None, entry.bearer.site)]
    living = [entry for entry in known if entry.revoked_at is None]
    revoked = sorted(
        (entry for entry in known if entry.revoked_at is not None),
        key=lambda entry: (entry.revoked_at, entry.bearer.id),
        reverse=True,
    )
    of_demo = set(
        connection.execute(select(table.c.id).where(table.c.secret_hash.in_(sorted(demo)))).scalars()
    )
    reports = {row.token: row for row in connection.execute(select(device_report))}
    return [
        device_document(
            entry,
            demo=entry.bearer.id in of_demo,
            report=reports.get(entry.bearer.id),
            edition=edition,
        )
        for entry in (*living, *revoked[:LATEST_REVOKED])
    ]


def screen_report(connection: Connection, token_id: int) -> Any:
    """The row of what a screen said last, if it ever did."""
    return connection.execute(select(device_report).where(device_report.c.token == token_id)).one_or_none()


def _screen(report: Any, *, edition: str) -> dict[str, Any] | None:
    """What a screen said of itself last; None where it never did."""
    if report is None:
        return None
    return {
        "at": report.at.isoformat(),
        "version": report.version,
        "current": report.version == edition,
        "sound": report.sound,
        "sound_since": report.sound_since.isoformat(),
        "width": report.width,
        "height": report.height,
        "engine": report.engine,
        "rows": report.rows,
    }


def device_document(entry: TokenEntry, *, demo: bool, report: Any, edition: str) -> dict[str, Any]:
    """A device without its secret; what it said last may be younger than the noted use of its token."""
    seen = [moment for moment in (entry.seen_at, report.at if report else None) if moment is not None]
    moments = {
        "created_at": entry.created_at,
        "seen_at": max(seen, default=None),
        "revoked_at": entry.revoked_at,
    }
    return {
        "id": entry.bearer.id,
        "role": entry.bearer.role,
        "site": entry.bearer.site,
        "code": entry.bearer.code,
        "name": entry.bearer.name,
        "demo": demo,
        "screen": _screen(report, edition=edition),
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
    }


def device_facts(connection: Connection, *, site: str | None) -> list[dict[str, Any]]:
    """The last facts about devices of `site` (None: all), the newest first."""
    rows = connection.execute(
        select(journal)
        .where(journal.c.site == INSTALLATION, journal.c.kind.in_(FACTS))
        .order_by(journal.c.id.desc())
        .limit(READ_FACTS)
    )
    facts = [
        {"id": row.id, "at": row.at.isoformat(), "kind": row.kind, "actor": row.actor, "data": row.data}
        for row in rows
        if site is None or row.data.get("site") == site
    ]
    return facts[:LATEST_FACTS]
