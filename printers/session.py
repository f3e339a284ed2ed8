"""The confirmed print: one conversation with a printer that ends in what is really known."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.printing import WORKING, PrinterState, Verdict
from printers.profiles import Profile
from printers.remains import UNNAMED, Remains
from printers.status import CLEAR_BUFFER, CLEARED, FENCE, PROCESSED, ask_process_id
from printers.talk import Talk, Timing, Watch
from printers.transport import Line, TransportError

__all__ = ["CONNECTION", "RESTART", "Result", "Timing", "Watch", "look", "print_confirmed"]

CONNECTION = "connection"  # the line broke after the first byte
RESTART = "restart"  # the agent itself went away in between
KNOCK = b"="  # ends the process ID that comes before a ticket; no mark of a ticket has it


@dataclass(frozen=True, slots=True)
class Result:
    """What is known after an attempt; the reason is a PrinterState, CONNECTION or ""."""

    verdict: Verdict
    reason: str = ""


def print_confirmed(
    opener: Callable[[float], Line],
    job: bytes,
    profile: Profile,
    *,
    mark: bytes,
    watch: Watch,
    timing: Timing,
    remains: Remains,
) -> Result:
    """Print `job` once and say what became of it; `mark` is four printable bytes, new for every attempt.

    `remains` is what is known of this printer from earlier conversations; it is brought up to date.
    """
    try:
        line = opener(timing.connect)
    except TransportError:
        watch.on_state(PrinterState.UNREACHABLE)
        return Result(Verdict.NOT_PRINTED, PrinterState.UNREACHABLE)
    try:
        if not profile.status:
            return _print_blind(line, job, watch=watch, timing=timing, remains=remains)
        return _Print(line, profile, mark=mark, watch=watch, timing=timing, remains=remains).run(job)
    finally:
        line.close()


def look(
    opener: Callable[[float], Line], profile: Profile, *, timing: Timing, remains: Remains
) -> PrinterState:
    """The printer's state now, without printing; a printer without status is ready if it answers the call."""
    try:
        line = opener(timing.connect)
    except TransportError:
        return PrinterState.UNREACHABLE
    try:
        if not profile.status:
            return PrinterState.READY
        watch = Watch(stop=threading.Event())
        talk = Talk(line, profile, remains=remains, watch=watch, timing=timing)
        return talk.ask() or PrinterState.MUTE
    except TransportError:
        return PrinterState.UNREACHABLE
    finally:
        line.close()


def _print_blind(line: Line, job: bytes, *, watch: Watch, timing: Timing, remains: Remains) -> Result:
    watch.on_state(PrinterState.READY)
    watch.before_send()
    try:
        return _send_unheard(lambda data: line.send(data, timeout=timing.send), job, remains)
    except TransportError:
        return Result(Verdict.UNKNOWN, CONNECTION)


def _send_unheard(send: Callable[[bytes], None], job: bytes, remains: Remains) -> Result:
    """A ticket of which nothing will be heard; raises TransportError.

    What a printer that answers was last known to hold, it may hold still: only its answers end that doubt.
    """
    before = remains.flush + remains.sweep
    remains.torn, remains.midway = remains.torn or UNNAMED, True
    send(before + job)
    if remains.torn == UNNAMED:
        remains.torn, remains.midway = None, False
    return Result(Verdict.SENT)


class _Print:
    """One ticket for a printer that answers."""

    def __init__(
        self, line: Line, profile: Profile, *, mark: bytes, watch: Watch, timing: Timing, remains: Remains
    ) -> None:
        self._talk = Talk(line, profile, remains=remains, watch=watch, timing=timing)
        self._profile = profile
        self._mark = mark
        self._watch = watch
        self._timing = timing
        self._remains = remains
        self._fences_before = 0  # heard before the ticket was sent
        self._works_after_fence = False

    def run(self, job: bytes) -> Result:
        try:
            is_ready = self._talk.ask() in WORKING and self._talk.caught_up(self._mark[:3] + KNOCK)
        except TransportError:
            self._watch.on_state(PrinterState.UNREACHABLE)
            return Result(Verdict.NOT_PRINTED, PrinterState.UNREACHABLE)
        if not is_ready:
            return Result(Verdict.NOT_PRINTED, RESTART if self._watch.stop.is_set() else self._block())
        self._watch.before_send()
        try:
            if not (self._profile.process_id or self._profile.fence):
                return _send_unheard(
                    lambda data: self._talk.send(data, timeout=self._timing.send), job, self._remains
                )
            self._send(job)
            return Result(Verdict.PRINTED) if self._wait() else self._withdraw()
        except TransportError:
            return Result(Verdict.UNKNOWN, CONNECTION)

    def _send(self, job: bytes) -> None:
        """The ticket, after the knife has cut away what hangs, and what makes the printer speak then."""
        process_id = ask_process_id(self._mark) if self._profile.process_id else b""
        fences = int(self._profile.fence)
        self._fences_before = self._talk.ear.fences
        before, self._remains.torn = self._remains.sweep, self._mark
        self._talk.send(before + job + process_id + FENCE * fences, fences=fences, timeout=self._timing.send)

    def _block(self) -> PrinterState:
        """What keeps the printer from printing; mute, if it does not say."""
        state = self._talk.state
        return PrinterState.MUTE if state is None or state in WORKING else state

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
                self._talk.ask_soon()
                ask_at = now + timing.poll
            had_fence = self._fence_heard
            is_news = self._listen(min(until, ask_at) - now)
            if self._fence_heard and not had_fence:
                ask_at = now  # the fence only says that the data was understood
            if is_news:
                blocked = self._talk.state not in WORKING
                if blocked:
                    until = max(until, sent + timing.hold)
                elif was_blocked:
                    until = min(now, sent + timing.hold) + timing.patience
                was_blocked = blocked
        return True

    def _listen(self, timeout: float) -> bool:
        """As the talk's; keeps whether the printer said that it works after it said that it is done."""
        had_fence = self._fence_heard
        is_news = self._talk.listen(timeout)
        if is_news:
            self._works_after_fence = had_fence and self._talk.state in WORKING
        return is_news

    @property
    def _fence_heard(self) -> bool:
        return self._talk.ear.fences > self._fences_before

    def _confirmed(self) -> bool:
        """Whether the paper is out: by process ID, else by the fence and a printer that still works then."""
        by_id = self._talk.answers_ids
        is_out = PROCESSED + self._mark in self._talk.ear.blocks if by_id else self._works_after_fence
        if is_out:
            self._remains.midway = False
            if not by_id:
                self._remains.settle()
        return is_out

    def _withdraw(self) -> Result:
        """Give up: empty the printer's buffer, so that nothing comes out late, if it can be emptied."""
        reason = self._block()
        if not self._profile.clear_buffer:
            return Result(Verdict.UNKNOWN, reason)
        self._talk.send(CLEAR_BUFFER, timeout=self._timing.clear)
        until = time.monotonic() + self._timing.clear
        while (left := until - time.monotonic()) > 0:
            self._listen(left)
            if self._confirmed():
                return Result(Verdict.PRINTED)
            if CLEARED in self._talk.ear.blocks:
                return Result(Verdict.CANCELLED, reason)
        return Result(Verdict.UNKNOWN, reason)
