"""A small mall with its database: what a visitor, a clerk or an agent does is one call."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app.domain.mall import Mall
from app.domain.printing import MAX_DOUBTS, PrinterState, Verdict
from app.domain.ticket import Priority, Ticket
from app.operations import calling, counters
from app.operations.desk import desk_at
from app.operations.housekeeping import tidy
from app.operations.issuing import Issued, cancel_ticket, confirm_ticket, issue_ticket
from app.operations.leasing import Job, lease_jobs
from app.operations.numbering import Wish
from app.operations.printing import Report, note_printer, settle_report
from app.operations.reprinting import reprint_ticket
from app.operations.rerouting import move_papers
from app.queries.tickets import ticket_by_id
from app.store.database import Database
from app.store.journal import since
from app.store.tables import metadata, print_job
from config.bootstrap import ROOT
from config.words import Words
from tests.factories import LINKS, MAIN, MORNING, a_mall, a_wish

WORDS = Words.load(ROOT / "config" / "words")


class Hall:
    """One site at the moment `now`, which the test moves on."""

    def __init__(self, database: Database, *, mall: Mall | None = None, site: str = MAIN) -> None:
        self.database = database
        self.mall = mall or a_mall()
        self.site = site
        self.now = MORNING

    def later(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now

    def issue(self, service: str = "ktp", **wish: Any) -> Issued:
        return self.take(a_wish(service, **wish))

    def take(self, wish: Wish) -> Issued:
        return self.database.write(
            self.site,
            lambda tx: issue_ticket(
                tx, self.mall, wish, now=self.now, links=LINKS, words=WORDS, random=os.urandom
            ),
        )

    def ticket(self, service: str = "ktp", *, priority: Priority | None = None) -> Ticket:
        """A visitor comes a minute after the one before."""
        self.later(minutes=1)
        return self.issue(service, priority=priority).ticket

    def clerk(self, counter: str, deed: Callable[..., Any], *words: Any, **more: Any) -> Any:
        """A deed of app/operations/calling.py or counters.py at the counter."""
        return self.database.write(
            self.site,
            lambda tx: deed(
                tx,
                desk_at(tx, self.mall, counter, actor=f"counter:{counter}"),
                *words,
                now=self.now,
                **more,
            ),
        )

    def open(self, *codes: str) -> None:
        for code in codes:
            self.clerk(code, counters.open_counter)

    def call(self, counter: str = "1") -> Ticket:
        called: Ticket = self.clerk(counter, calling.call_next)
        return called

    def finish(self, counter: str = "1") -> Ticket:
        finished: Ticket = self.clerk(counter, calling.finish)
        return finished

    def miss(self, counter: str = "1") -> Ticket:
        """Nobody comes, however often the rules ask for the call."""
        for _ in range(1, self.mall.rules.missed_after_calls):
            self.clerk(counter, calling.recall)
        missed: Ticket = self.clerk(counter, calling.miss)
        return missed

    def confirm(self, ticket: Ticket) -> None:
        fresh = self.look(ticket)
        self.database.write(self.site, lambda tx: confirm_ticket(tx, fresh, actor="visitor", now=self.now))

    def cancel(self, ticket: Ticket) -> None:
        fresh = self.look(ticket)
        self.database.write(self.site, lambda tx: cancel_ticket(tx, fresh, actor="visitor", now=self.now))

    def tidy(self) -> int:
        return self.database.write(self.site, lambda tx: tidy(tx, self.mall, now=self.now))

    def lease(self, *printers: str, by: int = 1) -> tuple[Job, ...]:
        """What the agent with this token is handed."""
        codes = printers or ("P1",)
        return self.database.write(self.site, lambda tx: lease_jobs(tx, codes, by=by, now=self.now))

    def report(
        self, job: Job, verdict: Verdict, reason: str = "", *, by: int = 1, serves: tuple[str, ...] = ()
    ) -> None:
        """What the agent with this token, to which the mall gives these printers, says of an attempt."""
        said = Report(job.id, job.attempt, verdict, reason, job.paper)
        self.database.write(
            self.site,
            lambda tx: settle_report(tx, said, by=by, serves=serves, actor="agent:1", now=self.now),
        )

    def fails(self) -> None:
        """The oldest paper that waits is given up: nobody knows whether any of its attempts came out."""
        for _ in range(MAX_DOUBTS):
            self.report(self.lease()[0], Verdict.UNKNOWN)
            self.later(seconds=5)

    def reprint(self, ticket: Ticket, *, printer: str | None = None) -> None:
        """Staff ask for one more paper."""
        self.database.write(
            self.site,
            lambda tx: reprint_ticket(
                tx,
                self.mall,
                ticket.id,
                printer=printer,
                reason="hilang",
                actor="counter:1",
                now=self.now,
                links=LINKS,
                words=WORDS,
            ),
        )

    def hears(self, printer: str, state: PrinterState) -> None:
        """The agent says how a printer is."""
        self.database.write(
            self.site,
            lambda tx: note_printer(tx, printer, state=state, reason="", actor="agent:1", now=self.now),
        )

    def move_papers(self) -> int:
        """Paper of printers in trouble goes to their fallbacks; how many changed."""
        site = self.mall.site[self.site]
        return self.database.write(self.site, lambda tx: move_papers(tx, self.mall, site, now=self.now))

    def look(self, ticket: Ticket) -> Ticket:
        """The ticket as it is now."""
        with self.database.read() as connection:
            return ticket_by_id(connection, ticket.id)

    def paper(self, ticket: Ticket) -> Any:
        """The row of the ticket's print job."""
        with self.database.read() as connection:
            return connection.execute(select(print_job).where(print_job.c.ticket == ticket.id)).one_or_none()

    def facts(self, *, after: int = 0) -> list[str]:
        """What the journal says, as "kind number"."""
        with self.database.read() as connection:
            events = since(connection, self.site, after)
        return [" ".join(filter(None, (event.kind.value, event.data.get("number")))) for event in events]


def row_counts(database: Database) -> dict[str, int]:
    """How many rows every table holds: equal before and after means that nothing was written."""
    with database.read() as connection:
        return {
            name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for name, table in metadata.tables.items()
        }
