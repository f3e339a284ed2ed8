"""Commands that a printer obeys the moment they arrive, even in the middle of a ticket."""

from collections.abc import Callable

from printers.status import CLEAR_BUFFER

DLE, EOT, ENQ, DC4 = 0x10, 0x04, 0x05, 0x14
_LENGTHS = {EOT: 3, ENQ: 3}
_PULSE, _CLEAR = 1, 8


class RealTime:
    """Picks DLE sequences out of what arrives, also when one is torn over two packets."""

    def __init__(self, *, on_question: Callable[[int], None], on_clear: Callable[[], None]) -> None:
        self._on_question = on_question
        self._on_clear = on_clear
        self._held = b""

    def sift(self, data: bytes) -> bytes:
        """Obey what must be obeyed now; what is left belongs into the buffer."""
        rest, self._held = self._held + data, b""
        kept = bytearray()
        while rest:
            at = rest.find(DLE)
            if at < 0:
                kept += rest
                break
            kept += rest[:at]
            rest = rest[at:]
            length = _length(rest)
            if length is None or len(rest) < length:
                self._held = rest
                break
            self._obey(rest[:length], kept)
            rest = rest[length:]
        return bytes(kept)

    def _obey(self, command: bytes, kept: bytearray) -> None:
        if len(command) == 1:
            kept += command
        elif command[1] == EOT:
            self._on_question(command[2])
        elif command == CLEAR_BUFFER:
            kept.clear()
            self._on_clear()


def _length(rest: bytes) -> int | None:
    """Bytes of the command at the start of `rest`; 1 if a DLE is only data, None if that cannot be told."""
    if len(rest) < 2:
        return None
    if rest[1] in _LENGTHS:
        return _LENGTHS[rest[1]]
    if rest[1] != DC4:
        return 1
    if len(rest) < 3:
        return None
    return {_PULSE: 5, _CLEAR: len(CLEAR_BUFFER)}.get(rest[2], 3)
