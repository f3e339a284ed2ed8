"""The server's own round: every few seconds it ends what time has ended."""

from collections.abc import Callable
from datetime import datetime

from app.domain.mall import Mall
from app.operations.housekeeping import forget_replies, tidy
from app.store.database import Database

ROUND_SECONDS = 5.0


class Housekeeper:
    """Tidies site by site; one in every server process does no harm, the work is idempotent."""

    def __init__(
        self, database: Database, *, mall_now: Callable[[], Mall], clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._mall_now = mall_now
        self._clock = clock

    def do_one(self) -> bool:
        """One round over every site; True when something changed."""
        mall, now = self._mall_now(), self._clock()
        changed = 0
        for site in mall.sites:
            changed += self._database.write(site.code, lambda tx: tidy(tx, mall, now=now))
        self._database.write("", lambda tx: forget_replies(tx, now=now))
        return changed > 0
