"""A queue of CUPS, by its own commands `lp`, `lpstat` and `cancel`.

Nothing that a printer says comes back through a queue, so its profile must be one without status
and the best that is known of a ticket is SENT. Where a printer can be reached otherwise, it should.
Tried with a stand-in for the commands, never with a printer behind a real CUPS.
"""

import re
import subprocess
import time

from printers.transport.line import TransportError, Unreachable

POLL_SECONDS = 0.2
_QUEUE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")  # never an option, never a path
_REQUEST = re.compile(r"request id is (\S+-\d+)")


class CupsLine:
    """One queue; every send is a raw job of its own."""

    def __init__(self, queue: str) -> None:
        self._queue = queue

    @classmethod
    def open(cls, address: str, timeout: float) -> "CupsLine":
        """`address` is a queue's name. Raises Unreachable for one that is unknown, stopped or full."""
        if not _QUEUE.fullmatch(address):
            raise Unreachable(f"{address!r} is not the name of a queue")
        try:
            told = _run("lpstat", "-p", address, "-a", address, timeout=timeout)
        except TransportError as trouble:
            raise Unreachable(f"queue {address}: {trouble}") from trouble
        for line in told.splitlines():
            if " disabled since" in line or " not accepting requests" in line:
                raise Unreachable(f"queue {address} is stopped: {line.strip()}")
        return cls(address)

    def send(self, data: bytes, *, timeout: float) -> None:
        """Queue `data` and see it leave; a job that stays is withdrawn, lest it print much later."""
        until = time.monotonic() + timeout
        told = _run("lp", "-d", self._queue, "-o", "raw", "-t", "antrean", timeout=timeout, data=data)
        request = _REQUEST.search(told)
        if request is None:
            raise TransportError(f"lp did not name the job: {told.strip()!r}")
        try:
            self._see_off(request[1], until=until)
        except TransportError:
            _run("cancel", request[1], timeout=max(1.0, timeout))
            raise

    def receive(self, *, timeout: float) -> bytes:  # noqa: ARG002 - nothing is waited for
        raise TransportError("nothing comes back through a queue; choose a profile without status")

    def close(self) -> None:
        """There is nothing to hang up."""

    def _see_off(self, request: str, *, until: float) -> None:
        """Until the job has left its queue; TransportError if it stays, or if nobody can say."""
        while self._waits(request, timeout=max(POLL_SECONDS, until - time.monotonic())):
            if time.monotonic() >= until:
                raise TransportError(f"job {request} stayed in its queue and was withdrawn")
            time.sleep(POLL_SECONDS)

    def _waits(self, request: str, *, timeout: float) -> bool:
        told = _run("lpstat", "-W", "not-completed", "-o", self._queue, timeout=timeout)
        return any(line.split()[:1] == [request] for line in told.splitlines())


def _run(*words: str, timeout: float, data: bytes = b"") -> str:
    """What a command of CUPS says, in English; TransportError if it fails, is missing or takes too long."""
    try:
        done = subprocess.run(
            ["env", "LC_ALL=C", *words], input=data, capture_output=True, timeout=timeout, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as trouble:
        raise TransportError(str(trouble)) from trouble
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip() or f"status {done.returncode}"
        raise TransportError(f"{words[0]}: {reason}")
    return done.stdout.decode(errors="replace")
