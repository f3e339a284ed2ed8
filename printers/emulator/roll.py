"""The paper roll and the slips torn off it: only what really came out is here."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from PIL import Image

from printers.profiles import DOTS_PER_MM

ROLL_MM = 60_000.0
NEAR_END_MM = 2_000.0  # where the sensor on the roll sees the core
HEAD_TO_KNIFE_DOTS = 12 * DOTS_PER_MM  # blank paper that every slip begins with
KEPT_SLIPS = 40


@dataclass(frozen=True, slots=True)
class Slip:
    """One piece of paper. `cut` is false while it still hangs in the printer.

    `joined` counts how often a new roll was put in while it was printed.
    """

    number: int
    at: datetime
    text: str
    pieces: tuple[Image.Image, ...]
    cut: bool
    joined: int

    @property
    def dots(self) -> int:
        return sum(piece.height for piece in self.pieces)

    @property
    def mm(self) -> float:
        return self.dots / DOTS_PER_MM


class Roll:
    """Paper left, the slip that is coming out, and the last slips; the caller holds the lock."""

    def __init__(self, *, paper_dots: int, left_mm: float = ROLL_MM) -> None:
        self.left_mm = left_mm
        self.slips: list[Slip] = []
        self.version = 0  # grows with every change that can be seen
        self._paper_dots = paper_dots
        self._number = 0
        self._begin()

    @property
    def near_end(self) -> bool:
        return self.left_mm < NEAR_END_MM

    @property
    def out(self) -> bool:
        return self.left_mm <= 0

    @property
    def coming(self) -> Slip:
        """What hangs out of the printer now, perhaps nothing but its blank lead."""
        return self._slip(cut=False)

    @property
    def has_print(self) -> bool:
        return len(self._pieces) > 1

    def feed(self, piece: Image.Image) -> None:
        """Move a few dots of printed paper out; the roll must have paper."""
        self._pieces.append(piece)
        self._spend(piece.height)

    def feed_blank(self, dots: int) -> None:
        """Move paper past the head without adding to the slip: on its way to the knife."""
        self._spend(dots)

    def say(self, text: str) -> None:
        """What the lines fed so far said."""
        self._lines.append(text)

    def cut(self) -> None:
        self.slips = [*self.slips[1 - KEPT_SLIPS :], self._slip(cut=True)]
        self._begin()

    def refill(self, mm: float = ROLL_MM) -> None:
        if self.out and self.has_print:
            self._joined += 1
        self.left_mm = mm
        self.version += 1

    def _begin(self) -> None:
        self._number += 1
        self._pieces = [_white(self._paper_dots, HEAD_TO_KNIFE_DOTS)]
        self._lines: list[str] = []
        self._joined = 0
        self.version += 1

    def _spend(self, dots: int) -> None:
        self.left_mm = max(0.0, self.left_mm - dots / DOTS_PER_MM)
        self.version += 1

    def _slip(self, *, cut: bool) -> Slip:
        return Slip(
            number=self._number,
            at=datetime.now(UTC),
            text="\n".join(self._lines).strip("\n") + "\n" if self._lines else "",
            pieces=tuple(self._pieces),
            cut=cut,
            joined=self._joined,
        )


def png(pieces: Sequence[Image.Image], *, paper_dots: int) -> bytes:
    """The paper as a picture, one dot a pixel, with the unprintable margins on both sides."""
    image = _white(paper_dots, max(1, sum(piece.height for piece in pieces)))
    at = 0
    for piece in pieces:
        image.paste(piece, ((paper_dots - piece.width) // 2, at))
        at += piece.height
    file = io.BytesIO()
    image.convert("1", dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def _white(width: int, height: int) -> Image.Image:
    return Image.new("L", (width, height), 255)
