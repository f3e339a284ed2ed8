"""Reads numbers and pieces out of a file of bytes; whoever asks for more than there is hears MediaBroken."""

from typing import BinaryIO

from app.domain.media import MediaBroken


class Source:
    """A file that can be wound back, and how long it is."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = file.seek(0, 2)

    def at(self, place: int, count: int) -> bytes:
        """Exactly `count` bytes from `place`; raises MediaBroken."""
        if place < 0 or place + count > self.size:
            raise MediaBroken
        self._file.seek(place)
        return self._file.read(count)

    def head(self, count: int) -> bytes:
        """The first bytes, as many as there are."""
        self._file.seek(0)
        return self._file.read(count)

    def number(self, place: int, count: int) -> int:
        """A whole number, its highest byte first."""
        return int.from_bytes(self.at(place, count), "big")

    def holds(self, mark: bytes, *, after: int, block: int = 1 << 20) -> bool:
        """Whether the bytes `mark` come anywhere behind `after`."""
        self._file.seek(after)
        kept = b""
        while read := self._file.read(block):
            if mark in kept + read:
                return True
            kept = read[-len(mark) :]
        return False
