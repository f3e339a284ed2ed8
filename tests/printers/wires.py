"""Wires of other kinds to an emulated printer: a pseudo-terminal for USB and serial, a queue for CUPS."""

import contextlib
import os
import select
import socket
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

from printers.emulator.device import Device

WAKE_SECONDS = 0.05


class Cable:
    """Carries bytes between a pseudo-terminal and an emulated printer; `path` is the computer's end.

    Without a printer it is a cable that nobody reads.
    """

    def __init__(self, device: Device | None) -> None:
        self._far, self._near = os.openpty()
        tty.setraw(self._near)
        self.path = os.ttyname(self._near)
        self._plugged = True
        self._closing = threading.Event()
        self._plug = socket.create_connection(("127.0.0.1", device.port), 2) if device else None
        self._thread = threading.Thread(target=self._carry, daemon=True)
        if self._plug is not None:
            self._thread.start()

    def say(self, data: bytes) -> None:
        """As if the printer said it."""
        os.write(self._far, data)

    def pull(self) -> None:
        """Unplug it: the computer's end dies."""
        self._closing.set()
        if self._plug is not None:
            self._thread.join()
            self._plug.close()
        if self._plugged:
            self._plugged = False
            os.close(self._far)
            os.close(self._near)

    def _carry(self) -> None:
        assert self._plug is not None
        while not self._closing.is_set():
            readable, _, _ = select.select([self._far, self._plug], [], [], WAKE_SECONDS)
            if self._far in readable:
                self._plug.sendall(os.read(self._far, 4096))
            if self._plug in readable:
                data = self._plug.recv(4096)
                if not data:
                    return
                os.write(self._far, data)


@contextlib.contextmanager
def a_cable(device: Device | None = None) -> Iterator[Cable]:
    cable = Cable(device)
    try:
        yield cable
    finally:
        cable.pull()


class Queue:
    """Stand-ins for the commands of CUPS in a folder of their own, with one queue named TIKET.

    A job is kept as a file; it leaves the queue at once unless `stuck`.
    """

    def __init__(self, folder: Path) -> None:
        self.commands = folder / "bin"
        self._spool = folder / "spool"
        self.commands.mkdir(parents=True)
        self._spool.mkdir()
        for name, script in _COMMANDS.items():
            program = self.commands / name
            program.write_text(f"#!/bin/sh\nspool='{self._spool}'\n{script}", encoding="ascii")
            program.chmod(0o755)

    def set(self, state: str) -> None:
        """`stuck`, `disabled`, `rejecting` or `broken`."""
        (self._spool / state).touch()

    @property
    def printed(self) -> list[bytes]:
        return [job.read_bytes() for job in sorted(self._spool.glob("*.printed"))]

    @property
    def waiting(self) -> int:
        return len(list(self._spool.glob("*.waiting")))

    @property
    def options(self) -> str:
        return (self._spool / "options").read_text(encoding="ascii")


_COMMANDS = {
    "lp": """
[ -e "$spool/broken" ] && { echo 'lp: Error - scheduler not responding.' >&2; exit 1; }
echo "$*" > "$spool/options"
number=$(($(ls "$spool" | grep -c '\\.') + 1))
kind=printed; [ -e "$spool/stuck" ] && kind=waiting
cat > "$spool/$number.$kind"
echo "request id is TIKET-$number (0 file(s))"
""",
    "lpstat": """
case "$*" in
*-o*) for job in "$spool"/*.waiting; do
        [ -e "$job" ] && echo "TIKET-$(basename "$job" .waiting)  kiosk  700  Mon Nov 23 08:00:00 2026"
      done; exit 0;;
*-p\\ TIKET\\ *) ;;
*) echo 'lpstat: Invalid destination name in list.' >&2; exit 1;;
esac
if [ -e "$spool/disabled" ]; then echo 'printer TIKET disabled since Mon Nov 23 - Paused'
else echo 'printer TIKET is idle.  enabled since Mon Nov 23'; fi
if [ -e "$spool/rejecting" ]; then echo 'TIKET not accepting requests since Mon Nov 23 -'
else echo 'TIKET accepting requests since Mon Nov 23'; fi
""",
    "cancel": """rm "$spool/${1#TIKET-}.waiting"\n""",
}
