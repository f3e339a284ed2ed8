"""What staff print: a number once more, always marked, and a slip that tries a printer out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from app.domain.errors import ReprintLimit, UnknownPrinter, UnknownTicket, WrongState
from app.domain.events import Kind
from app.domain.links import Links
from app.domain.mall import Mall
from app.domain.printing import (
    MAX_REPRINTS,
    REPRINT_LIFETIME_SECONDS,
    TEST_NUMBER,
    JobState,
    papers_of,
)
from app.domain.rerouting import place_of
from app.domain.slip import Slip
from app.domain.ticket import ENDED, PrintState, Ticket
from app.operations.printing import put_in_line
from app.operations.slips import compose
from app.queries.tickets import SELECT, from_row, position_of
from app.store.journal import record
from app.store.tables import print_job as table
from app.store.tables import ticket as tickets
from app.store.transaction import Transaction
from config.sentences import day_and_time
from config.words import Words


def reprint_ticket(
    tx: Transaction,
    mall: Mall,
    ticket_id: int,
    *,
    printer: str | None,
    reason: str,
    actor: str,
    now: datetime,
    links: Links,
    words: Words,
) -> None:
    """Puts a marked paper in the line of `printer`, else of the ticket's own.

    A paper that still waits is withdrawn in its favour. Raises UnknownTicket, UnknownPrinter,
    WrongState for a ticket that has ended, ReprintLimit.
    """
    ticket = _ticket_here(tx, ticket_id)
    if ticket.status in ENDED:
        raise WrongState(status=ticket.status.value)
    place = printer or ticket.printer
    if place is None or place not in mall.site[tx.site].printer:
        raise UnknownPrinter(printer=place)
    jobs = _papers(tx.connection, ticket)
    if _left(jobs) == 0:
        raise ReprintLimit(number=ticket.number)
    mine = (table.c.ticket == ticket.id, table.c.state == JobState.QUEUED)
    tx.execute(update(table).where(*mine).values(state=JobState.CANCELLED, reason="reprinted"))
    slip = compose(mall, ticket, position_of(tx.connection, mall, ticket), links=links, words=words)
    papers = max((papers_of(job.papers_before, job.doubts, job.state) for job in jobs), default=0)
    put_in_line(
        tx,
        slip,
        printer=place,
        ticket=ticket.id,
        papers_before=max(1, papers),
        seconds=REPRINT_LIFETIME_SECONDS,
        now=now,
    )
    shown = {"print_state": PrintState.QUEUED, "printer": place}
    tx.execute(update(tickets).where(tickets.c.id == ticket.id).values(shown))
    data = {"number": ticket.number, "service": ticket.service, "agency": ticket.agency}
    facts = {**data, "printer": place, "reason": reason, "papers_before": max(1, papers)}
    record(tx, Kind.TICKET_REPRINTED, at=now, actor=actor, ticket=ticket.id, data=facts)


def reprints_left(connection: Connection, ticket: Ticket) -> int:
    """How many more papers of the number staff may ask for; none once the ticket has ended."""
    return 0 if ticket.status in ENDED else _left(_papers(connection, ticket))


def _papers(connection: Connection, ticket: Ticket) -> Sequence[Any]:
    return connection.execute(select(table).where(table.c.ticket == ticket.id)).all()


def _left(jobs: Sequence[Any]) -> int:
    """A paper that was asked for counts once it may exist."""
    asked_for = (job for job in jobs if job.papers_before > 0)
    return max(0, MAX_REPRINTS - sum(papers_of(0, job.doubts, job.state) > 0 for job in asked_for))


def print_test(tx: Transaction, mall: Mall, printer: str, *, actor: str, now: datetime, words: Words) -> int:
    """Queues a slip without a ticket; returns its job. Raises UnknownPrinter."""
    site = mall.site[tx.site]
    if printer not in site.printer:
        raise UnknownPrinter(printer=printer)
    job = put_in_line(tx, _test_slip(mall, tx.site, printer, now=now, words=words), printer=printer, now=now)
    record(tx, Kind.PRINTER_TESTED, at=now, actor=actor, data={"printer": printer, "job": job})
    return job


def _ticket_here(tx: Transaction, ticket_id: int) -> Ticket:
    row: Any = tx.execute(SELECT.where(tickets.c.id == ticket_id, tickets.c.site == tx.site)).one_or_none()
    if row is None:
        raise UnknownTicket(ticket=ticket_id)
    return from_row(row)


def _test_slip(mall: Mall, site: str, printer: str, *, now: datetime, words: Words) -> Slip:
    """In the mall's own language: only staff read it."""
    local = now.astimezone(mall.zone_info)
    return Slip(
        mall=mall.name,
        agency=mall.site[site].name,
        number=TEST_NUMBER,
        service=f"{printer}, {place_of(mall.site[site], printer)}",
        issued=day_and_time(words, mall.languages[0], local),
        ahead="",
        place="",
        bring="",
        url="",
        scan="",
        footer="",
    )
