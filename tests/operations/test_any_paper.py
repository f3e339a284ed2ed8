"""Whatever happens to the papers of a number, in whatever order: nobody is left without paper and unseen."""

from dataclasses import replace
from itertools import count
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.domain.errors import Refused
from app.domain.mall import ALWAYS, Mall
from app.domain.printing import MAX_DOUBTS, MAX_REPRINTS, PAPER, JobState, PrinterState, Verdict, papers_of
from app.domain.ticket import ENDED, PrintState, Status, Ticket
from app.operations.leasing import Job
from app.queries.alarms import seen_printers
from app.store.tables import print_job
from tests.factories import MAIN, MORNING, a_mall
from tests.hall import Hall

MORNINGS = count(1)
OPEN = {JobState.QUEUED, JobState.LEASED}
REASONS = ["", PrinterState.PAPER_OUT]
deeds = st.one_of(
    st.just(("lease", 0, None, "")),
    st.tuples(st.just("reprint"), st.integers(0, 1), st.none(), st.just("")),
    st.just(("cancel", 0, None, "")),
    st.just(("confirm", 0, None, "")),
    st.tuples(st.just("report"), st.integers(0, 9), st.sampled_from(Verdict), st.sampled_from(REASONS)),
    st.tuples(st.just("wait"), st.sampled_from([1, 5, 40, 91, 121, 601]), st.none(), st.just("")),
)
LEASE, CANCEL = ("lease", 0, None, ""), ("cancel", 0, None, "")
REPRINT, REPRINT_ELSEWHERE = ("reprint", 0, None, ""), ("reprint", 1, None, "")
FIVE_SECONDS = ("wait", 5, None, "")


def report(which: int, verdict: Verdict) -> tuple[str, int, Verdict, str]:
    return ("report", which, verdict, "")


def with_two_printers(mall: Mall) -> Mall:
    """Open at any hour."""
    (own,) = mall.site[MAIN].printers
    site = replace(mall.site[MAIN], printers=(own, replace(own, code="P2")))
    return replace(mall, hours=ALWAYS, breaks=(), holidays=(), sites=(site,))


class Number:
    """One ticket, its papers, and what its agent really brought."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        hall.mall = with_two_printers(a_mall())
        hall.now = MORNING
        hall.later(days=next(MORNINGS))  # one that no example has used yet
        self.ticket: Ticket = hall.issue().ticket
        self.held: list[Job] = []
        self.is_brought = False

    def live(self, deed: str, which: int, verdict: Verdict | None, reason: str) -> None:
        """Does what may be done."""
        if deed == "wait":
            self.hall.later(seconds=which)
            self.hall.tidy()
        elif deed == "report" and verdict is not None:
            self._report(which, verdict, reason)
        elif deed == "lease":
            known = {(job.id, job.attempt) for job in self.held}
            handed = self.hall.lease("P1", "P2")
            self.held += [job for job in handed if (job.id, job.attempt) not in known]
        else:
            self._ask(deed, "P2" if which else None)

    def _ask(self, deed: str, printer: str | None) -> None:
        try:
            if deed == "reprint":
                self.hall.reprint(self.ticket, printer=printer)
            elif deed == "cancel":
                self.hall.cancel(self.ticket)
            else:
                self.hall.confirm(self.ticket)
        except Refused:
            return

    def _report(self, which: int, verdict: Verdict, reason: str) -> None:
        """Of any attempt that was ever handed out, the newest first."""
        if self.held:
            self.hall.report(self.held[-1 - which % len(self.held)], verdict, reason)
            self.is_brought |= verdict is Verdict.PRINTED

    @property
    def jobs(self) -> list[Any]:
        with self.hall.database.read() as connection:
            mine = select(print_job).where(print_job.c.ticket == self.ticket.id)
            return list(connection.execute(mine))

    @property
    def is_told(self) -> bool:
        """Whether staff are called to it."""
        site, now = self.hall.mall.site[MAIN], self.hall.now
        with self.hall.database.read() as connection:
            seen = seen_printers(connection, site, day=now.date(), now=now)
        return any(self.ticket.number in printer.failed for printer in seen.values())


@given(history=st.lists(deeds, max_size=14))
@example(history=[LEASE, REPRINT, report(0, Verdict.UNKNOWN), report(0, Verdict.PRINTED)])
@example(history=[LEASE, REPRINT, CANCEL, report(0, Verdict.NOT_PRINTED)])
@example(
    history=[LEASE, REPRINT_ELSEWHERE]
    + [LEASE, report(0, Verdict.UNKNOWN), FIVE_SECONDS] * MAX_DOUBTS
    + [report(MAX_DOUBTS, Verdict.NOT_PRINTED)]
)  # the paper that staff asked for is given up before the one that it was to replace
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_becomes_of_its_papers_a_number_is_on_paper_or_seen(
    hall: Hall, history: list[tuple[str, int, Verdict | None, str]]
) -> None:
    number = Number(hall)
    for deed in history:
        number.live(*deed)
        assert_shown(number)
    for _ in range(3):
        number.live(*("wait", 601, None, ""))

    ticket = hall.look(number.ticket)
    assert not {job.state for job in number.jobs} & OPEN
    assert not number.is_brought or ticket.print_state is PrintState.PRINTED
    if ticket.status not in ENDED and ticket.print_state not in (PrintState.PRINTED, PrintState.SENT):
        assert ticket.print_state is PrintState.FAILED
        assert number.is_told or ticket.confirmed_at is not None
    if ticket.status is Status.VOIDED:
        assert not any(papers_of(job.papers_before, job.doubts, job.state) for job in number.jobs)


def assert_shown(number: Number) -> None:
    """What the ticket shows fits its papers, at every moment."""
    ticket = number.hall.look(number.ticket)
    states = {job.state for job in number.jobs}
    if ticket.print_state in (PrintState.QUEUED, PrintState.PRINTING):
        assert states & OPEN
    elif ticket.print_state in (PrintState.PRINTED, PrintState.SENT):
        assert states & PAPER
    elif ticket.print_state is PrintState.NONE:
        assert ticket.status in ENDED
    else:
        assert states & {JobState.NEEDS_STAFF, JobState.EXPIRED}
        assert not states & OPEN
    extra = [job for job in number.jobs if job.papers_before and papers_of(0, job.doubts, job.state)]
    assert len(extra) <= MAX_REPRINTS
