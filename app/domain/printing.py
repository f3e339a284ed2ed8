"""What becomes of a print job: its states, what a printer can say of one attempt, and what follows."""

from collections.abc import Collection
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from app.domain.ticket import PrintState


class JobState(StrEnum):
    """Where one paper is on its way to the visitor."""

    QUEUED = "queued"  # waits for an agent, perhaps not before a certain time
    LEASED = "leased"  # an agent holds it and will report
    PRINTED = "printed"  # the printer confirmed the paper
    SENT = "sent"  # handed to a printer that can confirm nothing
    UNCERTAIN = "uncertain"  # its lease ran out without a report: the agent may be gone
    NEEDS_STAFF = "needs_staff"  # too many attempts; a person decides
    CANCELLED = "cancelled"  # withdrawn, e.g. with its ticket; what was on its way may still come
    EXPIRED = "expired"  # nobody waits for this paper any more


class Verdict(StrEnum):
    """What an agent knows after one attempt."""

    PRINTED = "PRINTED"  # confirmed after the last byte
    NOT_PRINTED = "NOT_PRINTED"  # not one byte of the ticket was sent
    CANCELLED = "CANCELLED"  # withdrawn from the printer's buffer; a part may be on paper
    UNKNOWN = "UNKNOWN"  # sent, and no word since
    SENT = "SENT"  # sent to a printer without status


class PrinterState(StrEnum):
    """What an agent says of a printer; the blocked ones are also reasons of NOT_PRINTED."""

    READY = "ready"
    NEAR_END = "near_end"  # prints; the roll should be changed soon
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    ERROR = "error"  # cutter or another fault that needs hands
    UNREACHABLE = "unreachable"  # no connection
    MUTE = "mute"  # connected, but no answer to a status question


STATES = frozenset(PrinterState)  # that this version knows; another one may have written more
WORKING = frozenset({PrinterState.READY, PrinterState.NEAR_END})
BLOCKS = frozenset({PrinterState.PAPER_OUT, PrinterState.COVER_OPEN, PrinterState.OFFLINE})
ENDED = frozenset({JobState.PRINTED, JobState.SENT, JobState.CANCELLED, JobState.EXPIRED})
PAPER = frozenset({JobState.PRINTED, JobState.SENT})
_SETTLES = MappingProxyType({Verdict.PRINTED: JobState.PRINTED, Verdict.SENT: JobState.SENT})

MAX_ATTEMPTS = 8  # with the pauses below about a minute and a half of trying
MAX_DOUBTS = 3  # papers of one number that may lie about before a person looks
BLOCK_POLL_SECONDS = 2.0
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
MAX_REPRINTS = 3  # papers of one number that staff may ask for; one that surely never came is none
REPRINT_LIFETIME_SECONDS = 600  # of a paper that staff asked for: time enough to change a roll
TICKET_MM = 95.0  # paper of one ticket, on both widths, as tests/printers/test_ticket.py measures it
TEST_NUMBER = "TES CETAK"  # stands for the number on a slip that belongs to no ticket
LIFETIME_SECONDS = 90  # of a kiosk's job: nobody stands longer before a dark slot


class Next(NamedTuple):
    """What follows a verdict.

    The job's state, whether every later paper of it carries a mark, and how many seconds pass
    before it may be leased again (0 unless it is queued).
    """

    state: JobState
    mark_next: bool
    delay: float


def costs_attempt(verdict: Verdict, reason: str = "") -> bool:
    """Whether this attempt counts; waiting for paper or a closed cover is nobody's failure."""
    return not (verdict is Verdict.NOT_PRINTED and reason in BLOCKS)


def in_doubt(verdict: Verdict) -> bool:
    """Whether something of this attempt may be on paper without anyone knowing."""
    return verdict in (Verdict.UNKNOWN, Verdict.CANCELLED)


def pause(attempts: int) -> float:
    """Seconds before trying again after so many failed attempts (1 is the first): 0.5 to 30."""
    return min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2.0 ** max(0, min(attempts, 16) - 1))


def after(
    state: JobState, verdict: Verdict, attempts: int, *, reason: str = "", doubts: int | None = None
) -> Next:
    """What becomes of a job in `state` when an attempt of it ends with `verdict`.

    `attempts` counts the attempts that cost one, and `doubts` those that ended in doubt (without
    it: as many as attempts), both with this one. A mark, once due, stays due: the caller keeps it.
    Paper that exists settles a job even when it was given up or withdrawn; any other late word
    changes nothing.
    """
    doubtful = in_doubt(verdict)
    if state in PAPER:
        return Next(state, mark_next=False, delay=0.0)
    if verdict in _SETTLES:
        return Next(_SETTLES[verdict], mark_next=False, delay=0.0)
    if state not in (JobState.LEASED, JobState.UNCERTAIN):
        return Next(state, mark_next=doubtful, delay=0.0)
    if not costs_attempt(verdict, reason):
        return Next(JobState.QUEUED, mark_next=False, delay=BLOCK_POLL_SECONDS)
    too_many_doubts = doubtful and (attempts if doubts is None else doubts) >= MAX_DOUBTS
    if too_many_doubts or attempts >= MAX_ATTEMPTS:
        return Next(JobState.NEEDS_STAFF, mark_next=doubtful, delay=0.0)
    return Next(JobState.QUEUED, mark_next=doubtful, delay=pause(attempts))


def shown_of(states: Collection[str]) -> PrintState:
    """What a ticket shows of its paper, by the states of all its jobs.

    What is on its way comes before what came of the others, and paper that exists before paper that
    failed. Without any of these nobody wants paper, or a newer version knows of it.
    """
    return next((shown for state, shown in _SHOWN if state in states), PrintState.NONE)


_SHOWN = (
    (JobState.LEASED, PrintState.PRINTING),
    (JobState.QUEUED, PrintState.QUEUED),
    (JobState.UNCERTAIN, PrintState.QUEUED),
    (JobState.PRINTED, PrintState.PRINTED),
    (JobState.SENT, PrintState.SENT),
    (JobState.NEEDS_STAFF, PrintState.FAILED),
    (JobState.EXPIRED, PrintState.FAILED),
)


def reprint_mark(papers_before: int) -> str:
    """The mark of a paper that may not be the only one of its number; "" for the first."""
    return f"CETAK ULANG {papers_before}" if papers_before else ""


def mark_of(papers_before: int, doubts: int, *, marked: bool) -> str:
    """The mark of a job's next paper; `papers_before` counts those of earlier jobs of the number."""
    return reprint_mark(max(1, papers_before + doubts)) if marked or papers_before else ""


def papers_of(papers_before: int, doubts: int, state: str) -> int:
    """How many papers of a number may exist once a job of it stands like this.

    A state that only another version knows may be any, so a paper is counted for it.
    """
    return papers_before + doubts + (0 if state in _PAPERLESS else 1)


_PAPERLESS = frozenset({JobState.QUEUED, JobState.NEEDS_STAFF, JobState.CANCELLED, JobState.EXPIRED})
