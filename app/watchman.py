"""The server's round past the printers: it moves stuck paper and sees which printers need somebody."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.mall import Mall, Site
from app.operations.alarms import alarms_due, keep_alarms
from app.operations.rerouting import move_papers, papers_stuck
from app.store.database import Database, StoreUnavailable
from app.store.transaction import Transaction

ROUND_SECONDS = 2.0
# A round that comes so late was held up itself: while the server slept, no agent could say a word.
LATE = timedelta(seconds=10)

log = logging.getLogger(__name__)


class Watchman:
    """Writes only where something changed; one in every server process does no harm."""

    def __init__(
        self, database: Database, *, mall_now: Callable[[], Mall], clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._mall_now = mall_now
        self._clock = clock
        self._watching_since: datetime | None = None
        self._last_round: datetime | None = None

    def do_one(self) -> bool:
        """One round over every site; never due again at once."""
        mall, now = self._mall_now(), self._clock()
        watching_since = self._since(now)
        for site in mall.sites:
            try:
                self._look_at(mall, site, now=now, watching_since=watching_since)
            except StoreUnavailable:
                raise
            except Exception:  # one site's trouble leaves the others watched
                log.exception("the printers of %s were not looked at", site.code)
        return False

    def _look_at(self, mall: Mall, site: Site, *, now: datetime, watching_since: datetime) -> None:
        with self._database.read() as connection:
            due = papers_stuck(connection, mall, site, now=now) or alarms_due(
                connection, mall, site, now=now, watching_since=watching_since
            )
        if not due:
            return

        def deed(tx: Transaction) -> None:
            move_papers(tx, mall, site, now=now)
            keep_alarms(tx, mall, site, now=now, watching_since=watching_since)

        self._database.write(site.code, deed)

    def _since(self, now: datetime) -> datetime:
        """When the present watch began: at the first round, and anew after every gap between rounds."""
        last, self._last_round = self._last_round, now
        if self._watching_since is None or last is None or not last <= now <= last + LATE:
            self._watching_since = now
        return self._watching_since
