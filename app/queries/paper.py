"""The printers of a site: how they are, and what became of today's papers."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.mall import Site
from app.domain.printing import JobState
from app.store.tables import print_job, printer_state
from app.store.tables import ticket as table

OPEN_JOBS = frozenset({JobState.QUEUED, JobState.LEASED, JobState.UNCERTAIN})
FAILED_JOBS = frozenset({JobState.NEEDS_STAFF, JobState.EXPIRED})


def printers(connection: Connection, site: Site, *, day: date) -> list[dict[str, Any]]:
    """The mall's printers with what was last heard of them; `state` None: nothing yet."""
    rows = connection.execute(select(printer_state).where(printer_state.c.site == site.code))
    heard = {row.code: row for row in rows}
    jobs = _jobs(connection, site=site.code, day=day)
    return [
        {
            "code": printer.code,
            "transport": printer.transport.value,
            "kiosks": [kiosk.name for kiosk in site.kiosks if kiosk.printer == printer.code],
            **_heard(heard.get(printer.code)),
            "open_jobs": sum(jobs.get((printer.code, state), 0) for state in OPEN_JOBS),
            "failed_jobs": sum(jobs.get((printer.code, state), 0) for state in FAILED_JOBS),
        }
        for printer in site.printers
    ]


def _heard(row: Any) -> dict[str, Any]:
    if row is None:
        return {"state": None, "reason": "", "since": None, "seen_at": None}
    return {
        "state": row.state,
        "reason": row.reason,
        "since": row.since.isoformat(),
        "seen_at": row.seen_at.isoformat(),
    }


def _jobs(connection: Connection, *, site: str, day: date) -> dict[tuple[str, str], int]:
    """Papers of today's tickets, counted by printer and state."""
    rows = connection.execute(
        select(print_job.c.printer, print_job.c.state, func.count())
        .join(table, table.c.id == print_job.c.ticket)
        .where(table.c.site == site, table.c.day == day)
        .group_by(print_job.c.printer, print_job.c.state)
    )
    return {(printer, state): count for printer, state, count in rows}
