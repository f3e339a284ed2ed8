"""PNG, JPEG, WebP and GIF: whether a file is one, whether it is whole, and how large the picture is.

After the W3C's PNG specification, ITU T.81 (JPEG), RFC 9649 (WebP) and the GIF89a specification.
"""

from app.domain.media import Found, MediaBroken, MediaType, MediaUnknown
from app.media.reading import Source

PNG_MARK, JPEG_MARK = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
GIF_MARKS = (b"GIF87a", b"GIF89a")
MOST_CHUNKS = 200_000
SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # JPEG segments that say width and height
LONE = frozenset({0x01, *range(0xD0, 0xD8)})  # JPEG markers without a length
SCAN, END = 0xDA, 0xD9


def png(source: Source) -> Found:
    """Every chunk to the last must be there. Raises MediaBroken."""
    if source.at(12, 4) != b"IHDR":
        raise MediaBroken
    place = len(PNG_MARK)
    for _ in range(MOST_CHUNKS):
        length, name = source.number(place, 4), source.at(place + 4, 4)
        place += 12 + length
        if place > source.size:
            raise MediaBroken
        if name == b"IEND":
            return Found(MediaType.PNG, source.number(16, 4), source.number(20, 4))
    raise MediaBroken


def jpeg(source: Source) -> Found:
    """The segments up to the first scan, and an end somewhere behind it. Raises MediaBroken."""
    place, width, height = 2, 0, 0
    for _ in range(MOST_CHUNKS):
        if source.number(place, 1) != 0xFF:
            raise MediaBroken
        marker = source.number(place + 1, 1)
        if marker == 0xFF:
            place += 1
        elif marker in LONE:
            place += 2
        elif marker == SCAN:
            return _whole_jpeg(source, place, width, height)
        else:
            length = source.number(place + 2, 2)
            if marker in SIZES:
                height, width = source.number(place + 5, 2), source.number(place + 7, 2)
            if marker == END or length < 2:
                raise MediaBroken
            place += 2 + length
    raise MediaBroken


def _whole_jpeg(source: Source, scan: int, width: int, height: int) -> Found:
    """Inside a scan every 0xFF is followed by a zero or a restart, so that its end cannot be mistaken."""
    if not source.holds(b"\xff\xd9", after=scan):
        raise MediaBroken
    return Found(MediaType.JPEG, width, height)


def gif(source: Source) -> Found:
    """The trailer must be there. Raises MediaBroken."""
    width, height = (int.from_bytes(source.at(place, 2), "little") for place in (6, 8))
    tail = source.at(max(0, source.size - 64), min(64, source.size))
    if not tail.rstrip(b"\0").endswith(b";"):
        raise MediaBroken
    return Found(MediaType.GIF, width, height)


def webp(source: Source) -> Found:
    """Lossy, lossless and extended. Raises MediaBroken and MediaUnknown."""
    if int.from_bytes(source.at(4, 4), "little") + 8 > source.size:
        raise MediaBroken
    kind = source.at(12, 4)
    if kind == b"VP8X":
        width, height = (int.from_bytes(source.at(place, 3), "little") + 1 for place in (24, 27))
    elif kind == b"VP8 ":
        if source.at(23, 3) != b"\x9d\x01\x2a":
            raise MediaBroken
        width, height = (int.from_bytes(source.at(place, 2), "little") & 0x3FFF for place in (26, 28))
    elif kind == b"VP8L":
        bits = int.from_bytes(source.at(21, 4), "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        raise MediaUnknown
    return Found(MediaType.WEBP, width, height)
