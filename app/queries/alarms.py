"""What staff are called to, and all that is known of the printers of a site."""

import sys
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, null, or_, select

from app.domain.alarms import AlarmKind, Seen, Standing, Subject
from app.domain.errors import UnknownAlarm
from app.domain.mall import Site
from app.domain.printing import STATES, WORKING, JobState, PrinterState
from app.domain.ticket import PrintState
from app.store.tables import alarm as table
from app.store.tables import here_since, is_open, is_open_job, print_job, printer_state, ticket

_KINDS = frozenset(AlarmKind)


def open_alarms(connection: Connection, site: str) -> list[dict[str, Any]]:
    """The documents of the alarms that have not ended, the oldest first."""
    rows = connection.execute(
        select(table).where(table.c.site == site, table.c.cleared_at.is_(None)).order_by(table.c.id)
    )
    return [alarm_document(row) for row in rows]


def alarm_document(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "site": row.site,
        "printer": row.subject,
        "subject": AlarmKind(row.kind).subject.value if row.kind in _KINDS else Subject.PRINTER.value,
        "kind": row.kind,
        "since": row.since.isoformat(),
        "cleared_at": _iso(row.cleared_at),
        "acknowledged_at": _iso(row.acknowledged_at),
        "acknowledged_by": row.acknowledged_by,
        "detail": row.detail,
    }


def alarm_row(connection: Connection, alarm_id: int, *, site: str) -> Any:
    """Raises UnknownAlarm."""
    row = connection.execute(select(table).where(table.c.id == alarm_id, table.c.site == site)).one_or_none()
    if row is None:
        raise UnknownAlarm(alarm=alarm_id)
    return row


def standing_alarms(
    connection: Connection, site: str, *, kinds: frozenset[AlarmKind]
) -> Mapping[str, Mapping[AlarmKind, Standing]]:
    """The open alarms of these kinds by what they are about; what only another version knows is its own."""
    rows = connection.execute(
        select(table.c.subject, table.c.kind, table.c.detail, table.c.quiet_since, table.c.covers).where(
            table.c.site == site, table.c.cleared_at.is_(None), table.c.kind.in_(sorted(kinds))
        )
    )
    standing: dict[str, dict[AlarmKind, Standing]] = {}
    for row in rows:
        standing.setdefault(row.subject, {})[AlarmKind(row.kind)] = Standing(
            row.detail, row.quiet_since, _named(row.detail) if row.covers is None else row.covers
        )
    return standing


def _named(detail: str) -> dict[str, int]:
    """What an alarm of a version that kept no counts has told of: the numbers it names, however often."""
    return dict.fromkeys(detail.split(", "), sys.maxsize)


def seen_printers(connection: Connection, site: Site, *, day: date, now: datetime) -> dict[str, Seen]:
    """Every printer of the mall, and any other that a paper of this day was meant for."""
    oldest, failed = _oldest_jobs(connection, site.code, now=now), _failed(connection, site.code, day=day)
    rows = connection.execute(select(printer_state).where(printer_state.c.site == site.code))
    told = {row.code: row for row in rows}
    seen = {}
    for code in (*site.printer, *((oldest.keys() | failed.keys()) - site.printer.keys())):
        row = told.get(code)
        seen[code] = Seen(
            code,
            state=PrinterState(row.state) if row and row.state in STATES else None,
            since=row.since if row else None,
            seen_at=_seen_at(site, code, row, now=now),
            stopped_since=row.stopped_since if row and row.state not in WORKING else None,
            oldest_job=oldest.get(code),
            failed=failed.get(code, {}),
        )
    return seen


def _seen_at(site: Site, code: str, row: Any, *, now: datetime) -> datetime | None:
    """No agent owes a word of a printer that the mall has no more."""
    if code not in site.printer:
        return now
    seen_at: datetime | None = row.seen_at if row else None
    return seen_at


def _oldest_jobs(connection: Connection, site: str, *, now: datetime) -> dict[str, datetime]:
    """Since when the paper that waits longest is at its printer; what nobody waits for does not count."""
    rows = connection.execute(
        select(print_job.c.printer, func.min(here_since))
        .where(print_job.c.site == site, is_open_job, print_job.c.expires_at > now)
        .group_by(print_job.c.printer)
    )
    return dict(rows.all())


def _failed(connection: Connection, site: str, *, day: date) -> dict[str, dict[str, int]]:
    """Numbers of today whose paper was given up and whose visitors, for all we know, still wait for it.

    By printer, each with how often its paper was given up. Where nobody can be waiting for a number
    any more, it is voided instead.
    """
    job = print_job.alias()
    times = (
        select(func.count())
        .where(job.c.ticket == ticket.c.id, job.c.state.in_((JobState.NEEDS_STAFF, JobState.EXPIRED)))
        .scalar_subquery()
    )
    rows = connection.execute(
        select(ticket.c.printer, ticket.c.number, times)
        .where(
            ticket.c.site == site,
            ticket.c.day == day,
            is_open,
            ticket.c.print_state == PrintState.FAILED,
            ticket.c.confirmed_at.is_(None),
            may_be_awaited(),
        )
        .order_by(ticket.c.id)
    )
    failed: dict[str, dict[str, int]] = {}
    for printer, number, count in rows:
        failed.setdefault(printer or "", {})[number] = count
    return failed


def may_be_awaited() -> ColumnElement[bool]:
    """Whether somebody may hold or await a number whose paper failed; a condition on the table ticket.

    Such a number is never voided, and staff are told of it. So it is where paper may have come out
    without anyone knowing; where staff asked for another one, because its visitor stood before them;
    where a person was called, as that person decides; and where paper was moved. Moved paper is no
    doubt by itself, since only paper of which nothing was sent, or whose doubts are counted and go
    with it, is moved. But its visitor was sent to another place, away from the kiosk at which the
    number could have been confirmed, and may stand there.
    """
    job = print_job.alias()
    return exists().where(
        job.c.ticket == ticket.c.id,
        or_(
            job.c.doubts > 0,
            job.c.papers_before > 0,
            job.c.state == JobState.NEEDS_STAFF,
            job.c.been_at.is_not(null()),
        ),
    )


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
