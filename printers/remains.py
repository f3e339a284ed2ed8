"""What earlier conversations may have left in a printer: answers still to come, and paper still uncut."""

from collections.abc import Collection
from dataclasses import dataclass

from printers.status import PROCESSED
from printers.ticket import CUT

STRAYS = (
    8  # answers that an agent before this one may have left; more is possible, but it would have to try hard
)
UNNAMED = b""  # the mark of an attempt that an earlier agent made
# A line that breaks in the middle of a command leaves the printer waiting for its rest, which would be taken
# from the next ticket. The longest command of ours is a QR code's data; as a command, NUL does nothing.
FLUSH = bytes(256)
SWEEP = b"\x1b\x40" + CUT  # ESC @ drops a line begun, GS V B 0 feeds what hangs to the knife


@dataclass(slots=True)
class Remains:
    """One for each printer, kept from conversation to conversation.

    `answers` is the most answers to fences that may still come; `torn` is the mark of the attempt whose paper
    may hang in the printer uncut, None if there is no such attempt. `midway` is whether the printer may wait
    for the rest of a command: something was sent since it last proved that it understood all.
    """

    answers: int = STRAYS
    torn: bytes | None = None
    midway: bool = True

    @property
    def flush(self) -> bytes:
        """What ends a command that was torn, to be sent before anything that is to be understood."""
        return FLUSH if self.midway else b""

    @property
    def sweep(self) -> bytes:
        """What cuts away the paper that hangs, to be sent before a ticket."""
        return b"" if self.torn is None else SWEEP

    def hear(self, fences: int, blocks: Collection[bytes]) -> None:
        """So many more fences were answered; `blocks` is everything else that the printer said."""
        self.answers = max(0, self.answers - fences)
        if self.torn and PROCESSED + self.torn in blocks:
            self.torn = None

    def settle(self) -> None:
        """All fences that were ever sent are answered: each came behind the cut of its ticket."""
        if self.torn != UNNAMED:
            self.torn = None
