"""The rolls of paper in the printers of a site."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from app.domain.roll import Roll
from app.store.tables import roll as table


def rolls(connection: Connection, site: str) -> Mapping[str, Roll]:
    """By printer; one that never printed nor spoke is missing."""
    rows = connection.execute(select(table).where(table.c.site == site))
    return {row.printer: from_row(row) for row in rows}


def from_row(row: Any) -> Roll:
    return Roll(
        papers=row.papers,
        printed_at=row.printed_at,
        since=row.since,
        low_from=row.low_from,
        opened=row.opened,
    )
