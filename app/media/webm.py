"""WebM: elements within elements; which hold the film's size, its length, and how it is packed.

After RFC 8794 (EBML) and RFC 9559 (Matroska), of which WebM is a part.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.media import Found, MediaBroken, MediaCodec, MediaType, MediaUnknown
from app.media.reading import Source

EBML, DOC_TYPE = 0x1A45DFA3, 0x4282
SEGMENT, INFO, TRACKS, CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
SCALE, DURATION = 0x2AD7B1, 0x4489
TRACK, CODEC, VIDEO, WIDTH, HEIGHT = 0xAE, 0x86, 0xE0, 0xB0, 0xBA
PLAYABLE = frozenset({b"V_VP8", b"V_VP9", b"V_AV1"})
USUAL_SCALE = 1_000_000  # nanoseconds of a unit of time
MOST_ELEMENTS = 200_000


@dataclass(frozen=True, slots=True)
class Element:
    """`begin` and `end` of its content; `endless` where a recorder never knew how much would come."""

    name: int
    begin: int
    end: int
    endless: bool = False


def webm(source: Source) -> Found:
    """Raises MediaUnknown where it is another Matroska or has no pictures, MediaCodec and MediaBroken."""
    top = list(_elements(source, 0, source.size))
    head = _one(top, EBML)
    if head is None or _text(source, head, DOC_TYPE) != b"webm":
        raise MediaUnknown
    segment = _one(top, SEGMENT)
    if segment is None:
        raise MediaBroken
    parts = list(_until_cluster(source, segment))
    tracks, info = _one(parts, TRACKS), _one(parts, INFO)
    if tracks is None or _one(parts, CLUSTER) is None:
        raise MediaBroken
    for track in _inside(source, tracks):
        video = _one(_inside(source, track), VIDEO) if track.name == TRACK else None
        if video is not None:
            if _text(source, track, CODEC) not in PLAYABLE:
                raise MediaCodec
            width, height = (_number(source, video, name) for name in (WIDTH, HEIGHT))
            return Found(MediaType.WEBM, width, height, _seconds(source, info))
    raise MediaUnknown


def _elements(source: Source, begin: int, end: int) -> Iterator[Element]:
    """Raises MediaBroken where one is longer than what it stands in."""
    for _ in range(MOST_ELEMENTS):
        if begin >= end:
            return
        name, begin = _name(source, begin)
        size, begin = _size(source, begin)
        endless = size is None
        stop = end if size is None else begin + size
        if stop > end:
            raise MediaBroken
        yield Element(name, begin, stop, endless)
        begin = stop
    raise MediaBroken


def _until_cluster(source: Source, segment: Element) -> Iterator[Element]:
    """What stands before the pictures; the first cluster is enough to know that there are some.

    Clusters of a recording have no length either, so that nothing behind the first can be told.
    """
    for element in _elements(source, segment.begin, segment.end):
        yield element
        if element.name == CLUSTER:
            return


def _name(source: Source, place: int) -> tuple[int, int]:
    """The name of an element, its marking bit included, and what follows it."""
    length = _length(source, place, most=4)
    return source.number(place, length), place + length


def _size(source: Source, place: int) -> tuple[int | None, int]:
    """All bits set is "unknown"."""
    length = _length(source, place, most=8)
    value = source.number(place, length) & ((1 << 7 * length) - 1)
    return (None if value == (1 << 7 * length) - 1 else value), place + length


def _length(source: Source, place: int, *, most: int) -> int:
    length = 9 - source.number(place, 1).bit_length()
    if length > most:
        raise MediaBroken
    return length


def _inside(source: Source, element: Element) -> list[Element]:
    return list(_elements(source, element.begin, element.end))


def _one(elements: list[Element], name: int) -> Element | None:
    return next((element for element in elements if element.name == name), None)


def _content(source: Source, element: Element, name: int) -> bytes | None:
    found = _one(_inside(source, element), name)
    return (
        source.at(found.begin, found.end - found.begin) if found and found.end - found.begin < 256 else None
    )


def _text(source: Source, element: Element, name: int) -> bytes:
    return (_content(source, element, name) or b"").rstrip(b"\0")


def _number(source: Source, element: Element, name: int) -> int:
    return int.from_bytes(_content(source, element, name) or b"", "big")


def _seconds(source: Source, info: Element | None) -> float | None:
    raw = _content(source, info, DURATION) if info else None
    if info is None or raw is None or len(raw) not in (4, 8):
        return None
    (length,) = struct.unpack(">f" if len(raw) == 4 else ">d", raw)
    seconds = float(length) * (_number(source, info, SCALE) or USUAL_SCALE) / 1e9
    return seconds if 0 < seconds < float("inf") else None
