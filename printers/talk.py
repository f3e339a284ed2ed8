"""One open line to a printer that answers: what is said and heard, and what earlier talks left behind."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.printing import WORKING, PrinterState
from printers.profiles import Profile
from printers.remains import Remains
from printers.status import ANSWERS, ASK, FENCE, PROCESSED, Ear, ask_process_id
from printers.transport import Line


@dataclass(frozen=True, slots=True)
class Timing:
    """How long each step may take, in seconds."""

    connect: float = 2.0
    status: float = 1.5  # four answers
    send: float = 5.0
    poll: float = 0.7  # between status questions while waiting for paper
    patience: float = 10.0  # for the confirmation of a printer that says it is ready
    hold: float = 45.0  # for someone to bring paper; less than a visitor waits
    quiet: float = 0.1  # no further fence for so long after an answer that came behind: none is left
    grace: float = 2.0  # for a process ID that comes later than the fence behind it
    clear: float = 1.5


@dataclass(frozen=True, slots=True)
class Watch:
    """What a print tells while it goes on, and how it is told to give up."""

    stop: threading.Event
    on_state: Callable[[PrinterState], None] = lambda _: None
    before_send: Callable[[], None] = lambda: None  # the last moment at which nothing was sent


class Talk:
    """Says and hears; everything raises TransportError once the line is broken."""

    def __init__(
        self, line: Line, profile: Profile, *, remains: Remains, watch: Watch, timing: Timing
    ) -> None:
        self.ear = Ear()
        self.state: PrinterState | None = None
        self.answers_ids = profile.process_id
        self._line = line
        self._profile = profile
        self._remains = remains
        self._watch = watch
        self._timing = timing
        self._unanswered = 0  # status questions

    def send(self, data: bytes, *, fences: int = 0, timeout: float) -> None:
        self._remains.answers += fences  # first: what broke the line may have arrived all the same
        self._remains.midway = True  # or only half of it
        self._line.send(data, timeout=timeout)

    def ask_soon(self) -> None:
        """Ask for the status; `listen` hears the answer."""
        self.ear.asked()
        self._unanswered += 1
        self._line.send(ASK, timeout=self._timing.send)

    def ask(self) -> PrinterState | None:
        """The state as the four status answers give it; None if they do not come in time."""
        self.ear.asked()
        self._unanswered += 1
        self._line.send(ASK, timeout=self._timing.status)
        until = time.monotonic() + self._timing.status
        while (left := until - time.monotonic()) > 0:
            if self.listen(left):
                return self.state
        self._watch.on_state(PrinterState.MUTE)
        return None

    def listen(self, timeout: float) -> bool:
        """Take in what arrives within so many seconds; whether a new status was among it."""
        fences = self.ear.fences
        self.ear.hear(self._line.receive(timeout=max(0.0, timeout)))
        self._remains.hear(self.ear.fences - fences, self.ear.blocks)
        self._unanswered = max(0, self._unanswered - len(self.ear.answers) // ANSWERS)
        status = self.ear.status()
        if status is None:
            return False
        self.state = status.state
        self._watch.on_state(status.state)
        return True

    def caught_up(self, knock: bytes) -> bool:
        """Whether the printer did all that it was sent before; waits for it as long as it works.

        What an earlier talk left in its buffer would otherwise answer in the next ticket's name. A process
        ID, `knock`, is this talk's own. Fences all sound alike, but are answered in the order in which they
        came: once more answers were heard than could come from earlier, one was to a fence of this talk, and
        all that is older is done. They are sent one at a time, so that a vain talk leaves but one more.
        """
        if not (self._profile.process_id or self._profile.fence):
            return True
        older, heard_before = self._remains.answers, self.ear.fences
        begun = time.monotonic()
        until, ask_at = begun + self._timing.patience, begun + self._timing.poll
        self._knock(self._remains.flush + (ask_process_id(knock) if self._profile.process_id else b""))
        knocks = 1
        while self._goes_on(until):
            heard = self.ear.fences - heard_before
            if PROCESSED + knock in self.ear.blocks:
                self._remains.answers = min(self._remains.answers, knocks)
                self._remains.midway = False
                return True
            if heard > older:
                self._remains.midway = False
                return self._without_ids(knock) or self._heard_out(until)
            if heard >= knocks:
                knocks += 1
                self._knock(b"")
            if time.monotonic() >= ask_at:
                self.ask_soon()
                ask_at = time.monotonic() + self._timing.poll
            self.listen(min(until, ask_at) - time.monotonic())
        return False

    def _knock(self, question: bytes) -> None:
        fences = int(self._profile.fence)
        self.send(question + FENCE * fences, fences=fences, timeout=self._timing.send)

    def _without_ids(self, knock: bytes) -> bool:
        """False if the printer answers no process IDs, whatever its profile says."""
        until = time.monotonic() + self._timing.grace
        while self.answers_ids and self._goes_on(until):
            if PROCESSED + knock in self.ear.blocks:
                return True
            self.listen(until - time.monotonic())
        self.answers_ids = False
        return False

    def _heard_out(self, until: float) -> bool:
        """Whether no answer to a fence can come any more.

        Nothing but bytes stands between what was understood already and the last fence of this talk: it is
        answered before a question that was asked after it. What is missing then was lost with another line.
        """
        if self._remains.answers:
            self.ask_soon()
        heard_at = time.monotonic()
        while self._goes_on(until):
            if self._remains.answers == 0:
                self._remains.settle()
                return True
            if not self._unanswered and time.monotonic() >= heard_at + self._timing.quiet:
                self._remains.answers = 0
                return True
            fences, unanswered = self.ear.fences, self._unanswered
            self.listen(self._timing.quiet)
            if unanswered or self.ear.fences != fences:
                heard_at = time.monotonic()
        return False

    def _goes_on(self, until: float) -> bool:
        return self.state in WORKING and not self._watch.stop.is_set() and time.monotonic() < until
