"""The shapes of alarms, printers and papers, as staff see them."""

from typing import Annotated

from pydantic import Field

from app.domain.alarms import AlarmKind, Subject
from app.domain.printing import JobState
from app.web.api.documents import Answered, Asked, Code
from app.web.api.overview_documents import PaperDocument
from app.web.api.probe_documents import ProbeDocument


class AlarmDocument(Answered):
    """What staff are called to: `printer` is the code of the printer, or of what else `subject` says.

    `detail` names the numbers of needs_staff, else the printer's state, else what it is about.
    """

    id: int
    site: str
    printer: str
    subject: Subject
    kind: AlarmKind
    since: str
    cleared_at: str | None
    acknowledged_at: str | None
    acknowledged_by: str | None
    detail: str


class AlarmList(Answered):
    alarms: list[AlarmDocument]


class SlipDocument(Answered):
    """One of the last papers; `ticket` is null for a test of the printer."""

    ticket: int | None
    number: str
    state: JobState
    reason: str
    at: str
    mark: str


class PrinterDetail(PaperDocument):
    """A printer and all that staff are told of it.

    `tickets_left` is reckoned from the papers since `roll_since`, when the roll was put in, and from
    `roll_m`, the metres of a fresh one; both moment and number are null until a change of roll was
    seen or told.
    """

    profile: str
    fallback: str | None
    agent: str | None
    alarms: list[AlarmDocument]
    tickets_left: int | None
    roll_since: str | None
    roll_m: float
    slips: list[SlipDocument]
    probe: ProbeDocument | None


class PrinterDetails(Answered):
    printers: list[PrinterDetail]


class TestDocument(Answered):
    """The job of a test; the printer's `slips` tell what becomes of it."""

    job: int


class ReprintWish(Asked):
    """Why the number is printed once more; `printer` null is the ticket's own."""

    reason: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]
    printer: Code | None = None
