"""Asks an unknown printer what it can do, and says which profile fits and what to write into the mall.

Every question is one of the printing conversation itself, so what is found here is what the agent will
meet. Answers show what a printer says of itself; only the slip shows its width, its QR code and its knife.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.domain.printing import WORKING, PrinterState
from printers.profiles import PROFILES, Profile
from printers.status import (
    ASK,
    CLEAR_BUFFER,
    CLEARED,
    FENCE,
    PROCESSED,
    Ear,
    ask_process_id,
)
from printers.ticket import CUT, encoder, qr_code
from printers.transport import ONE_WAY, Line, TransportError

MARK = b"uji1"
NAME = b"\x1d\x49\x43"  # GS I 67: the model's name
NAMED = b"\x5f"
RESET = b"\x1b\x40"
SLIP_URL = "HTTPS://ANTREAN.EXAMPLE/UJI"
SLIP_NUMBER = "A-007"
SLIP_SECONDS = 10.0
FENCES = 1  # among the questions
WIDE, NARROW = 576, 384  # dots of 80 mm and 58 mm paper
_COLUMNS = 48


@dataclass(frozen=True, slots=True)
class Findings:
    """What a printer answered; `state` is MUTE where status is not answered."""

    state: PrinterState
    name: str = ""
    process_id: bool = False
    fence: bool = False
    clear_buffer: bool | None = None  # None: not tried, as earlier papers might have been in the buffer
    dots: int | None = None  # known from the slip only
    draws_qr: bool | None = None
    cuts: bool | None = None

    @property
    def status(self) -> bool:
        return self.state not in (PrinterState.MUTE, PrinterState.UNREACHABLE)


def probe(
    opener: Callable[[float], Line], *, seconds: float = 1.5, mark: bytes = MARK, flush: bytes = b""
) -> Findings:
    """Ask everything, in about `seconds` a question; a printer that understands prints nothing.

    A visitor's paper that is still coming out is not harmed. `mark` is four printable bytes, `flush` ends a
    command that was torn earlier. Raises Unreachable if no line can be opened; a line that breaks later
    leaves the state UNREACHABLE.
    """
    line = opener(2.0)
    try:
        return _ask_all(line, seconds, mark, flush)
    except TransportError:
        return Findings(PrinterState.UNREACHABLE)
    finally:
        line.close()


def fitting(findings: Findings) -> Profile:
    """The most able profile that expects nothing this printer lacks; 80 mm unless the slip said otherwise.

    A printer that cannot print now answers no fences, whatever it can do: it is not taken for one without.
    """
    dots = findings.dots or WIDE
    if findings.status and findings.state not in WORKING:
        findings = replace(findings, fence=True)
    return max(
        (
            profile
            for profile in PROFILES.values()
            if profile.dots == dots and _lacks_nothing(findings, profile)
        ),
        key=_abilities,
    )


def sentences(findings: Findings) -> list[str]:
    """The findings for a person who has to install this printer."""
    if findings.state is PrinterState.UNREACHABLE:
        return ["The line broke while the printer was asked. Check the cable, and that nothing else uses it."]
    told = [f"Model: {findings.name}." if findings.name else "It does not say its model."]
    told.append(_STATES.get(findings.state, f"It answers status questions: {findings.state}."))
    told += [yes if able else no for able, yes, no in _ability_sentences(findings) if able is not None]
    if findings.status and findings.state not in WORKING:
        told.append("It is not ready to print now, and may hide what it can: put that right and probe again.")
    told += [sentence for shown, sentence in _paper_sentences(findings) if shown]
    return told


def mall_lines(transport: str, address: str, profile: Profile) -> str:
    """The table for the mall's TOML file."""
    return (
        "[[site.printer]]\n"
        'code = "P1"  # the name you give it\n'
        f'transport = "{transport}"\n'
        f'address = "{_quoted(address)}"\n'
        f'profile = "{profile.code}"\n'
    )


def slip_bytes() -> bytes:
    """A slip for both widths: a ruler of 48 signs, a number, a QR code, a cut."""
    printer = encoder()(magic_encode_args={"disabled": True, "encoding": "CP437"})
    printer.hw("INIT")
    printer.text("".join(str(column % 10) for column in range(1, _COLUMNS)) + "#\n")
    printer.set(align="center", bold=True, custom_size=True, width=6, height=6)
    printer.text(f"{SLIP_NUMBER}\n")
    printer.set(align="center", bold=False, custom_size=True, width=1, height=1)
    printer.text("UJI CETAK / TEST SLIP\n\n")
    printer._raw(qr_code(SLIP_URL))
    printer.text("\n")
    printer._raw(CUT)
    return bytes(printer.output)


def print_slip(opener: Callable[[float], Line]) -> None:
    """Send the slip and give it time; raises TransportError."""
    line = opener(2.0)
    try:
        line.send(slip_bytes(), timeout=SLIP_SECONDS)
    finally:
        line.close()


def judged(findings: Findings, answer: Callable[[str], bool]) -> Findings:
    """The findings with what a person sees on the slip; `answer` puts a yes/no question."""
    if not answer("Did a slip come out, with the large number A-007 on it?"):
        return findings
    wide = answer("Does the row of digits, with the # at its end, stand on ONE line?")
    return replace(
        findings,
        dots=WIDE if wide else NARROW,
        draws_qr=answer(f"Does a phone read the square code as {SLIP_URL} ?"),
        cuts=answer("Was the slip cut off by the printer?"),
    )


def one_way(transport: str) -> Findings | None:
    """The findings of a transport over which nothing comes back: no need to ask."""
    return Findings(PrinterState.MUTE) if transport in ONE_WAY else None


def _ask_all(line: Line, seconds: float, mark: bytes, flush: bytes) -> Findings:
    """Clearing the buffer comes last, and only once everything before is on paper: it must tear nobody's."""
    ear = Ear()
    _ask(line, ear, ASK, lambda: len(ear.answers) >= 4, seconds)
    status = ear.status()
    marked = PROCESSED + mark
    _ask(
        line,
        ear,
        flush + NAME + ask_process_id(mark),
        lambda: marked in ear.blocks and any(block.startswith(NAMED) for block in ear.blocks),
        2 * seconds if status else seconds,  # an earlier paper may still be on its way
    )
    process_id = marked in ear.blocks
    ear.fences = 0
    fence = _ask(line, ear, FENCE, lambda: ear.fences > 0, seconds)
    cleared = _ask(line, ear, CLEAR_BUFFER, lambda: CLEARED in ear.blocks, seconds) if process_id else None
    line.send(RESET, timeout=seconds)
    name = next((block[1:] for block in ear.blocks if block.startswith(NAMED)), b"")
    return Findings(
        state=status.state if status else PrinterState.MUTE,
        name=name.decode("ascii", errors="replace"),
        process_id=process_id,
        fence=fence,
        clear_buffer=cleared,
    )


def _ask(line: Line, ear: Ear, question: bytes, answered: Callable[[], bool], seconds: float) -> bool:
    line.send(question, timeout=seconds)
    until = time.monotonic() + seconds
    while not answered() and (left := until - time.monotonic()) > 0:
        ear.hear(line.receive(timeout=left))
    return answered()


def _lacks_nothing(findings: Findings, profile: Profile) -> bool:
    wanted = (profile.status, profile.process_id, profile.fence, profile.clear_buffer)
    found = (findings.status, findings.process_id, findings.fence, findings.clear_buffer)
    confirms = profile.process_id or profile.fence or not profile.status
    return confirms and all(have or not want for want, have in zip(wanted, found, strict=True))


def _abilities(profile: Profile) -> int:
    return sum((profile.status, profile.process_id, profile.fence, profile.clear_buffer))


_STATES: Mapping[PrinterState, str] = {
    PrinterState.READY: "It answers status questions and is ready.",
    PrinterState.NEAR_END: "It answers status questions: ready, but the roll is nearly at its end.",
    PrinterState.PAPER_OUT: "It answers status questions: there is no paper.",
    PrinterState.COVER_OPEN: "It answers status questions: the cover is open.",
    PrinterState.MUTE: "It does not answer status questions: tickets will be SENT, never confirmed.",
}


def _ability_sentences(findings: Findings) -> tuple[tuple[bool | None, str, str], ...]:
    return (
        (
            findings.process_id,
            "It says when a ticket is on paper (process ID).",
            "It does not say when a ticket is on paper (no process ID).",
        ),
        (
            findings.fence,
            "It says when it has worked off what it was sent (fence).",
            "It does not say when it has worked off what it was sent (no fence).",
        ),
        (
            findings.clear_buffer,
            "A ticket that hangs can be taken back (clear buffer).",
            "A ticket that hangs cannot be taken back: it may come out late.",
        ),
    )


def _paper_sentences(findings: Findings) -> tuple[tuple[bool, str], ...]:
    return (
        (findings.dots is None, "Its paper is taken to be 80 mm wide; only a slip can tell (--slip)."),
        (findings.dots == WIDE, "Its paper is 80 mm wide: 48 characters a line."),
        (findings.dots == NARROW, "Its paper is 58 mm wide: 32 characters a line."),
        (findings.draws_qr is False, "It draws no QR codes of its own: no profile of ours fits it fully."),
        (findings.cuts is False, "It does not cut: visitors must tear their ticket off."),
    )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
