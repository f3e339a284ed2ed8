"""Says what a file is by its bytes alone, and refuses what not every display can show."""

from typing import BinaryIO

from app.domain.media import LARGEST_SIDE, Found, MediaBroken, MediaPixels, MediaUnknown
from app.media.mp4 import mp4
from app.media.pictures import GIF_MARKS, JPEG_MARK, PNG_MARK, gif, jpeg, png, webp
from app.media.reading import Source
from app.media.webm import webm

LONGEST_MARK = 16


def inspect(file: BinaryIO) -> Found:
    """Its name is never asked. Raises MediaUnknown, MediaBroken, MediaCodec and MediaPixels."""
    source = Source(file)
    found = _read(source, source.head(LONGEST_MARK))
    if not (found.width and found.height):
        raise MediaBroken
    if max(found.width, found.height) > LARGEST_SIDE:
        raise MediaPixels
    return found


def _read(source: Source, head: bytes) -> Found:
    if head.startswith(PNG_MARK):
        return png(source)
    if head.startswith(JPEG_MARK):
        return jpeg(source)
    if head.startswith(GIF_MARKS):
        return gif(source)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return webp(source)
    if head[4:8] == b"ftyp":
        return mp4(source)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return webm(source)
    raise MediaUnknown
