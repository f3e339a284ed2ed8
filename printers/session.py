"""The confirmed print: one conversation with a printer that ends in what is really known."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.printing import WORKING, PrinterState, Verdict
from printers.profiles import Profile
from printers.status import ASK, CLEAR_BUFFER, CLEARED, FENCE, PROCESSED, Ear, ask_process_id
from printers.transport import Line, TransportError

CONNECTION = "connection"  # the line broke after the first byte
RESTART = "restart"  # the agent itself went away in between


@dataclass(frozen=True, slots=True)
class Timing:
    """How long each step may take, in seconds."""

    connect: float = 2.0
    status: float = 1.5  # four answers
    send: float = 5.0
    poll: float = 0.7  # between status questions while waiting for paper
    patience: float = 10.0  # for the confirmation of a printer that says it is ready
    hold: float = 45.0  # for someone to bring paper; less than a visitor waits
    grace: float = 2.0  # for a process ID that comes after the fence
    clear: float = 1.5


@dataclass(frozen=True, slots=True)
class Result:
    """What is known after an attempt; the reason is a PrinterState, CONNECTION or ""."""

    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Watch:
    """What a print tells while it goes on, and how it is told to give up."""

    stop: threading.Event
    on_state: Callable[[PrinterState], None] = lambda _: None
    before_send: Callable[[], None] = lambda: None  # the last moment at which nothing was sent


def print_confirmed(
    opener: Callable[[float], Line],
    job: bytes,
    profile: Profile,
    *,
    mark: bytes,
    watch: Watch,
    timing: Timing,
) -> Result:
    """Print `job` once and say what became of it; `mark` is four printable bytes, new for every attempt."""
    try:
        line = opener(timing.connect)
    except TransportError:
        watch.on_state(PrinterState.UNREACHABLE)
        return Result(Verdict.NOT_PRINTED, PrinterState.UNREACHABLE)
    try:
        if not profile.status:
            return _print_blind(line, job, watch=watch, timing=timing)
        return _Conversation(line, profile, mark=mark, watch=watch, timing=timing).print(job)
    finally:
        line.close()


def look(opener: Callable[[float], Line], profile: Profile, *, timing: Timing) -> PrinterState:
    """The printer's state now, without printing; a printer without status is ready if it answers the call."""
    try:
        line = opener(timing.connect)
    except TransportError:
        return PrinterState.UNREACHABLE
    try:
        if not profile.status:
            return PrinterState.READY
        watch = Watch(stop=threading.Event())
        return _Conversation(line, profile, mark=b"", watch=watch, timing=timing).ask() or PrinterState.MUTE
    except TransportError:
        return PrinterState.UNREACHABLE
    finally:
        line.close()


def _print_blind(line: Line, job: bytes, *, watch: Watch, timing: Timing) -> Result:
    watch.on_state(PrinterState.READY)
    watch.before_send()
    try:
        line.send(job, timeout=timing.send)
    except TransportError:
        return Result(Verdict.UNKNOWN, CONNECTION)
    return Result(Verdict.SENT)


class _Conversation:
    """One open line to a printer that answers."""

    def __init__(self, line: Line, profile: Profile, *, mark: bytes, watch: Watch, timing: Timing) -> None:
        self._line = line
        self._profile = profile
        self._mark = mark
        self._watch = watch
        self._timing = timing
        self._ear = Ear()
        self._state: PrinterState | None = None
        self._fence_heard: float | None = None

    def print(self, job: bytes) -> Result:
        try:
            state = self.ask()
        except TransportError:
            self._watch.on_state(PrinterState.UNREACHABLE)
            return Result(Verdict.NOT_PRINTED, PrinterState.UNREACHABLE)
        if state not in WORKING:
            return Result(Verdict.NOT_PRINTED, state or PrinterState.MUTE)
        self._watch.before_send()
        self._ear.fences = 0
        try:
            self._line.send(job + self._seal(), timeout=self._timing.send)
            if not (self._profile.process_id or self._profile.fence):
                return Result(Verdict.SENT)
            return Result(Verdict.PRINTED) if self._wait() else self._withdraw()
        except TransportError:
            return Result(Verdict.UNKNOWN, CONNECTION)

    def ask(self) -> PrinterState | None:
        """The state as the four status answers give it; None if they do not come in time."""
        self._line.send(ASK, timeout=self._timing.status)
        until = time.monotonic() + self._timing.status
        while (left := until - time.monotonic()) > 0:
            self._ear.hear(self._line.receive(timeout=left))
            if self._notice():
                return self._state
        self._watch.on_state(PrinterState.MUTE)
        return None

    def _seal(self) -> bytes:
        """What follows the cut and makes the printer speak."""
        process_id = ask_process_id(self._mark) if self._profile.process_id else b""
        return process_id + (FENCE if self._profile.fence else b"")

    def _wait(self) -> bool:
        """Whether the paper was confirmed before patience, or the hold of a blocked printer, was over."""
        timing, sent = self._timing, time.monotonic()
        until, ask_at = sent + timing.patience, sent + timing.poll
        was_blocked = False
        while not self._confirmed():
            now = time.monotonic()
            if now >= until or self._watch.stop.is_set():
                return False
            if now >= ask_at:
                self._line.send(ASK, timeout=timing.send)
                ask_at = now + timing.poll
            self._ear.hear(self._line.receive(timeout=min(until, ask_at) - now))
            if self._notice():
                blocked = self._state not in WORKING
                if blocked:
                    until = max(until, sent + timing.hold)
                elif was_blocked:
                    until = min(now, sent + timing.hold) + timing.patience
                was_blocked = blocked
        return True

    def _notice(self) -> bool:
        """Take in what was heard; whether a new status was among it."""
        if self._ear.fences and self._fence_heard is None:
            self._fence_heard = time.monotonic()
        status = self._ear.status()
        if status is None:
            return False
        self._state = status.state
        self._watch.on_state(status.state)
        return True

    def _confirmed(self) -> bool:
        """Whether the paper is out: by process ID, else by the fence.

        A printer that should know process IDs is given a moment to send its answer after the fence,
        because the fence only says that the data was understood.
        """
        if self._profile.process_id and PROCESSED + self._mark in self._ear.blocks:
            return True
        if self._fence_heard is None:
            return False
        return not self._profile.process_id or time.monotonic() - self._fence_heard >= self._timing.grace

    def _withdraw(self) -> Result:
        """Give up: empty the printer's buffer, so that nothing comes out late, if it can be emptied."""
        reason = self._state if self._state is not None and self._state not in WORKING else PrinterState.MUTE
        if not self._profile.clear_buffer:
            return Result(Verdict.UNKNOWN, reason)
        self._line.send(CLEAR_BUFFER, timeout=self._timing.clear)
        until = time.monotonic() + self._timing.clear
        while (left := until - time.monotonic()) > 0:
            self._ear.hear(self._line.receive(timeout=left))
            self._notice()
            if self._confirmed():
                return Result(Verdict.PRINTED)
            if CLEARED in self._ear.blocks:
                return Result(Verdict.CANCELLED, reason)
        return Result(Verdict.UNKNOWN, reason)
