"""The print agent: takes jobs from the server, prints each attempt once, and tells what became of it."""

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.printing import PrinterState, pause
from printers.courier import Courier, report
from printers.journal import Journal
from printers.profiles import PROFILES
from printers.server import PrinterPlace, Server, ServerError, ServerRefused
from printers.session import Timing
from printers.ticket import encoder
from printers.transport import ONE_WAY, OPENERS

REFRESH_SECONDS = 1.5  # between two looks at the list of printers, so that a new one soon prints
LONGEST_PAUSE_SECONDS = 5.0
FORBIDDEN = 403
GOODBYE_SECONDS = 15.0  # for a print under way when the agent is told to stop
SAY_AGAIN_SECONDS = 60.0  # the same sentence once more, for whoever looks only now
NO_PRINTERS = (
    "The server gives this agent no printers. At /admin/mall each printer names the computer that prints: "
    "empty is the server's own agent, else the place for which an agent was paired, or its token's --name."
)

log = logging.getLogger(__name__)


class TokenEnded(Exception):
    """The server does not accept this agent's token any more."""


def run(
    server: str,
    token: str,
    *,
    journal_folder: Path,
    stop: threading.Event,
    timing: Timing | None = None,
    leaves: bool = False,
) -> None:
    """Serve the printers that `server` gives to this token until `stop` is set.

    Raises ValueError for an address that is none and OSError if the journal cannot be kept; if it
    `leaves`, TokenEnded soon after the token was revoked. Everything else, a server that is away or a
    printer that burns, is waited for.
    """
    encoder()  # now, and not while the first visitor waits
    with Journal(journal_folder) as journal:
        agent = Agent(server, token, journal, stop=stop, timing=timing or Timing(), leaves=leaves)
        try:
            agent.run()
        finally:
            agent.close()


@dataclass(slots=True)
class _Running:
    """A courier's thread and the event that ends it alone."""

    thread: threading.Thread
    stop: threading.Event = field(default_factory=threading.Event)


class Agent:
    """Keeps one courier running for every printer of the server's list."""

    def __init__(
        self,
        address: str,
        token: str,
        journal: Journal,
        *,
        stop: threading.Event,
        timing: Timing,
        leaves: bool = False,
    ) -> None:
        self._address = address
        self._token = token
        self._journal = journal
        self._stop = stop
        self._timing = timing
        self._leaves = leaves
        self._server = Server(address, token)
        self._couriers: dict[PrinterPlace, _Running] = {}
        self._foreign: set[tuple[int, int]] = set()  # attempts that the server takes no word on from us
        self._said = ""
        self._said_at = 0.0

    def run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            try:
                self.do_one()
                failures = 0
                self._stop.wait(REFRESH_SECONDS)
            except ServerError as trouble:
                if self._leaves and isinstance(trouble, ServerRefused) and trouble.status == 401:
                    raise TokenEnded from trouble
                failures += 1
                self._say(sentence(trouble, self._address))
                self._stop.wait(min(LONGEST_PAUSE_SECONDS, pause(failures)))

    def do_one(self) -> bool:
        """Fetch the list of printers and start and stop couriers by it; True if something changed."""
        wanted = self._server.printers()
        if wanted:
            self._said = ""
        else:
            self._say(NO_PRINTERS, again=False)  # an office without printers is none in trouble
        gone = [place for place in self._couriers if place not in wanted]
        self._end(gone)
        new = [place for place in wanted if place not in self._couriers]
        for place in new:
            self._begin(place)
        self._report_orphans()
        return bool(gone or new)

    def close(self) -> None:
        """End every courier; a print under way is withdrawn and its verdict kept."""
        self._end(list(self._couriers))
        self._server.close()

    def _say(self, said: str, *, again: bool = True) -> None:
        """Tell the person at the console, not the same every few seconds; once only if not `again`."""
        now = time.monotonic()
        if said != self._said or (again and now - self._said_at >= SAY_AGAIN_SECONDS):
            log.warning("%s", said)
            self._said_at = now
        self._said = said

    def _begin(self, place: PrinterPlace) -> None:
        problem = unfit(place)
        if problem:
            log.error("printer %s is not served: %s", place.name, problem)
            self._server.health(place, PrinterState.ERROR, problem)
            return
        ending = threading.Event()
        courier = Courier(
            place, Server(self._address, self._token), self._journal, stop=ending, timing=self._timing
        )
        thread = threading.Thread(target=courier.run, name=f"printer {place.name}", daemon=True)
        self._couriers[place] = _Running(thread, ending)
        thread.start()
        log.info("printer %s at %s is served", place.name, place.address)

    def _end(self, places: list[PrinterPlace]) -> None:
        ending: Mapping[PrinterPlace, _Running] = {place: self._couriers.pop(place) for place in places}
        for running in ending.values():
            running.stop.set()
        for place, running in ending.items():
            running.thread.join(GOODBYE_SECONDS)
            if running.thread.is_alive():
                log.warning("printer %s is left in the middle of a job", place.name)

    def _report_orphans(self) -> None:
        """Report verdicts of printers that nobody serves any more; those of a site that this token is not for
        are kept, for an agent that may tell them.
        """
        served = {(place.site, place.code) for place in self._couriers}
        for attempt in self._journal.unreported():
            if (attempt.site, attempt.printer) in served or attempt.key in self._foreign:
                continue
            try:
                report(attempt, self._server, self._journal)
            except ServerRefused as refusal:
                if refusal.status != FORBIDDEN:
                    raise
                self._foreign.add(attempt.key)
                log.warning("a verdict of %s stays untold: %s", attempt.site, refusal)


def sentence(trouble: ServerError, address: str) -> str:
    """What is wrong and what to do about it, for the person who started the agent."""
    if isinstance(trouble, ServerRefused):
        if trouble.status in (401, 403):
            return (
                "The server does not accept this agent's token. Start the agent without one to pair it by a "
                "code, or make another on the server's computer with "
                "`python3 run.py token create --role agent --name CODE`."
            )
        if trouble.status == 404:
            return f"There is a server at {address}, but no Antrean. Is the address complete, with its port?"
        return f"The server at {address} refuses this agent: {trouble}."
    return f"No Antrean answers at {address} ({trouble}). The agent goes on trying."


def unfit(place: PrinterPlace) -> str:
    """Why this agent cannot serve a printer; "" if it can."""
    if place.profile not in PROFILES:
        return f"unknown profile {place.profile}"
    if place.transport not in OPENERS:
        return f"no transport {place.transport}"
    if place.transport in ONE_WAY and PROFILES[place.profile].status:
        return f"nothing comes back over {place.transport}: profile {place.profile} needs one without status"
    return ""
