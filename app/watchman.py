"""The server's round past the printers: it moves stuck paper and sees which printers need somebody."""

from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.mall import Mall, Site
from app.duty import Attention, SiteRound
from app.operations.alarms import alarms_due, keep_alarms
from app.operations.rerouting import move_papers, papers_stuck
from app.store.database import Database
from app.store.transaction import Transaction

ROUND_SECONDS = 2.0
# A look that comes so late was held up itself: while the server slept, no agent could say a word.
LATE = timedelta(seconds=10)


class Watchman(SiteRound):
    """Writes only where something changed; one in every server process does no harm."""

    def __init__(
        self, database: Database, *, mall_now: Callable[[], Mall], clock: Callable[[], datetime]
    ) -> None:
        super().__init__(database, mall_now=mall_now, clock=clock)
        self._attention = Attention(gap=LATE)

    def visit(self, mall: Mall, site: Site) -> bool:
        """Never due again at once."""
        if self._is_due(mall, site):
            self.database.write(site.code, lambda tx: self._do(tx, mall, site))
        return False

    def _is_due(self, mall: Mall, site: Site) -> bool:
        now, watching_since = self._look()
        with self.database.read() as connection:
            return bool(
                papers_stuck(connection, mall, site, now=now)
                or alarms_due(connection, mall, site, now=now, watching_since=watching_since)
            )

    def _do(self, tx: Transaction, mall: Mall, site: Site) -> None:
        now, watching_since = self._look()
        move_papers(tx, mall, site, now=now)
        keep_alarms(tx, mall, site, now=now, watching_since=watching_since)

    def _look(self) -> tuple[datetime, datetime]:
        """Now, and since when somebody looks."""
        now = self.clock()
        return now, self._attention.since(now)
