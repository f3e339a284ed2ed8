"""When numbers of an agency were taken on days that are over."""

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from app.domain.ticket import Status
from app.store.tables import ticket as table


def minutes_taken(
    connection: Connection, *, site: str, agency: str, days: Collection[date], zone: ZoneInfo
) -> dict[date, list[int]]:
    """By day, the minutes of the day at which its visitors took numbers in the hall."""
    rows = connection.execute(
        select(table.c.day, table.c.issued_at).where(
            table.c.site == site,
            table.c.day.in_(sorted(days)),
            table.c.agency == agency,
            table.c.promised_at.is_(None),
            table.c.status != Status.VOIDED,
        )
    )
    taken: dict[date, list[int]] = {day: [] for day in days}
    for row in rows:
        local = row.issued_at.astimezone(zone)
        taken[row.day].append(local.hour * 60 + local.minute)
    return taken
