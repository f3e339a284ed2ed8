"""What printers were found to be able to do: the newest probe of each, and those that wait for an agent."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.probing import TAKE_UP_SECONDS
from app.store.tables import is_open_probe
from app.store.tables import printer_probe as table


def newest_probes(connection: Connection, site: str) -> dict[str, dict[str, Any]]:
    """The document of each printer's newest probe, by printer."""
    newest = select(func.max(table.c.id)).where(table.c.site == site).group_by(table.c.printer)
    rows = connection.execute(select(table).where(table.c.id.in_(newest)))
    return {row.printer: probe_document(row) for row in rows}


def probe_document(row: Any) -> dict[str, Any]:
    """`outcome` is None until it has ended."""
    return {
        "id": row.id,
        "asked_at": row.asked_at.isoformat(),
        "asked_by": row.asked_by,
        "slip": row.slip,
        "started_at": row.started_at.isoformat() if row.started_at else None,
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        "outcome": row.outcome,
    }


def probes_to_take(
    connection: Connection, site: str, printers: Iterable[str], *, now: datetime
) -> list[dict[str, Any]]:
    """The orders for an agent that has a hand free at these printers, the oldest first."""
    rows = connection.execute(
        select(table.c.id, table.c.printer, table.c.slip)
        .where(
            table.c.site == site,
            table.c.printer.in_(sorted(printers)),
            is_open_probe,
            table.c.started_at.is_(None),
            table.c.asked_at > now - timedelta(seconds=TAKE_UP_SECONDS),
        )
        .order_by(table.c.id)
    )
    return [{"probe": row.id, "site": site, "printer": row.printer, "slip": row.slip} for row in rows]


def site_of_probe(connection: Connection, probe: int) -> Any:
    """Its row's (site, printer); None for a probe that does not exist."""
    return connection.execute(select(table.c.site, table.c.printer).where(table.c.id == probe)).one_or_none()
