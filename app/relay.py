"""Tells the screens what happened: journal rows in, in order, and out to every teller."""

import logging
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.events import Event, Kind
from app.engine import start_thread
from app.store import journal
from app.store.database import Database, StoreUnavailable

# Summaries (boards, queues, positions) follow a fact a little later, so that a screen has painted the
# fact itself by then and a burst is summed up once, and are made at most this often for a site.
SUM_UP_AFTER_SECONDS = 0.15
SETTLE_SECONDS = 0.3
# A clerk decides by the summary and has no fact to look at meanwhile: it comes as soon as the facts that
# belong together are told.
PROMPT_AFTER_SECONDS = 0.03
PROMPT_SECONDS = 0.1
LOOK_SECONDS = 1.0

log = logging.getLogger(__name__)


class Teller(Protocol):
    """One kind of screen. Both run in the relay's thread: quick, and never waiting for a device."""

    def tell(self, cursor: int, event: Event, /) -> None:
        """One fact, in the order of the journal."""

    def settle(self, site: str, cursor: int, /) -> None:
        """All facts of the site up to `cursor` have been told: refresh what sums them up."""


@dataclass(frozen=True, slots=True)
class SitesTeller:
    """A teller that hears of some sites alone: of those that are kept here, and not of pictures."""

    teller: Teller
    hears: Callable[[str], bool]

    def tell(self, cursor: int, event: Event, /) -> None:
        if self.hears(event.site):
            self.teller.tell(cursor, event)

    def settle(self, site: str, cursor: int, /) -> None:
        if self.hears(site):
            self.teller.settle(site, cursor)


class MallTeller:
    """Hears first that a newer mall was saved, so that every other teller speaks of that one."""

    def __init__(self, changed: Callable[[], None] | None) -> None:
        self.changed = changed
        self._known: int | None = None

    def tell(self, _cursor: int, event: Event) -> None:
        if event.kind is not Kind.MALL_CHANGED or self.changed is None:
            return
        revision = event.data.get("revision")  # a fact at every site; those of older versions have none
        if revision is None or revision != self._known:
            self.changed()
            self._known = revision

    def settle(self, _site: str, _cursor: int) -> None:
        """Nothing to sum up."""


@dataclass(frozen=True, slots=True)
class Round:
    """Tellers who sum up at one pace: so many seconds after a fact, and so many between two summaries."""

    tellers: tuple[Teller, ...]
    after: float
    pause: float


class Relay:
    """One per server process; told of commits by `wake`, and looking by itself once a second.

    `sites` gives the codes to follow; a teller earlier in `tellers` hears everything first. Those who are
    `prompt`, too, sum up sooner and more often than the others.
    """

    def __init__(
        self,
        database: Database,
        tellers: Sequence[Teller],
        *,
        sites: Callable[[], Sequence[str]],
        prompt: Sequence[Teller] = (),
    ) -> None:
        self._database = database
        self.tellers = tuple(tellers)
        calm = tuple(teller for teller in tellers if teller not in prompt)
        self._rounds = (
            Round(tuple(prompt), PROMPT_AFTER_SECONDS, PROMPT_SECONDS),
            Round(calm, SUM_UP_AFTER_SECONDS, SETTLE_SECONDS),
        )
        self._sites = sites
        self._cursors: dict[str, int] = {}
        self._unsettled: dict[tuple[str, int], float] = {}  # site, place of the round
        self._settled_at: dict[tuple[str, int], float] = {}
        self._bell = threading.Event()
        self._lock = threading.Lock()
        self._rung: set[str] = set()
        self._behind: set[str] = set()
        self._began = False
        self._stopping = False
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Stands behind what is already in the journal: a screen's snapshot covers that."""
        with self._database.read() as connection:
            self._cursors = {site: journal.newest(connection, site) for site in self._sites()}
        self._began = True

    def start(self) -> None:
        """Begins, and goes on by itself."""
        self.begin()
        self._database.listen(self.wake)
        self._thread = start_thread(self._run, name="relay")

    def stop(self) -> None:
        self._stopping = True
        self._bell.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def wake(self, site: str) -> None:
        """Somebody committed at this site."""
        with self._lock:
            self._rung.add(site)
        self._bell.set()

    @property
    def cursors(self) -> dict[str, int]:
        """The last fact told, by site."""
        return dict(self._cursors)

    def do_one(self, sites: Collection[str] | None = None) -> bool:
        """Tells what is new at these sites, or at every one; False when there was nothing.

        A site with more than a page of news stays in `_behind` and is looked at again at once.
        """
        told = False
        for site in self._followed() if sites is None else sites:
            if self._began and site not in self._cursors:
                self._meet(site)
            with self._database.glance() as connection:
                events = journal.since(connection, site, self._cursors.get(site, 0))
            for event in events:
                self._tell(event)
                self._cursors[site] = event.id
            if len(events) == journal.MOST_ROWS:
                self._behind.add(site)
            if events:
                told = True
                self._plan(site, time.monotonic())
        return told

    def _followed(self) -> Sequence[str]:
        """The sites of now; one that was archived is forgotten, to be met anew if it comes back."""
        sites = self._sites()
        for site in self._cursors.keys() - set(sites):
            del self._cursors[site]
        return sites

    def _meet(self, site: str) -> None:
        """A site that came into the mall, or came back: what went on there before is told to nobody."""
        with self._database.glance() as connection:
            changed = journal.newest_of(connection, site, Kind.MALL_CHANGED)
            self._cursors[site] = changed - 1 if changed else journal.newest(connection, site)

    def _plan(self, site: str, moment: float) -> None:
        """When each round sums up what was told now; a summary that is due already covers it too."""
        for place, each in enumerate(self._rounds):
            earliest = self._settled_at.get((site, place), 0.0) + each.pause
            if each.tellers:
                self._unsettled.setdefault((site, place), max(earliest, moment + each.after))

    def _tell(self, event: Event) -> None:
        """One fact to everybody; what a newer server on this database wrote is left to its own screens."""
        if not isinstance(event.kind, Kind):
            log.warning(
                "fact %d of %s is passed over: %s is of a newer version", event.id, event.site, event.kind
            )
            return
        for teller in self.tellers:
            _survive(teller, teller.tell, event.id, event)

    def settle_due(self, moment: float) -> float:
        """Refreshes the summaries that are due; returns the seconds until the next one is."""
        for (site, place), due in sorted(self._unsettled.items()):
            if due > moment:
                continue
            cursor = self._cursors.get(site)  # None: archived meanwhile
            for teller in self._rounds[place].tellers if cursor is not None else ():
                _survive(teller, teller.settle, site, cursor)
            del self._unsettled[site, place]
            self._settled_at[site, place] = time.monotonic()
        waits = [due - time.monotonic() for due in self._unsettled.values()]
        return max(0.0, min([LOOK_SECONDS, *waits]))

    def _run(self) -> None:
        while not self._stopping:
            try:
                with self._database.wake_ups() as heard:
                    self._follow(heard or self._hear)
            except Exception:  # a lost database must not end the relay
                log.exception("the relay stumbled; it goes on from its cursors")
                self._bell.wait(LOOK_SECONDS)

    def _follow(self, heard: Callable[[float], Collection[str] | None]) -> None:
        sites: Collection[str] | None = None
        looked = time.monotonic()
        while not self._stopping:
            self.do_one(sites)
            rest = self.settle_due(time.monotonic())
            behind, self._behind = self._behind, set()
            sites = behind or heard(rest)
            if time.monotonic() - looked > LOOK_SECONDS:
                sites, looked = None, time.monotonic()

    def _hear(self, seconds: float) -> Collection[str]:
        """Waits for a commit of this process; the sites that had one."""
        self._bell.wait(seconds)
        self._bell.clear()
        with self._lock:
            rung, self._rung = self._rung, set()
        return rung & set(self._sites())


def _survive(teller: Teller, news: Callable[..., None], *told: object) -> None:
    """One kind of screen that stumbles silences no other; a lost database is a matter of the whole relay."""
    try:
        news(*told)
    except StoreUnavailable:
        raise
    except Exception:
        log.exception("%s stumbled; it goes on with what comes next", type(teller).__name__)
