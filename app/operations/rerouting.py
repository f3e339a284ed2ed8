"""Paper that waits at a printer in trouble goes to its fallback, and the kiosk says where to collect it."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select, update

from app.domain.alarms import Seen
from app.domain.events import Kind
from app.domain.mall import Mall, Site
from app.domain.opening import service_day
from app.domain.printing import LIFETIME_SECONDS, JobState
from app.domain.rerouting import fallback_of, is_silent, is_stuck, place_of
from app.operations.alarms import SYSTEM
from app.queries.alarms import seen_printers
from app.store.journal import record
from app.store.tables import here_since, is_open_job
from app.store.tables import print_job as table
from app.store.tables import ticket as tickets
from app.store.transaction import Transaction

AGENT_LOST = "agent_lost"
MOST_AT_ONCE = (
    100  # papers of one printer in a round: whoever takes a number meanwhile does not wait for more
)

_WAITING = (
    select(
        table.c.id, table.c.printer, table.c.ticket, table.c.kiosk,
        here_since.label("here_since"), table.c.been_at, table.c.reason,
    )
    .where(is_open_job, table.c.state == JobState.QUEUED, table.c.ticket.is_not(None))
    .order_by(table.c.id)
)  # fmt: skip


def papers_stuck(
    connection: Connection, mall: Mall, site: Site, *, now: datetime
) -> tuple[tuple[Any, str | None], ...]:
    """Waiting papers of visitors that need something done, each with the printer to move to; it only looks.

    Without such a printer it is a paper whose agent has gone, of which its kiosk was not yet told.
    """
    seen = seen_printers(connection, site, day=service_day(mall, now), now=now)
    return tuple(
        due
        for printer in seen
        if _may_be_stuck(site, seen[printer], now=now)
        for due in islice(_stuck(connection, site, printer, seen, now=now), MOST_AT_ONCE)
    )


def move_papers(tx: Transaction, mall: Mall, site: Site, *, now: datetime) -> int:
    """Does what is due, as a look from inside the transaction says; returns how much that was."""
    stuck = papers_stuck(tx.connection, mall, site, now=now)
    for job, fallback in stuck:
        if fallback is None:
            _tell_lost(tx, job, now=now)
        else:
            _move(tx, site, job, fallback, now=now)
    return len(stuck)


def _may_be_stuck(site: Site, here: Seen, *, now: datetime) -> bool:
    """Whether even the oldest paper here would have to go; spares the others a look."""
    oldest = here.oldest_job
    if oldest is None:
        return False
    return here.printer not in site.printer or is_stuck(here, waiting_since=oldest, now=now)


def _stuck(
    connection: Connection, site: Site, printer: str, seen: Mapping[str, Seen], *, now: datetime
) -> Iterator[tuple[Any, str | None]]:
    query = _WAITING.where(table.c.site == site.code, table.c.printer == printer, table.c.expires_at > now)
    here, has_gone = seen[printer], printer not in site.printer
    if not has_gone and fallback_of(site, printer, seen, kiosk=None, been_at=(), now=now) is None:
        query = query.where(table.c.reason != AGENT_LOST)  # their kiosks know
    for job in connection.execute(query):
        if not (has_gone or is_stuck(here, waiting_since=job.here_since, now=now)):
            continue
        been_at = job.been_at or ()
        fallback = fallback_of(site, printer, seen, kiosk=job.kiosk, been_at=been_at, now=now)
        is_lost = has_gone or is_silent(here, now=now)
        if fallback is not None or (is_lost and job.reason != AGENT_LOST):
            yield job, fallback


def _move(tx: Transaction, site: Site, job: Any, fallback: str, *, now: datetime) -> None:
    """Its doubts and its mark go with it; the failures were those of the printer it leaves."""
    values = {
        "printer": fallback,
        "been_at": [*(job.been_at or ()), job.printer],
        "at_printer_since": now,
        "failures": 0,
        "not_before": now,
        "expires_at": now + timedelta(seconds=LIFETIME_SECONDS),  # its visitor walks there
        "reason": "",
    }
    tx.execute(update(table).where(table.c.id == job.id).values(values))
    data = {"printer": fallback, "from_printer": job.printer, "reason": "moved"}
    _record(tx, Kind.PAPER_MOVED, job, {**data, "place": place_of(site, fallback)}, now=now)


def _tell_lost(tx: Transaction, job: Any, *, now: datetime) -> None:
    tx.execute(update(table).where(table.c.id == job.id).values(reason=AGENT_LOST))
    data = {"printer": job.printer, "reason": AGENT_LOST}
    _record(tx, Kind.PRINT_FAILED, job, data, now=now)


def _record(tx: Transaction, kind: Kind, job: Any, data: dict[str, Any], *, now: datetime) -> None:
    """The ticket shows the printer, and the fact names the number and the kiosk."""
    shown = update(tickets).where(tickets.c.id == job.ticket).values(printer=data["printer"])
    number = tx.execute(shown.returning(tickets.c.number)).scalar_one()
    facts = {"number": number, "kiosk": job.kiosk, "state": JobState.QUEUED.value, **data}
    record(tx, kind, at=now, actor=SYSTEM, ticket=job.ticket, data=facts)
