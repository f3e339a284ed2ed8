"""The shapes of the print agent's door: printers, leases, reports and health."""

from typing import Annotated, Any

from pydantic import Field

from app.domain.printing import PrinterState, Verdict
from app.domain.slip import IDENTITY_LENGTH
from app.web.api.documents import Answered, Asked, Code, Reason, RowId

PaperName = Annotated[str, Field(max_length=IDENTITY_LENGTH)]


class PrinterKey(Asked):
    site: Code
    code: Code


class LeaseWish(Asked):
    printers: Annotated[list[PrinterKey], Field(max_length=100)]
    wait: Annotated[float, Field(ge=0, le=25)] = 0


class JobReport(Asked):
    """`paper` as the lease told it, so that no word on another paper is taken for one on this."""

    job: RowId
    attempt: RowId
    verdict: Verdict
    reason: Reason = ""
    site: Code | None = None
    paper: PaperName = ""


class PrinterReport(PrinterKey):
    state: PrinterState
    reason: Reason = ""


class HealthReport(Asked):
    printers: Annotated[list[PrinterReport], Field(max_length=100)]


class PrinterDocument(Answered):
    site: str
    code: str
    transport: str
    address: str
    profile: str
    fallback: str | None
    logo: str | None
    picture: str | None


class PictureDocument(Answered):
    """The mall's logo as a PNG in base 64, "" where it has none that can be printed."""

    content: str


class PrinterList(Answered):
    printers: list[PrinterDocument]


class JobDocument(Answered):
    id: int
    site: str
    printer: str
    attempt: int
    mark: str
    slip: dict[str, Any]
    expires_at: str
    paper: str


class ProbeOrder(Answered):
    """A printer to be examined, right after the jobs of the same answer."""

    probe: int
    site: str
    printer: str
    slip: bool


class JobList(Answered):
    """What there is to do at the printers; agents that know of no probes pass them over."""

    jobs: list[JobDocument]
    probes: list[ProbeOrder]
