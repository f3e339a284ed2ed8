"""MP4: boxes within boxes; which hold the film's size, its length, and how it is packed.

After ISO/IEC 14496-12. Only what every display can unpack is let in: most televisions show HEVC as black.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.media import Found, MediaBroken, MediaCodec, MediaType, MediaUnknown
from app.media.reading import Source

MOST_BOXES = 100_000
PLAYABLE = frozenset({b"avc1", b"avc3", b"vp08", b"vp09", b"av01"})
SAMPLE_ENTRY = 16  # bytes before the first entry of stsd
FIXED = 65536  # sizes of a track are sixteen bits and a fraction


@dataclass(frozen=True, slots=True)
class Box:
    """`begin` and `end` of what is in it."""

    name: bytes
    begin: int
    end: int


def mp4(source: Source) -> Found:
    """Raises MediaUnknown where there is no film in it, MediaCodec and MediaBroken."""
    top = list(_boxes(source, 0, source.size))
    moov = _one(top, b"moov")
    if moov is None:
        whole = any(box.name in (b"mdat", b"meta") for box in top)
        raise MediaUnknown if _one(top, b"meta") or not whole else MediaBroken
    for track in (box for box in _inside(source, moov) if box.name == b"trak"):
        found = _film_track(source, track)
        if found is not None:
            codec, width, height = found
            if codec not in PLAYABLE:
                raise MediaCodec
            return Found(MediaType.MP4, width, height, _seconds(source, moov))
    raise MediaUnknown


def _boxes(source: Source, begin: int, end: int) -> Iterator[Box]:
    """Raises MediaBroken where one is longer than what it stands in: the file ends too early."""
    for _ in range(MOST_BOXES):
        if begin + 8 > end and not any(source.at(begin, end - begin)):
            return  # nothing is left, or zeros that fill up
        size, name, head = source.number(begin, 4), source.at(begin + 4, 4), 8
        if size == 1:
            size, head = source.number(begin + 8, 8), 16
        elif size == 0:
            size = end - begin
        if size < head or begin + size > end:
            raise MediaBroken
        yield Box(name, begin + head, begin + size)
        begin += size
    raise MediaBroken


def _inside(source: Source, box: Box) -> list[Box]:
    return list(_boxes(source, box.begin, box.end))


def _one(boxes: list[Box], name: bytes) -> Box | None:
    return next((box for box in boxes if box.name == name), None)


def _below(source: Source, box: Box, *path: bytes) -> Box | None:
    """The box at the end of a path of names."""
    for name in path:
        below = _one(_inside(source, box), name)
        if below is None:
            return None
        box = below
    return box


def _film_track(source: Source, track: Box) -> tuple[bytes, int, int] | None:
    """Codec, width and height of a track of pictures; None for sound."""
    handler = _below(source, track, b"mdia", b"hdlr")
    if handler is None or source.at(handler.begin + 8, 4) != b"vide":
        return None
    table = _below(source, track, b"mdia", b"minf", b"stbl", b"stsd")
    header = _below(source, track, b"tkhd")
    if table is None or header is None or table.begin + SAMPLE_ENTRY > table.end:
        raise MediaBroken
    codec = source.at(table.begin + 12, 4)
    width, height = (source.number(header.end - place, 4) // FIXED for place in (8, 4))
    return codec, width, height


def _seconds(source: Source, moov: Box) -> float | None:
    header = _below(source, moov, b"mvhd")
    if header is None:
        return None
    wide = source.number(header.begin, 1) == 1
    scale = source.number(header.begin + (20 if wide else 12), 4)
    length = source.number(header.begin + (24 if wide else 16), 8 if wide else 4)
    return length / scale if scale and length else None
