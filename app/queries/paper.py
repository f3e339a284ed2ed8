"""The printers of a site: how they are, and what became of today's papers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.alarms import Subject
from app.domain.mall import Printer, Site
from app.domain.printing import JobState, mark_of
from app.domain.roll import Roll, roll_m, tickets_left
from app.queries.alarms import open_alarms
from app.queries.probes import newest_probes
from app.queries.rolls import rolls
from app.store.tables import print_job, printer_state
from app.store.tables import ticket as table

OPEN_JOBS = frozenset({JobState.QUEUED, JobState.LEASED, JobState.UNCERTAIN})
LATEST_SLIPS = 5
LATEST_JOBS = (
    1_000  # of all sites, among which a printer's last papers are looked for, however long the history
)
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


def printer_details(connection: Connection, site: Site, *, day: date) -> list[dict[str, Any]]:
    """All that staff are told of each printer; `roll_m` is the length of a fresh roll in metres."""
    alarms = [each for each in open_alarms(connection, site.code) if each["subject"] == Subject.PRINTER]
    here = rolls(connection, site.code)
    slips = _slips(connection, site.code)
    probes = newest_probes(connection, site.code)
    return [
        {
            **printer,
            "profile": site.printer[printer["code"]].profile,
            "fallback": site.printer[printer["code"]].fallback,
            "agent": site.printer[printer["code"]].agent,
            "alarms": [alarm for alarm in alarms if alarm["printer"] == printer["code"]],
            **_paper_left(here.get(printer["code"], Roll()), site.printer[printer["code"]], printer["state"]),
            "slips": slips.get(printer["code"], []),
            "probe": probes.get(printer["code"]),
        }
        for printer in printers(connection, site, day=day)
    ]


def _paper_left(roll: Roll, printer: Printer, state: str | None) -> dict[str, Any]:
    metres = roll_m(printer)
    return {
        "tickets_left": tickets_left(roll, state, metres=metres),
        "roll_since": roll.since.isoformat() if roll.since else None,
        "roll_m": metres,
    }


def _slips(connection: Connection, site: str) -> Mapping[str, list[dict[str, Any]]]:
    """The last papers of each printer, the newest first."""
    newest = connection.execute(select(func.max(print_job.c.id))).scalar() or 0
    rows = connection.execute(
        select(print_job)
        .where(print_job.c.id > newest - LATEST_JOBS, print_job.c.site == site)
        .order_by(print_job.c.id.desc())
    )
    slips: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        mine = slips.setdefault(row.printer, [])
        if len(mine) < LATEST_SLIPS:
            mine.append(_slip(row))
    return slips


def _slip(row: Any) -> dict[str, Any]:
    """`at` is when the paper was asked for, `mark` what its latest attempt carries."""
    return {
        "ticket": row.ticket,
        "number": row.slip["number"],
        "state": row.state,
        "reason": row.reason,
        "at": row.created_at.isoformat(),
        "mark": mark_of(row.papers_before, row.doubts, marked=row.marked),
    }


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
