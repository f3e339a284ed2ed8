"""The server's own round: every few seconds it ends what time has ended."""

from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.mall import Mall, Site
from app.duty import Attention, SiteRound
from app.operations.contacts import purge_contacts
from app.operations.housekeeping import MOST_AT_ONCE, forget_replies, tidy, wind_up
from app.queries.contacts import sites_of_contacts
from app.store.database import Database
from app.store.transaction import Transaction

ROUND_SECONDS = 5.0
GAP = timedelta(seconds=20)  # a round that comes so late was held up itself


class Housekeeper(SiteRound):
    """Tidies site by site; one in every server process does no harm, the work is idempotent."""

    def __init__(
        self, database: Database, *, mall_now: Callable[[], Mall], clock: Callable[[], datetime]
    ) -> None:
        super().__init__(database, mall_now=mall_now, clock=clock)
        self._attention = Attention(gap=GAP)

    def do_one(self) -> bool:
        """One round; True when something changed."""
        changed = super().do_one()
        self.database.write("", lambda tx: forget_replies(tx, now=self.clock()))
        return self._wind_up() or self._forget_strays() or changed

    def _wind_up(self) -> bool:
        """Sites that were archived: nobody visits them, and what was open there ends all the same."""
        mall = self.mall_now()
        own = [site.code for site in mall.archived_sites if self.database.owns(site.code)]
        wound = [self.database.write(site, lambda tx: wind_up(tx, mall, now=self.clock())) for site in own]
        return any(wound)

    def _forget_strays(self) -> bool:
        """Addresses of sites that this server visits no more: a promise to forget holds for them too."""
        mall = self.mall_now()
        with self.database.glance() as connection:
            left = sites_of_contacts(connection)
        gone = 0
        for site in left.difference(site.code for site in mall.sites if self.database.owns(site.code)):
            write = self.database.write if self.database.owns(site) else self.database.write_picture
            gone += write(site, lambda tx: purge_contacts(tx, mall, now=self.clock(), most=MOST_AT_ONCE))
        return gone > 0

    def visit(self, mall: Mall, site: Site) -> bool:
        return self.database.write(site.code, lambda tx: self._tidy(tx, mall)) > 0

    def _tidy(self, tx: Transaction, mall: Mall) -> int:
        now = self.clock()
        return tidy(tx, mall, now=now, watching_since=self._attention.since(now))
