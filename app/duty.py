"""A duty done every few seconds in a thread of its own, which no trouble ends."""

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.mall import Mall, Site
from app.engine import start_thread
from app.store.database import Database, StoreUnavailable

log = logging.getLogger(__name__)


class Duty:
    """`do_one` is one round and says whether another may be due at once; `seconds` pass between rounds."""

    def __init__(self, name: str, do_one: Callable[[], bool], *, seconds: float) -> None:
        self.name = name
        self.do_one = do_one
        self._seconds = seconds
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = start_thread(self._run, name=self.name)

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            try:
                while self.do_one() and not self._stop.is_set():
                    pass
            except StoreUnavailable as trouble:
                log.warning("a round of the %s was skipped: %s", self.name, trouble)
            except Exception:  # else this round would be the last one
                log.exception("a round of the %s was broken off; the next one begins anew", self.name)


class Attention:
    """Since when somebody looks: from the first look, and anew after every gap between two looks.

    What ended in a gap may have ended because the server slept, and nobody could say a word to it.
    """

    def __init__(self, *, gap: timedelta) -> None:
        self._gap = gap
        self._since: datetime | None = None
        self._last: datetime | None = None

    def since(self, now: datetime) -> datetime:
        """Now is another look."""
        last, self._last = self._last, now
        if self._since is None or last is None or not last <= now <= last + self._gap:
            self._since = now
        return self._since


class SiteRound(ABC):
    """A duty that visits every site of this server; what goes wrong at one leaves the others visited.

    The clock is read at each visit, and once more inside a deed: a site may keep others waiting.
    """

    def __init__(
        self, database: Database, *, mall_now: Callable[[], Mall], clock: Callable[[], datetime]
    ) -> None:
        self.database = database
        self.mall_now = mall_now
        self.clock = clock

    @abstractmethod
    def visit(self, mall: Mall, site: Site) -> bool:
        """Does what is due at one site; whether more may be due there at once."""

    def do_one(self) -> bool:
        """One round over every site. Raises StoreUnavailable, after it, if a site's data could not be had."""
        mall = self.mall_now()
        troubles: list[StoreUnavailable] = []
        own = [site for site in mall.sites if self.database.owns(site.code)]
        more = [self._guarded(mall, site, troubles) for site in own]
        if troubles:
            raise troubles[0]
        return any(more)

    def _guarded(self, mall: Mall, site: Site, troubles: list[StoreUnavailable]) -> bool:
        try:
            return self.visit(mall, site)
        except StoreUnavailable as trouble:
            troubles.append(trouble)
        except Exception:  # else one site's trouble would leave the others unvisited
            log.exception("the %s could not do its duty at %s", type(self).__name__.lower(), site.code)
        return False
