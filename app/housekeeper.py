"""The server's own round: every few seconds it ends what time has ended."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from app.domain.mall import Mall
from app.engine import start_thread
from app.operations.housekeeping import forget_replies, tidy
from app.store.database import Database, StoreUnavailable

ROUND_SECONDS = 5.0

log = logging.getLogger(__name__)


class Housekeeper:
    """Tidies site by site; one in every server process does no harm, the work is idempotent."""

    def __init__(
        self, database: Database, *, mall_now: Callable[[], Mall], clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._mall_now = mall_now
        self._clock = clock
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = start_thread(self._run, name="housekeeper")

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def do_one(self) -> bool:
        """One round over every site; True when something changed."""
        mall, now = self._mall_now(), self._clock()
        changed = 0
        for site in mall.sites:
            changed += self._database.write(site.code, lambda tx: tidy(tx, mall, now=now))
        self._database.write("", lambda tx: forget_replies(tx, now=now))
        return changed > 0

    def _run(self) -> None:
        while not self._stop.wait(ROUND_SECONDS):
            try:
                while self.do_one() and not self._stop.is_set():
                    pass
            except StoreUnavailable as trouble:
                log.warning("the round was skipped: %s", trouble)
            except Exception:  # else no number would ever be voided and no day end again
                log.exception("the round was broken off; the next one begins anew")
