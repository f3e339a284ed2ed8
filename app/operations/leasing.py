"""Which agent serves a printer, and which paper it is handed there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from app.domain.alarms import AGENT_LOST_SECONDS, CLOCK_SECONDS, lasted
from app.domain.printing import LONGEST_PAUSE_SECONDS, JobState, mark_of
from app.domain.slip import Slip
from app.domain.ticket import PrintState
from app.store.tables import is_open_job, printer_holder, token
from app.store.tables import print_job as table
from app.store.tables import ticket as tickets
from app.store.transaction import Transaction

# Longer than any attempt takes (about 65 s when paper is brought at the last moment), so that no paper is
# taken for lost while it is being printed. That it outlasts a job's life does no harm: whoever is handed the
# paper within that life may end it, and nobody is handed it afterwards.
LEASE_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Job:
    """One attempt at a paper, as an agent is told it; `paper` is what its report has to name."""

    id: int
    site: str
    printer: str
    attempt: int
    mark: str
    slip: Mapping[str, Any]
    expires_at: datetime
    paper: str = ""


def lease_jobs(tx: Transaction, printers: Collection[str], *, by: int, now: datetime) -> tuple[Job, ...]:
    """Hands the agent with the token `by` what `papers_due` finds; it serves those printers from now on."""
    due = papers_due(tx.connection, tx.site, printers, by=by, now=now)
    return tuple(_lease(tx, job, by=by, now=now) for job in due)


def papers_due(
    connection: Connection, site: str, printers: Collection[str], *, by: int, now: datetime
) -> tuple[Any, ...]:
    """The oldest due job of each printer that this agent may serve; it only looks.

    One at a time, and nothing that nobody waits for any more.
    """
    found = (
        _due(connection, site, printer, by=by, now=now)
        for printer in sorted(printers)
        if may_serve(connection, site, printer, by=by, now=now)
    )
    return tuple(job for job in found if job is not None)


def may_serve(connection: Connection, site: str, printer: str, *, by: int, now: datetime) -> bool:
    """Whether no other agent serves this printer: two at once would print every paper twice.

    It is the one of which something was heard last, until it was silent for too long or its token ended.
    """
    holder = connection.execute(
        select(printer_holder.c.token, printer_holder.c.heard_at, token.c.revoked_at)
        .outerjoin(token, token.c.id == printer_holder.c.token)
        .where(printer_holder.c.site == site, printer_holder.c.printer == printer)
    ).one_or_none()
    if holder is None or holder.token == by or holder.revoked_at is not None:
        return True
    return lasted(holder.heard_at, now) >= AGENT_LOST_SECONDS


def serve(tx: Transaction, printer: str, *, by: int, now: datetime) -> bool:
    """Notes that this agent was heard of; False, and nothing is noted, if another serves the printer."""
    if not may_serve(tx.connection, tx.site, printer, by=by, now=now):
        return False
    mine = (printer_holder.c.site == tx.site, printer_holder.c.printer == printer)
    values = {"token": by, "heard_at": now}
    if tx.execute(update(printer_holder).where(*mine).values(values)).rowcount == 0:
        tx.execute(insert(printer_holder).values(site=tx.site, printer=printer, **values))
    return True


def _due(connection: Connection, site: str, printer: str, *, by: int, now: datetime) -> Any:
    """An agent has one courier at a printer, which asks only with empty hands: if a job is still leased
    to it, the answer that leased it was lost, and the same attempt is due again. What another one
    holds may be on its way to the paper: until that is settled or the lease ends, nothing is due.
    """
    here = select(table).where(table.c.site == site, table.c.printer == printer, is_open_job)
    leased = connection.execute(here.where(table.c.state == JobState.LEASED).order_by(table.c.id)).all()
    held = [job for job in leased if not is_over(job.lease_until, longest=LEASE_SECONDS, now=now)]
    if any(job.leased_by not in (by, None) for job in held):
        return None
    wanted = [job for job in held if job.expires_at > now]
    if wanted:
        return wanted[0]
    oldest = connection.execute(
        here.where(table.c.state == JobState.QUEUED, table.c.expires_at > now).order_by(table.c.id).limit(1)
    ).one_or_none()
    if oldest is None or not is_over(oldest.not_before, longest=LONGEST_PAUSE_SECONDS, now=now):
        return None
    return oldest


def is_over(until: datetime, *, longest: float, now: datetime) -> bool:
    """Whether a wait of at most `longest` seconds has ended.

    One that seems to last longer was noted before the clock was set back.
    """
    ahead = (until - now).total_seconds()
    return ahead <= 0 or ahead > longest + CLOCK_SECONDS


def _lease(tx: Transaction, job: Any, *, by: int, now: datetime) -> Job:
    serve(tx, job.printer, by=by, now=now)
    attempt = job.attempts if job.state == JobState.LEASED else job.attempts + 1
    lease_until = now + timedelta(seconds=LEASE_SECONDS)
    values = {"state": JobState.LEASED, "attempts": attempt, "lease_until": lease_until, "leased_by": by}
    tx.execute(update(table).where(table.c.id == job.id).values(values))
    tx.execute(update(tickets).where(tickets.c.id == job.ticket).values(print_state=PrintState.PRINTING))
    mark = mark_of(job.papers_before, job.doubts, marked=job.marked)
    slip = Slip.from_json(job.slip)
    words = {**slip.as_json(), "attempt_mark": mark}
    return Job(job.id, job.site, job.printer, attempt, mark, words, job.expires_at, slip.identity)
