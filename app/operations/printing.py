"""The spool: paper is queued with its ticket, leased to an agent (leasing.py), and settled by its report."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.events import Kind
from app.domain.links import Links
from app.domain.mall import Mall
from app.domain.printing import (
    LIFETIME_SECONDS,
    PAPER,
    WORKING,
    JobState,
    PrinterState,
    Verdict,
    after,
    costs_attempt,
    in_doubt,
    shown_of,
)
from app.domain.slip import Slip
from app.domain.ticket import ENDED, Ticket
from app.operations.leasing import LEASE_SECONDS, is_over
from app.operations.rolls import count_paper, note_roll
from app.operations.slips import compose
from app.queries.tickets import Position
from app.store.journal import record
from app.store.tables import is_open_job, printer_state
from app.store.tables import print_job as table
from app.store.tables import ticket as tickets
from app.store.transaction import Transaction
from config.words import Words

TICKET_ENDED = "ticket_ended"  # why a paper was withdrawn
_INSERT = insert(table).returning(table.c.id)


@dataclass(frozen=True, slots=True)
class Report:
    """What an agent says an attempt came to; `reason` is a PrinterState where paper was refused.

    `paper` is what the lease called it, "" from an agent that was told no name.
    """

    job: int
    attempt: int
    verdict: Verdict
    reason: str
    paper: str = ""


def queue_paper(
    tx: Transaction,
    mall: Mall,
    ticket: Ticket,
    position: Position,
    *,
    printer: str,
    kiosk: str | None,
    now: datetime,
    links: Links,
    words: Words,
) -> None:
    """Puts the ticket's paper in the line of its printer, in the same commit as the ticket."""
    slip = compose(mall, ticket, position, links=links, words=words)
    put_in_line(tx, slip, printer=printer, ticket=ticket.id, kiosk=kiosk, now=now)


def put_in_line(
    tx: Transaction,
    slip: Slip,
    *,
    printer: str,
    now: datetime,
    ticket: int | None = None,
    kiosk: str | None = None,
    papers_before: int = 0,
    seconds: float = LIFETIME_SECONDS,
) -> int:
    """Queues one paper, for which somebody waits so many seconds; returns its job.

    Without `ticket` it is a test of the printer. `papers_before` marks it as not the first of its number.
    """
    row = {
        "site": tx.site,
        "printer": printer,
        "ticket": ticket,
        "kiosk": kiosk,
        "slip": slip.as_json(),
        "state": JobState.QUEUED,
        "papers_before": papers_before,
        "not_before": now,
        "created_at": now,
        "expires_at": now + timedelta(seconds=seconds),
    }
    return int(tx.execute(_INSERT, row).scalar_one())


def settle_report(
    tx: Transaction, report: Report, *, by: int, serves: Collection[str], actor: str, now: datetime
) -> None:
    """Takes a report in, once: the job moves on, its ticket and its kiosk learn of it.

    Paper that exists is believed whenever we hear of it; any other word counts only while its
    own attempt is open, so that a report which comes twice counts once. It is the word of the agent
    with the token `by`, to which the mall gives the printers `serves`; what it cannot know is ignored,
    as is the word on another paper: of a job that had this number before the database was restored.
    """
    job = tx.execute(select(table).where(table.c.id == report.job, table.c.site == tx.site)).one_or_none()
    if job is None or job.state in PAPER or not 1 <= report.attempt <= job.attempts:
        return
    if report.paper not in ("", Slip.from_json(job.slip).identity):
        return
    if job.leased_by != by and not {job.printer, *(job.been_at or ())} & set(serves):
        return
    is_current = report.attempt == job.attempts
    is_open = is_current and job.state == JobState.LEASED
    is_paper = report.verdict is Verdict.PRINTED or (is_current and report.verdict is Verdict.SENT)
    if is_open or is_paper:
        _settle(tx, job, report, actor=actor, now=now)


def withdraw_paper(tx: Transaction, ticket_id: int, *, actor: str, now: datetime) -> None:
    """Nobody wants this paper any more: it is not printed if no agent has it yet."""
    waiting = tx.execute(
        select(table).where(table.c.ticket == ticket_id, table.c.state == JobState.QUEUED)
    ).all()
    for job in waiting:
        _become(tx, job, JobState.CANCELLED, actor=actor, reason=TICKET_ENDED, now=now)


def want_paper_again(tx: Transaction, ticket_id: int, *, actor: str, now: datetime) -> None:
    """The number goes on after all, and so does its paper that was withdrawn with it."""
    withdrawn = tx.execute(
        select(table).where(
            table.c.ticket == ticket_id,
            table.c.state == JobState.CANCELLED,
            table.c.reason == TICKET_ENDED,
            table.c.expires_at > now,
        )
    ).all()
    for job in withdrawn:
        _become(tx, job, JobState.QUEUED, actor=actor, reason="", now=now, is_news=False)


def give_up_lost(tx: Transaction, *, today: date, now: datetime, watching_since: datetime | None) -> int:
    """Jobs whose agent fell silent are taken as doubtful; jobs nobody waits for any more expire.

    A visitor's paper of today whose time ran out while nobody looked gets its time from then on.
    """
    leased = tx.execute(
        select(table).where(table.c.site == tx.site, is_open_job, table.c.state == JobState.LEASED)
    ).all()
    silent = [job for job in leased if is_over(job.lease_until, longest=LEASE_SECONDS, now=now)]
    for job in silent:
        tx.execute(update(table).where(table.c.id == job.id).values(state=JobState.UNCERTAIN))
        report = Report(job.id, job.attempts, Verdict.UNKNOWN, "agent_lost")
        _settle(tx, job, report, actor="system", now=now)
    late = tx.execute(
        select(table).where(
            table.c.site == tx.site, is_open_job, table.c.state == JobState.QUEUED, table.c.expires_at <= now
        )
    ).all()
    for job in late:
        until = now if watching_since is None else watching_since + timedelta(seconds=LIFETIME_SECONDS)
        if until > now and _is_of(tx, job, today):
            tx.execute(update(table).where(table.c.id == job.id).values(expires_at=until))
        else:
            _become(tx, job, JobState.EXPIRED, actor="system", reason=job.reason or "expired", now=now)
    return len(silent) + len(late)


def _is_of(tx: Transaction, job: Any, day: date) -> bool:
    """Whether this is paper for a number of that service day."""
    mine = select(tickets.c.id).where(tickets.c.id == job.ticket, tickets.c.day == day)
    return tx.execute(mine).first() is not None


def note_printer(
    tx: Transaction, printer: str, *, state: PrinterState, reason: str, actor: str, now: datetime
) -> None:
    """Keeps what an agent last saw of a printer; a change of state is a fact."""
    mine = (printer_state.c.site == tx.site, printer_state.c.code == printer)
    known = tx.execute(select(printer_state).where(*mine)).one_or_none()
    if known is not None and known.state == state:
        tx.execute(update(printer_state).where(*mine).values(seen_at=now, reason=reason))
        return
    stood_still = known.stopped_since if known and known.state not in WORKING else None
    values = {
        "state": state,
        "reason": reason,
        "since": now,
        "seen_at": now,
        "stopped_since": None if state in WORKING else stood_still or now,
    }
    make = postgresql.insert if tx.connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(printer_state).values(site=tx.site, code=printer, **values)
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=[printer_state.c.site, printer_state.c.code], set_=values
        )
    )
    note_roll(tx, printer, state, heard_at=known.seen_at if known else None, actor=actor, now=now)
    data = {"printer": printer, "state": state.value, "reason": reason}
    record(tx, Kind.PRINTER_CHANGED, at=now, actor=actor, data=data)


def _settle(tx: Transaction, job: Any, report: Report, *, actor: str, now: datetime) -> None:
    costs = costs_attempt(report.verdict, report.reason)
    failures = job.failures + (1 if costs else 0)
    doubts = job.doubts + (1 if in_doubt(report.verdict) else 0)
    follows = after(JobState(job.state), report.verdict, failures, reason=report.reason, doubts=doubts)
    values = {
        "failures": failures,
        "doubts": doubts,
        "marked": job.marked or follows.mark_next,
        "not_before": now + timedelta(seconds=follows.delay),
        "lease_until": None,
    }
    tx.execute(update(table).where(table.c.id == job.id).values(values))
    if job.state == JobState.LEASED and report.verdict is not Verdict.NOT_PRINTED:
        count_paper(tx, job.printer, now=now)  # a later word on the same attempt tells of no other paper
    unwanted = _unwanted(tx, job) if follows.state is JobState.QUEUED else None
    if unwanted:
        _become(tx, job, JobState.CANCELLED, actor=actor, reason=unwanted, now=now, is_news=False)
        return
    is_old = not costs and job.reason == report.reason  # tried every two seconds until somebody brings paper
    _become(tx, job, follows.state, actor=actor, reason=report.reason, now=now, is_news=not is_old)


def _become(
    tx: Transaction,
    job: Any,
    state: JobState,
    *,
    actor: str,
    reason: str,
    now: datetime,
    is_news: bool = True,
) -> None:
    """Moves the job and its ticket on, and tells it if it is news."""
    tx.execute(update(table).where(table.c.id == job.id).values(state=state, reason=reason))
    if state == job.state or job.ticket is None:
        return
    states = tx.execute(select(table.c.state).where(table.c.ticket == job.ticket)).scalars().all()
    shown = update(tickets).where(tickets.c.id == job.ticket).values(print_state=shown_of(states))
    number = tx.execute(shown.returning(tickets.c.number)).scalar_one()
    if not is_news:
        return
    data = {
        "number": number,
        "kiosk": job.kiosk,
        "printer": job.printer,
        "reason": reason,
        "state": state.value,
    }
    kind = Kind.TICKET_PRINTED if state in PAPER else Kind.PRINT_FAILED
    record(tx, kind, at=now, actor=actor, ticket=job.ticket, data=data)


def _unwanted(tx: Transaction, job: Any) -> str | None:
    """Why this paper is not tried again: staff asked for a newer one, or its ticket has ended."""
    if job.ticket is None:
        return None
    newer = select(table.c.id).where(table.c.ticket == job.ticket, table.c.id > job.id).limit(1)
    if tx.execute(newer).first() is not None:
        return "reprinted"
    status = tx.execute(select(tickets.c.status).where(tickets.c.id == job.ticket)).scalar_one()
    return TICKET_ENDED if status in ENDED else None
