"""How alike two pictures of a screen are, and a picture that shows where they are not."""

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

LONG_SIDE = 960  # dots that a kept picture has; a screen's own are four or sixteen times as many
COLOURS = 48
FAINT = 56  # of 255: less is the palette's rounding
MAY_DIFFER = 0.0001  # of all dots: a digit that is another takes more
MARK = (214, 0, 60)


@dataclass(frozen=True)
class Likeness:
    """The share of dots that differ, and `picture`: as it was, as it is, and where they differ."""

    share: float
    picture: Image.Image

    @property
    def is_same(self) -> bool:
        return self.share <= MAY_DIFFER


def small(screen: bytes) -> Image.Image:
    """A screen's PNG at the size and in the few colours in which it is kept."""
    with Image.open(io.BytesIO(screen)) as full:
        share = LONG_SIDE / max(full.size)
        size = (round(full.width * share), round(full.height * share))
        shrunk = full.convert("RGB").resize(size, Image.Resampling.BOX)
    return shrunk.quantize(COLOURS, dither=Image.Dither.NONE)


def compared(kept: Image.Image, seen: Image.Image) -> Likeness:
    """Pictures of different sizes have nothing in common."""
    before, after = kept.convert("RGB"), seen.convert("RGB")
    if before.size != after.size:
        return Likeness(1.0, after)
    bands = ImageChops.difference(before, after).split()
    strongest = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    differs = strongest.point(lambda value: 255 if value > FAINT else 0)
    share = differs.histogram()[255] / (differs.width * differs.height)
    return Likeness(share, _beside(before, after, differs))


def _beside(before: Image.Image, after: Image.Image, differs: Image.Image) -> Image.Image:
    faded = Image.blend(after, Image.new("RGB", after.size, "white"), 0.75)
    faded.paste(MARK, mask=differs)
    width, height = after.size
    whole = Image.new("RGB", (3 * width + 20, height), "black")
    for place, picture in enumerate((before, after, faded)):
        whole.paste(picture, (place * (width + 10), 0))
    return whole


def keep(picture: Image.Image, path: Path) -> int:
    """Writes it as small as PNG can be; returns its bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, "PNG", optimize=True)
    return path.stat().st_size
