"""The print head: turns characters and styles into strips of dots, one strip a line."""

from dataclasses import dataclass, replace
from typing import Any

import segno
from PIL import Image, ImageChops

from printers.emulator.glyphs import HEIGHT, WIDTH, glyph

LINE_DOTS = 30  # default line spacing: 3.75 mm
_PAPER = 255


@dataclass(frozen=True, slots=True)
class Style:
    """How the next character looks; sizes are multiples of font A."""

    wide: int = 1
    high: int = 1
    bold: bool = False
    invert: bool = False
    underline: bool = False
    smooth: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """A stretch of printed paper: its dots over the printable width, and what it says."""

    image: Image.Image
    text: str


class Head:
    """One line at a time; what makes a line whole is handed back as a strip."""

    def __init__(self, dots: int) -> None:
        self._dots = dots
        self.reset()

    def reset(self) -> None:
        """The state after ESC @."""
        self.style = Style()
        self.align = 0
        self.spacing = LINE_DOTS
        self._cells: list[tuple[str, Style]] = []

    def restyle(self, **changes: Any) -> None:
        self.style = replace(self.style, **changes)

    @property
    def at_line_start(self) -> bool:
        return not self._cells

    def write(self, sign: str) -> Strip | None:
        """Put a character on the line; the full line before it, if it did not fit any more."""
        full = self._width() + WIDTH * self.style.wide > self._dots
        strip = self.end_line() if full and self._cells else None
        self._cells.append((sign, self.style))
        return strip

    def end_line(self) -> Strip:
        """Print the line and feed by its height, or by the line spacing where that is more."""
        cells, self._cells = self._cells, []
        tallest = max((HEIGHT * style.high for _, style in cells), default=0)
        image = Image.new("L", (self._dots, max(self.spacing, tallest)), _PAPER)
        at = self._margin(sum(WIDTH * style.wide for _, style in cells))
        for sign, style in cells:
            cell = _cell(sign, style)
            image.paste(cell, (at, tallest - cell.height))
            at += cell.width
        return Strip(image, self._placed("".join(sign for sign, _ in cells)))

    def blank(self, dots: int) -> Strip:
        return Strip(Image.new("L", (self._dots, max(1, dots)), _PAPER), "")

    def code(self, data: bytes, *, module: int, level: str) -> Strip:
        """A QR code as the printer draws it; one too wide for the paper is left out, as on a real one."""
        matrix = segno.make_qr(data.decode("latin-1"), error=level, boost_error=False).matrix
        side = len(matrix) * module
        if side > self._dots:
            return self.blank(LINE_DOTS)
        dots = Image.new("L", (len(matrix), len(matrix)), _PAPER)
        dots.putdata([0 if dark else _PAPER for row in matrix for dark in row])
        image = Image.new("L", (self._dots, side), _PAPER)
        image.paste(dots.resize((side, side), Image.Resampling.NEAREST), (self._margin(side), 0))
        return Strip(image, self._placed(f"[QR {data.decode('latin-1')}]"))

    def raster(self, data: bytes, *, row_bytes: int) -> Strip:
        """A bit image (GS v 0): each bit a dot, the highest first."""
        picture = Image.frombytes("1", (row_bytes * 8, len(data) // row_bytes), data).convert("L")
        image = Image.new("L", (self._dots, picture.height), _PAPER)
        image.paste(ImageChops.invert(picture), (self._margin(picture.width), 0))
        return Strip(image, "")

    def _placed(self, text: str) -> str:
        """The words of a line where they stand on the paper, in columns of font A."""
        columns = self._dots // WIDTH
        return (text, text.center(columns), text.rjust(columns))[self.align].rstrip()

    def _width(self) -> int:
        return sum(WIDTH * style.wide for _, style in self._cells)

    def _margin(self, width: int) -> int:
        """Dots left of something so wide: 0 left, 1 centred, 2 right."""
        return max(0, self._dots - width) * self.align // 2


def _cell(sign: str, style: Style) -> Image.Image:
    cell = glyph(sign, wide=style.wide, high=style.high, bold=style.bold, smooth=style.smooth)
    if style.underline:
        cell = cell.copy()
        cell.paste(0, (0, cell.height - 2 * style.high, cell.width, cell.height - style.high))
    return ImageChops.invert(cell) if style.invert else cell
