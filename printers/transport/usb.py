"""A USB printer as the Linux kernel shows it: the file /dev/usb/lpN.

Never tried on a physical printer: the tests put a pseudo-terminal in its place. What follows is
from the source of the kernel's driver (drivers/usb/class/usblp.c):

- one program at a time may hold the file, another is told EBUSY;
- a write returns when the last piece is handed over, not when the printer took it, and closing
  the file then takes that piece back: so a send waits until the file may be written again;
- the first transfer from the printer begins when the file is opened: what it still had to say comes a
  moment later, and until then a read is told EAGAIN;
- a read of nothing is an empty answer of the printer, not the end of the line, and more may follow;
- a printer with a one-way plug is never readable, and reading it anyway is EINVAL;
- what became of a piece that a write did not wait for is told by nobody: only the printer's own
  confirmation says that a ticket arrived whole;
- a printer that is pulled out is ENODEV or a hang-up, a transfer in trouble EIO.

Many printers stop listening to USB while paper is out or the cover open; they are then mute, and
what is being sent stalls.
"""

import contextlib
import errno
import os
import select
import time

from printers.transport.line import TransportError, Unreachable

GONE = 0x008 | 0x010 | 0x020  # POLLERR, POLLHUP and POLLNVAL, named by number as Windows knows none of them
REST_SECONDS = 0.02  # after the file said "ready" and then had nothing, or no room
SETTLE_SECONDS = 0.05  # of silence after opening: many transfers' time, so nothing old is left
LONGEST_CHATTER_SECONDS = 0.5  # a printer that tells its status unasked may never be silent
CHUNK = 4096


class UsbLine:
    """A file that printers read and write; any character device will do."""

    def __init__(self, file: int) -> None:
        self._file = file

    @classmethod
    def open(cls, address: str, timeout: float, *, settle: float = SETTLE_SECONDS) -> "UsbLine":
        """`address` is the file, e.g. /dev/usb/lp0; takes `settle` seconds of silence. Raises Unreachable."""
        try:
            file = os.open(address, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except AttributeError as trouble:
            raise Unreachable(
                "USB printers are files on Linux only; give this one a network port"
            ) from trouble
        except (OSError, ValueError) as trouble:
            raise Unreachable(_sentence(address, trouble)) from trouble
        line = cls(file)
        try:
            line._forget(settle, min(timeout, LONGEST_CHATTER_SECONDS + settle))
        except TransportError as trouble:
            line.close()
            raise Unreachable(f"{address}: {trouble}") from trouble
        return line

    def send(self, data: bytes, *, timeout: float) -> None:
        until = time.monotonic() + timeout
        rest = memoryview(data)
        while rest:
            self._wait_for_room(until)
            rest = rest[self._write(rest[:CHUNK]) :]
        self._wait_for_room(until)

    def receive(self, *, timeout: float) -> bytes:
        until = time.monotonic() + timeout
        while True:
            left = max(0.0, until - time.monotonic())
            happened = self._wait_for(select.POLLIN, left)
            data = self._read() if happened & select.POLLIN else b""
            if happened & GONE and not data:
                raise TransportError("the printer is gone")
            if data or time.monotonic() >= until:
                return data
            time.sleep(min(REST_SECONDS, left))

    def close(self) -> None:
        with contextlib.suppress(OSError):  # the device is gone, and the file with it
            os.close(self._file)

    def _forget(self, settle: float, longest: float) -> None:
        """Drop what the printer said to an earlier conversation: its answers must not confirm this one's."""
        until = time.monotonic() + longest
        while (left := until - time.monotonic()) > 0:
            if not self.receive(timeout=min(settle, left)):
                return

    def _read(self) -> bytes:
        try:
            return os.read(self._file, CHUNK)
        except BlockingIOError:
            return b""
        except OSError as trouble:
            raise TransportError(str(trouble)) from trouble

    def _write(self, data: memoryview) -> int:
        try:
            return os.write(self._file, data)
        except BlockingIOError:
            time.sleep(REST_SECONDS)
            return 0
        except OSError as trouble:
            raise TransportError(str(trouble)) from trouble

    def _wait_for_room(self, until: float) -> None:
        left = max(0.0, until - time.monotonic())
        happened = self._wait_for(select.POLLOUT, left)
        if happened & GONE:
            raise TransportError("the printer is gone")
        if not left or not happened:
            raise TransportError("the printer takes no more")

    def _wait_for(self, event: int, seconds: float) -> int:
        """What happened to the file within so many seconds; 0 if nothing did."""
        poll = select.poll()
        poll.register(self._file, event)
        try:
            happened = poll.poll(seconds * 1000)
        except OSError as trouble:
            raise TransportError(str(trouble)) from trouble
        return happened[0][1] if happened else 0


def _sentence(address: str, trouble: Exception) -> str:
    """What to do about a file that cannot be opened, where that is known."""
    known = {
        errno.ENOENT: "no printer is plugged in there",
        errno.EACCES: "this user may not use it; add the user to the group lp",
        errno.EBUSY: "another program holds it; is the queue of CUPS for it still switched on?",
    }
    reason = known.get(trouble.errno or 0) if isinstance(trouble, OSError) else None
    return f"{address}: {reason or trouble}"
