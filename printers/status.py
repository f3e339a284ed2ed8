"""What a printer says of itself: status answers picked out of everything that arrives.

The bytes are those of Epson's ESC/POS reference: DLE EOT n (real-time status), GS a (automatic
status back), GS r (transmit status), GS ( H (process ID) and DLE DC4 (clear buffer).
"""

from dataclasses import dataclass

from app.domain.printing import PrinterState

ASK = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"  # DLE EOT 1..4 in one write
ANSWERS = 4
FENCE = b"\x1d\x72\x01"  # GS r 1: one byte, in its turn among the data
CLEAR_BUFFER = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"  # DLE DC4 8
CLEARED = b"\x37\x25"
PROCESSED = b"\x37\x22"
_BLOCK_STARTS = frozenset(b"\x35\x37\x39\x3b\x3d\x5f")
_ASB_BYTES = 4
_ID_BYTES = 6  # of an answer to GS ( H, before its NUL


def ask_process_id(mark: bytes) -> bytes:
    """GS ( H: say these four printable bytes once everything before is on paper."""
    return b"\x1d\x28\x48\x06\x00\x30\x30" + mark


@dataclass(frozen=True, slots=True)
class Status:
    """The four answers to DLE EOT 1..4, in order."""

    printer: int
    offline: int
    error: int
    paper: int

    @property
    def state(self) -> PrinterState:
        """The one word that matters most; what a person must fix first comes first."""
        if self.offline & 0x04:
            return PrinterState.COVER_OPEN
        if self.paper & 0x60 or self.offline & 0x20:
            return PrinterState.PAPER_OUT
        if self.error & 0x68 or self.offline & 0x40:
            return PrinterState.ERROR
        if self.printer & 0x28:
            return PrinterState.OFFLINE
        return PrinterState.NEAR_END if self.paper & 0x0C else PrinterState.READY


class Ear:
    """Sorts a printer's bytes into status answers, answered fences, and blocks.

    What is incomplete is kept until the rest comes.
    """

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.fences = 0
        self.blocks: list[bytes] = []
        self._rest = b""
        self._shifted = False  # the next four answers may be of two questions

    def asked(self) -> None:
        """A question goes out: what is there of an answer that broke off would shift every later one.

        Its rest may still come, and stand before the next answer, which is therefore not believed either.
        """
        if self.answers:
            self.answers.clear()
            self._shifted = True

    def hear(self, data: bytes) -> None:
        rest = self._rest + data
        while rest:
            taken = self._take(rest)
            if taken == 0:
                break
            rest = rest[taken:]
        self._rest = rest

    def status(self) -> Status | None:
        """The newest four answers to one question, taken out with all older ones; None if there are none."""
        whole = len(self.answers) // ANSWERS * ANSWERS
        if not whole:
            return None
        newest, self.answers = self.answers[whole - ANSWERS : whole], self.answers[whole:]
        doubtful, self._shifted = self._shifted, False
        return None if doubtful else Status(*newest)

    def _take(self, rest: bytes) -> int:
        """Sort the first item of `rest`; how many bytes it had, 0 if the end has not come yet."""
        first = rest[0]
        if first in _BLOCK_STARTS:
            end = _end_of_block(rest)
            if end >= 0:
                self.blocks.append(rest[:end])
            return end + 1
        if first & 0x93 == 0x12:
            self.answers.append(first)
        elif first & 0x93 == 0x10:
            return _ASB_BYTES if len(rest) >= _ASB_BYTES else 0
        elif first & 0x90 == 0x00:
            self.fences += 1
        return 1


def _end_of_block(rest: bytes) -> int:
    """Where the block ends that `rest` begins with; -1 if that has not come yet.

    Of a process ID it is known beforehand: the letters of a question that was torn may be NUL themselves.
    """
    if rest.startswith(PROCESSED):
        return _ID_BYTES if len(rest) > _ID_BYTES else -1
    return rest.find(b"\x00")
