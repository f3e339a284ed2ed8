"""The moving parts: paper passes at its speed, and stops where a real printer would stop."""

import threading
from dataclasses import dataclass, fields

from app.domain.printing import PrinterState
from printers.emulator.buffer import Buffer
from printers.emulator.head import Strip
from printers.emulator.roll import HEAD_TO_KNIFE_DOTS, Roll, Slip
from printers.profiles import DOTS_PER_MM, Profile

STEP_DOTS = 4 * DOTS_PER_MM  # how much paper moves before sensors are read again
PAPER_DOTS = {576: 640, 384: 464}  # printable width to the whole width of 80 and 58 mm paper


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast it prints; 0 mm/s means at once, for tests."""

    mm_per_second: float = 150.0
    cut_seconds: float = 0.3


AT_ONCE = Pace(mm_per_second=0.0, cut_seconds=0.0)


@dataclass(slots=True)
class Faults:
    """What is wrong with the printer now; paper is the roll's own affair."""

    cover: bool = False  # stands open
    offline: bool = False  # switched off line at its button
    cutter: bool = False  # jammed
    mute: bool = False  # prints, but never answers
    refuse: bool = False  # accepts no connection, as if unplugged from the network

    def names(self) -> tuple[str, ...]:
        return tuple(part.name for part in fields(self))


class Mechanism:
    """Roll, knife and sensors of one printer. Thread-safe; the print head's thread does the moving."""

    def __init__(self, profile: Profile, buffer: Buffer, *, pace: Pace) -> None:
        self.paper_dots = PAPER_DOTS.get(profile.dots, profile.dots + 64)
        self.faults = Faults()
        self.pace = pace  # another one may be set while it prints
        self._buffer = buffer
        self._roll = Roll(paper_dots=self.paper_dots)
        self._changed = threading.Condition()

    def pass_strip(self, strip: Strip) -> None:
        """Print a strip, waiting out whatever stops the printer; raises Emptied if it never goes on."""
        for top in range(0, strip.image.height, STEP_DOTS):
            bottom = min(top + STEP_DOTS, strip.image.height)
            self._move(bottom - top)
            with self._changed:
                self._roll.feed(strip.image.crop((0, top, strip.image.width, bottom)))
        with self._changed:
            self._roll.say(strip.text)

    def cut(self) -> None:
        """Feed to the knife and cut; a jammed knife waits until someone frees it."""
        for _ in range(0, HEAD_TO_KNIFE_DOTS, STEP_DOTS):
            self._move(STEP_DOTS)
            with self._changed:
                self._roll.feed_blank(STEP_DOTS)
        self._wait_until_able(knife=True)
        self._pass_time(self.pace.cut_seconds)
        with self._changed:
            self._roll.cut()
            self._changed.notify_all()

    def set_fault(self, name: str, *, on: bool) -> None:
        """Raises KeyError for a fault that does not exist."""
        if name not in self.faults.names():
            raise KeyError(name)
        with self._changed:
            setattr(self.faults, name, on)
            self._roll.version += 1
            self._changed.notify_all()

    def load(self, mm: float) -> None:
        """Put in a roll with so much paper; 0 takes it out."""
        with self._changed:
            self._roll.refill(mm)
            self._changed.notify_all()

    @property
    def state(self) -> PrinterState:
        with self._changed:
            return self._state()

    @property
    def paper_mm(self) -> float:
        return self._roll.left_mm

    @property
    def version(self) -> int:
        return self._roll.version

    @property
    def slips(self) -> tuple[Slip, ...]:
        with self._changed:
            return tuple(self._roll.slips)

    @property
    def coming(self) -> Slip | None:
        """The slip that hangs in the printer, None if nothing of it is printed."""
        with self._changed:
            return self._roll.coming if self._roll.has_print else None

    def answer(self, question: int) -> int:
        """The byte that answers DLE EOT `question` (1 to 4)."""
        with self._changed:
            faults, roll = self.faults, self._roll
            stopped = faults.cover or faults.offline or faults.cutter or roll.out
            bits = {
                1: 0x08 * stopped,
                2: 0x04 * faults.cover | 0x20 * roll.out | 0x40 * faults.cutter,
                3: 0x08 * faults.cutter,
                4: 0x0C * roll.near_end | 0x60 * roll.out,
            }
            return 0x12 | bits.get(question, 0)

    def automatic_status(self) -> bytes:
        """The four bytes of GS a."""
        with self._changed:
            faults, roll = self.faults, self._roll
            stopped = faults.cover or faults.offline or faults.cutter or roll.out
            return bytes(
                (
                    0x10 | 0x08 * stopped | 0x20 * faults.cover,
                    0x08 * faults.cutter,
                    0x03 * roll.near_end | 0x0C * roll.out,
                    0,
                )
            )

    def wait_for_slips(self, count: int, *, timeout: float) -> bool:
        """Wait until so many slips were cut since the start; False if that did not happen in time."""
        with self._changed:
            return self._changed.wait_for(
                lambda: bool(self._roll.slips) and self._roll.slips[-1].number >= count, timeout
            )

    def _state(self) -> PrinterState:
        faults, roll = self.faults, self._roll
        for wrong, state in (
            (faults.refuse, PrinterState.UNREACHABLE),
            (faults.mute, PrinterState.MUTE),
            (faults.cover, PrinterState.COVER_OPEN),
            (roll.out, PrinterState.PAPER_OUT),
            (faults.cutter, PrinterState.ERROR),
            (faults.offline, PrinterState.OFFLINE),
            (roll.near_end, PrinterState.NEAR_END),
        ):
            if wrong:
                return state
        return PrinterState.READY

    def _move(self, dots: int) -> None:
        self._wait_until_able(knife=False)
        if self.pace.mm_per_second:
            self._pass_time(dots / DOTS_PER_MM / self.pace.mm_per_second)

    def _pass_time(self, seconds: float) -> None:
        if seconds:
            self._buffer.wait_for_change(timeout=seconds)

    def _wait_until_able(self, *, knife: bool) -> None:
        while not self._able(knife=knife):
            self._buffer.wait_for_change(timeout=0.02)

    def _able(self, *, knife: bool) -> bool:
        with self._changed:
            faults = self.faults
            return not (faults.cover or faults.offline or self._roll.out or (knife and faults.cutter))
