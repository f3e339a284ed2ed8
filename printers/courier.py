"""One printer's thread in the agent: lease, print, report, and look at the printer in between."""

import hashlib
import logging
import secrets
import threading
import time
from dataclasses import replace

from app.domain.printing import PrinterState, Verdict, pause
from printers.checkup import Checkup, Marks, check_up
from printers.journal import Attempt, Journal, Step
from printers.picture import Picture, read_picture
from printers.profiles import PROFILES, Profile
from printers.remains import UNNAMED, Remains
from printers.server import Lease, PrinterPlace, ProbeOrder, Server, ServerError, ServerRefused
from printers.session import Result, Timing, Watch, look, print_confirmed
from printers.ticket import render
from printers.transport import Line, open_line

LOOK_SECONDS = 2.0  # between two looks at an idle printer; also how long a lease request waits
TELL_AGAIN_SECONDS = 10.0  # the same state once more: after 30 s without a word its agent counts as lost
TEST_SLIP = -1  # number of the attempt that a probe's slip is in the journal
LONGEST_PAUSE_SECONDS = 5.0  # while the server is away
_PRINTABLE = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-"  # 64

log = logging.getLogger(__name__)


class Courier:
    """Carries jobs to one printer. Everything happens in one thread, step by step."""

    def __init__(
        self, place: PrinterPlace, server: Server, journal: Journal, *, stop: threading.Event, timing: Timing
    ) -> None:
        self.place = place
        self._profile: Profile = PROFILES[place.profile]
        self._server = server
        self._journal = journal
        self._stop = stop
        self._timing = timing
        self._told: PrinterState | None = None
        self._told_at = 0.0
        self._checkup: tuple[int, Checkup] | None = None  # what the server was not told yet
        self._picture: bytes | None = None  # not asked for yet
        in_doubt = journal.ends_in_doubt(place.site, place.code)
        self._remains = Remains(torn=UNNAMED if in_doubt else None)

    def run(self) -> None:
        """Until stopped; a server that is away is waited for, a surprise is logged and survived."""
        failures = 0
        while not self._stop.is_set():
            try:
                self.do_one()
                failures = 0
            except ServerError as trouble:
                failures += 1
                log.warning("printer %s: the server is away: %s", self.place.name, trouble)
            except Exception:
                failures += 1
                log.exception("printer %s: unexpected", self.place.name)
            if failures:
                self._stop.wait(min(LONGEST_PAUSE_SECONDS, pause(failures)))
        self._server.close()

    def do_one(self) -> bool:
        """Tell what is untold, then print what there is, else look at the printer; True if there was work.

        Raises ServerError when the server cannot be reached.
        """
        told = self._report_all()
        self._tell_checkup()
        work = self._server.lease(self.place, wait=LOOK_SECONDS)
        for job in work.jobs:
            self._deliver(job)
        for order in work.probes:  # right after a paper, so that a busy printer is asked, too
            self._check_up(order)
        if not (work.jobs or work.probes):
            self._tell_state(look(self._open, self._profile, timing=self._timing, remains=self._remains))
        return bool(work.jobs or work.probes) or told

    def _deliver(self, lease: Lease) -> None:
        attempt = Attempt(
            job=lease.job,
            attempt=lease.attempt,
            site=self.place.site,
            printer=self.place.code,
            slip=replace(lease.slip, attempt_mark=lease.mark).identity,
            paper=lease.paper,
        )
        if not self._journal.take(attempt):
            log.info("printer %s: attempt %s is known; reporting it again", self.place.name, attempt.key)
            self._journal.report_again(attempt.key)
        else:
            result = self._attempt(lease, attempt)
            self._journal.ended(attempt.key, result.verdict, result.reason)
        try:
            self._report_all()
        except ServerError as trouble:  # the next step reports first; jobs already in hand come before it
            log.warning("printer %s: a verdict waits for the server: %s", self.place.name, trouble)

    def _attempt(self, lease: Lease, attempt: Attempt) -> Result:
        """The one print of this attempt; whatever happens, it ends in a result."""
        try:
            slip = replace(lease.slip, attempt_mark=lease.mark)
            ticket = render(slip, self._profile, logo=self.place.logo, picture=self._logo())
            return print_confirmed(
                self._open,
                ticket,
                self._profile,
                mark=process_mark(lease.job, lease.attempt),
                watch=Watch(
                    stop=self._stop,
                    on_state=self._tell_state,
                    before_send=lambda: self._journal.sending(attempt.key),
                ),
                timing=self._timing,
                remains=self._remains,
            )
        except Exception:
            log.exception("printer %s: attempt %s failed", self.place.name, attempt.key)
            sent = self._journal.step(attempt.key) is Step.SENDING
            return Result(Verdict.UNKNOWN if sent else Verdict.NOT_PRINTED, PrinterState.ERROR)

    def _logo(self) -> Picture | None:
        """The mall's logo, asked for once; a server that does not give it is asked with the next ticket."""
        if self._picture is None and self.place.picture and not self.place.logo:
            try:
                self._picture = self._server.picture()
            except ServerError as trouble:
                log.info("printer %s: the ticket goes without the logo: %s", self.place.name, trouble)
                return None
        return read_picture(self._picture) if self._picture else None

    def _check_up(self, order: ProbeOrder) -> None:
        if not self._server.take_probe(order.probe):
            return
        # An attempt of a paper is numbered from 1, so these are nobody else's marks.
        marks = Marks(process_mark(order.probe, 0), process_mark(order.probe, TEST_SLIP))
        key = order.probe, TEST_SLIP
        checkup = check_up(
            self._open,
            self._profile,
            transport=self.place.transport,
            slip=order.slip,
            marks=marks,
            watch=Watch(
                stop=self._stop, on_state=self._tell_state, before_send=lambda: self._note_test_slip(key)
            ),
            timing=self._timing,
            remains=self._remains,
        )
        log.info("printer %s was asked what it can do: %s", self.place.name, checkup.end)
        self._checkup = order.probe, checkup
        if checkup.slip is not None and self._journal.step(key) is Step.SENDING:
            self._journal.ended(key, checkup.slip, checkup.reason)
            self._journal.reported(key)
        self._tell_checkup()

    def _note_test_slip(self, key: tuple[int, int]) -> None:
        """On disk before its first byte: if it hangs, the next agent must cut it off a visitor's ticket.

        Its words are nobody's, so that another server's probe of the same number is noted, too.
        """
        job, attempt = key
        slip = Attempt(job, attempt, self.place.site, self.place.code, slip=secrets.token_hex(8))
        self._journal.take(slip)
        self._journal.sending(key)

    def _tell_checkup(self) -> None:
        """Tell what was found, again if the server was away; raises ServerGone."""
        if self._checkup is None:
            return
        probe, checkup = self._checkup
        try:
            self._server.end_probe(probe, checkup.as_json())
        except ServerRefused as refusal:
            log.warning("the server does not take probe %s: %s", probe, refusal)
        self._checkup = None

    def _report_all(self) -> bool:
        """Report every verdict of this printer that the server has not heard."""
        told = False
        for attempt in self._journal.unreported():
            if (attempt.site, attempt.printer) == (self.place.site, self.place.code):
                report(attempt, self._server, self._journal)
                told = True
        return told

    def _tell_state(self, state: PrinterState) -> None:
        """Tell the server a new state, or an old one now and then; never stands in the way of printing."""
        now = time.monotonic()
        if state is self._told and now - self._told_at < TELL_AGAIN_SECONDS:
            return
        try:
            self._server.health(self.place, state, "" if state is PrinterState.READY else state)
        except ServerError as trouble:
            log.info("printer %s is %s, but the server was not told: %s", self.place.name, state, trouble)
            return
        self._told, self._told_at = state, now

    def _open(self, timeout: float) -> Line:
        return open_line(self.place.transport, self.place.address, timeout=timeout)


def report(attempt: Attempt, server: Server, journal: Journal) -> None:
    """Tell the server a verdict; raises ServerError if it should be told again later.

    Of a test slip whose agent ended meanwhile the server hears nothing: its probe is overdue there.
    """
    if attempt.verdict is None:
        return
    if attempt.attempt == TEST_SLIP:
        journal.reported(attempt.key)
        return
    try:
        server.report(attempt.job, attempt.attempt, attempt.verdict, attempt.reason, paper=attempt.paper)
    except ServerRefused as refusal:
        if refusal.status in (401, 403):
            raise
        log.warning("the server does not know attempt %s: %s", attempt.key, refusal)
    journal.reported(attempt.key)


def process_mark(job: int, attempt: int) -> bytes:
    """Four printable bytes that a printer hands back for this attempt and no other near it."""
    digest = hashlib.blake2b(f"{job}:{attempt}".encode(), digest_size=4).digest()
    return bytes(_PRINTABLE[byte % len(_PRINTABLE)] for byte in digest)
