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
KNOCK = b"="  # ends the process ID that comes before a ticket; no mark of a ticket has it


@dataclass(frozen=True, slots=True)
class Timing:
    """How long each step may take, in seconds."""

    connect: float = 2.0
    status: float = 1.5  # four answers
    send: float = 5.0
    poll: float = 0.7  # between status questions while waiting for paper
    patience: float = 10.0  # for the confirmation of a printer that says it is ready
    hold: float = 45.0  # for someone to bring paper; less than a visitor waits
    quiet: float = 0.1  # no further fence for so long: nothing is left of earlier tickets
    grace: float = 2.0  # the same, while a process ID may still come
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
        self._answers_ids = profile.process_id
        self._fence_heard = False
        self._working_after_fence = False

    def print(self, job: bytes) -> Result:
        try:
            is_ready = self.ask() in WORKING and self._caught_up()
        except TransportError:
            self._watch.on_state(PrinterState.UNREACHABLE)
            return Result(Verdict.NOT_PRINTED, PrinterState.UNREACHABLE)
        if not is_ready:
            return Result(Verdict.NOT_PRINTED, RESTART if self._watch.stop.is_set() else self._block())
        self._watch.before_send()
        try:
            self._line.send(job + self._seal(self._mark), timeout=self._timing.send)
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

    def _seal(self, mark: bytes) -> bytes:
        """What makes the printer speak once it has done everything before."""
        process_id = ask_process_id(mark) if self._profile.process_id else b""
        return process_id + (FENCE if self._profile.fence else b"")

    def _caught_up(self) -> bool:
        """Whether the printer did all that it was sent before; waits for it as long as it works.

        What an earlier connection left in its buffer would otherwise answer in this ticket's name.
        Fences all sound alike, so two are sent: what earlier tickets left comes one by one, with the
        time that paper takes in between.
        """
        knock = self._mark[:3] + KNOCK
        if not self._seal(knock):
            return True
        self._line.send(self._seal(knock) + FENCE * self._profile.fence, timeout=self._timing.send)
        begun = heard_at = time.monotonic()
        ask_at = begun + self._timing.poll
        quiet = self._timing.grace if self._profile.process_id else self._timing.quiet
        known_at = 0.0
        while self._state in WORKING and not self._watch.stop.is_set():
            now = time.monotonic()
            if now >= begun + self._timing.patience:
                break
            if PROCESSED + knock in self._ear.blocks:
                known_at = known_at or now
                # The fences came before, or they come now; once IDs are heard, only IDs count.
                if self._ear.fences >= 2 * self._profile.fence or now >= known_at + self._timing.quiet:
                    return self._begin_anew()
            if self._ear.fences and now >= heard_at + quiet:
                if self._ear.fences >= 2:
                    self._answers_ids = False  # whatever its profile says
                    return self._begin_anew()
                self._ear.fences = 0
            if now >= ask_at:
                self._line.send(ASK, timeout=self._timing.send)
                ask_at = now + self._timing.poll
            fences = self._ear.fences
            wait = self._timing.quiet if known_at else min(quiet, self._timing.poll)
            self._ear.hear(self._line.receive(timeout=wait))
            if self._ear.fences != fences:
                heard_at = time.monotonic()
            self._notice()
        return False

    def _begin_anew(self) -> bool:
        """From here on every fence is this ticket's; always true."""
        self._ear.fences = 0
        self._fence_heard = self._working_after_fence = False
        return True

    def _block(self) -> PrinterState:
        """What keeps the printer from printing; mute, if it does not say."""
        return PrinterState.MUTE if self._state is None or self._state in WORKING else self._state

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
            had_fence = self._fence_heard
            is_news = self._notice()
            if self._fence_heard and not had_fence:
                ask_at = now  # the fence only says that the data was understood
            if is_news:
                blocked = self._state not in WORKING
                if blocked:
                    until = max(until, sent + timing.hold)
                elif was_blocked:
                    until = min(now, sent + timing.hold) + timing.patience
                was_blocked = blocked
        return True

    def _notice(self) -> bool:
        """Take in what was heard; whether a new status was among it."""
        status = self._ear.status()
        if status is not None:
            self._state = status.state
            self._working_after_fence = self._fence_heard and status.state in WORKING
            self._watch.on_state(status.state)
        self._fence_heard = self._ear.fences > 0
        return status is not None

    def _confirmed(self) -> bool:
        """Whether the paper is out: by process ID, else by the fence and a printer that still works then."""
        if self._answers_ids:
            return PROCESSED + self._mark in self._ear.blocks
        return self._working_after_fence

    def _withdraw(self) -> Result:
        """Give up: empty the printer's buffer, so that nothing comes out late, if it can be emptied."""
        reason = self._block()
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
