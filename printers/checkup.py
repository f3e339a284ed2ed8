"""A printer examined between two papers: asked what it can do and, if wanted, given the test slip."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from app.domain.printing import WORKING, PrinterState, Verdict
from app.domain.probing import ProbeEnd
from printers import probe
from printers.probe import NARROW, WIDE, Findings
from printers.profiles import Profile
from printers.remains import Remains
from printers.session import Timing, Watch, print_confirmed
from printers.transport import Line, TransportError, Unreachable

PATIENCE = 5.0  # seconds for the test slip: visitors' papers wait meanwhile
LONGEST_NAME = 40
_MM = {WIDE: 80, NARROW: 58}


@dataclass(frozen=True, slots=True)
class Marks:
    """What the printer is to hand back, four printable bytes each: for the questions, and for the slip."""

    questions: bytes
    slip: bytes


@dataclass(frozen=True, slots=True)
class Checkup:
    """What came of it. `slip` is None if none was wanted, `reason` why it did not come out."""

    end: ProbeEnd
    profile: Profile  # as the mall has it
    findings: Findings | None = None
    slip: Verdict | None = None
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """As the server is told; the width that only the slip can show is taken to be the mall's."""
        found = self.findings and _findings(self.findings, self.profile)
        return {"end": self.end, "findings": found, "slip": self.slip, "reason": self.reason}


def check_up(
    opener: Callable[[float], Line],
    profile: Profile,
    *,
    transport: str,
    slip: bool,
    marks: Marks,
    watch: Watch,
    timing: Timing,
    remains: Remains,
) -> Checkup:
    """Ask, then print; some ten seconds at most, and double with a slip that hangs.

    `profile` is the mall's. Never raises for a printer in trouble.
    """
    checkup = _ask(opener, profile, transport=transport, mark=marks.questions, timing=timing, remains=remains)
    if not slip or checkup.findings is None:
        return checkup
    state = checkup.findings.state
    if state not in WORKING and (profile.status or state is not PrinterState.MUTE):
        # What a printer that hangs is sent may come out at any time.
        return replace(checkup, slip=Verdict.NOT_PRINTED, reason=state)
    result = print_confirmed(
        opener,
        probe.slip_bytes(),
        replace(_fitting(checkup.findings, profile.dots), status=checkup.findings.status),
        mark=marks.slip,
        watch=watch,
        timing=replace(timing, patience=min(timing.patience, PATIENCE), hold=min(timing.hold, PATIENCE)),
        remains=remains,
    )
    return replace(checkup, slip=result.verdict, reason=result.reason)


def _ask(
    opener: Callable[[float], Line],
    profile: Profile,
    *,
    transport: str,
    mark: bytes,
    timing: Timing,
    remains: Remains,
) -> Checkup:
    try:
        silent = probe.one_way(transport)
        if silent is not None:
            opener(timing.connect).close()
            return Checkup(ProbeEnd.ONE_WAY, profile, silent)
        remains.answers += probe.FENCES  # in case they come later than they are waited for
        flush, remains.midway = remains.flush, True
        findings = probe.probe(opener, seconds=timing.status, mark=mark, flush=flush)
    except Unreachable:
        return Checkup(ProbeEnd.UNREACHABLE, profile)
    except TransportError:
        return Checkup(ProbeEnd.BROKEN, profile)
    if findings.state is PrinterState.UNREACHABLE:
        return Checkup(ProbeEnd.BROKEN, profile)
    remains.hear(probe.FENCES * findings.fence, ())
    remains.midway = not findings.process_id  # an answer to a fence might be an older one's
    return Checkup(ProbeEnd.FOUND, profile, findings)


def _findings(findings: Findings, profile: Profile) -> dict[str, Any]:
    """The profile that fits is told for either width: the slip may show a person that the mall is wrong."""
    name = "".join(sign for sign in findings.name if sign.isprintable())
    return {
        "state": findings.state,
        "name": name[:LONGEST_NAME],
        "process_id": findings.process_id,
        "fence": findings.fence,
        "clear_buffer": findings.clear_buffer,
        "width": _MM[profile.dots],
        "profile_80": _fitting(findings, WIDE).code,
        "profile_58": _fitting(findings, NARROW).code,
    }


def _fitting(findings: Findings, dots: int) -> Profile:
    return probe.fitting(replace(findings, dots=dots))
