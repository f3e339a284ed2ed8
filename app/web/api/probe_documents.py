"""The shapes of a printer's probe: what an administrator asks, and what an agent found."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.printing import PrinterState, Verdict
from app.domain.probing import ProbeEnd
from app.web.api.documents import Answered, Asked, Code, Reason, RowId


class ProbeWish(Asked):
    """`slip`: print the test slip, too, which shows width, knife and QR code."""

    slip: bool = False


class ProbeFindings(Asked):
    """What a printer answered; `clear_buffer` is null where it was not tried.

    `width` is millimetres of paper as the mall has it, `profile_80` and `profile_58` fit it at either width.
    """

    state: PrinterState
    name: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]
    process_id: bool
    fence: bool
    clear_buffer: bool | None
    width: Literal[80, 58]
    profile_80: Code
    profile_58: Code


class ProbeOutcome(Asked):
    """How it ended; `findings` null where nothing is known, `slip` null where none was asked for."""

    end: ProbeEnd
    findings: ProbeFindings | None = None
    slip: Verdict | None = None
    reason: Reason = ""


class ProbeReport(ProbeOutcome):
    """What an agent tells; only time ends a probe as untaken or lost."""

    probe: RowId
    end: Literal[ProbeEnd.FOUND, ProbeEnd.ONE_WAY, ProbeEnd.UNREACHABLE, ProbeEnd.BROKEN]


class ProbeDocument(Answered):
    """A probe; `outcome` is null until it has ended."""

    id: int
    asked_at: str
    asked_by: str
    slip: bool
    started_at: str | None
    ended_at: str | None
    outcome: ProbeOutcome | None


class ProbeKey(Asked):
    probe: RowId


class ProbeTaken(Answered):
    """Whether somebody still waits for it."""

    wanted: bool
