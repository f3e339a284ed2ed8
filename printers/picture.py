"""The mall's logo as dots of a receipt printer: a small raster image that fits into the job of one ticket."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageOps

LARGEST_SIDE = 4096  # pixels; a picture that unfolds to more is no logo
MOST_ROWS = 160  # 20 mm of paper
HEADER_BYTES = 8  # of GS v 0
SMALLEST_ROWS = 32  # less than 4 mm shows nothing
STEPS = 24  # sizes that are tried, from the largest down


@dataclass(frozen=True)
class Picture:
    """A logo in grey, black on the white of the paper, without the empty edges around it."""

    image: Image.Image

    @classmethod
    def read(cls, content: bytes) -> "Picture":
        """From the bytes of a PNG or JPEG; raises ValueError for anything else or too large a picture."""
        try:
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
                if max(opened.size) > LARGEST_SIDE:
                    raise ValueError(f"a picture of {opened.width} x {opened.height} pixels is no logo")
                coloured = opened.convert("RGBA")
        except (OSError, SyntaxError, Image.DecompressionBombError) as trouble:
            raise ValueError(f"this is no picture: {trouble}") from trouble
        paper = Image.new("RGBA", coloured.size, "white")
        grey = Image.alpha_composite(paper, coloured).convert("L")
        drawn = ImageOps.invert(grey).getbbox()
        if drawn is None:
            raise ValueError("the picture is white from edge to edge")
        return cls(grey.crop(drawn))

    def raster(self, *, widest: int, room: int) -> bytes:
        """The commands that print it (GS v 0), at most `widest` dots wide and `room` bytes long.

        As large as fits; b"" where what fits would show nothing.
        """
        for width, rows in self._sizes(widest):
            if HEADER_BYTES + (width + 7) // 8 * rows <= room:
                return _command(self._dots(width, rows))
        return b""

    def _sizes(self, widest: int) -> Iterator[tuple[int, int]]:
        """Dots across and rows, from the largest; none of fewer rows than show something."""
        whole = min(widest / self.image.width, MOST_ROWS / self.image.height)
        for step in range(STEPS, 0, -1):
            scale = whole * step / STEPS
            width, rows = int(self.image.width * scale), int(self.image.height * scale)
            if width < 1 or rows < min(SMALLEST_ROWS, int(self.image.height * whole)):
                return
            yield width, rows

    def _dots(self, width: int, rows: int) -> Image.Image:
        small = self.image.resize((width, rows), Image.Resampling.LANCZOS)
        return small.convert("1", dither=Image.Dither.FLOYDSTEINBERG)


@cache
def read_picture(content: bytes) -> Picture | None:
    """The picture, read once; None where the bytes are none that can be printed."""
    try:
        return Picture.read(content)
    except ValueError:
        return None


def _command(dots: Image.Image) -> bytes:
    """Each bit a dot, the highest first; Pillow's 0 is black, the printer's 1."""
    row_bytes = (dots.width + 7) // 8
    line = Image.new("1", (row_bytes * 8, dots.height), 1)
    line.paste(dots, (0, 0))
    data = bytes(byte ^ 0xFF for byte in line.tobytes())
    sizes = row_bytes.to_bytes(2, "little") + dots.height.to_bytes(2, "little")
    return b"\x1d\x76\x30\x00" + sizes + data
