"""What screens say of themselves: noted in memory when it comes, kept in one go a moment later."""

import threading
from collections.abc import Callable
from datetime import datetime

from app.domain.screens import ScreenReport, read_page
from app.operations.screens import keep_reports
from app.queries.tokens import Bearer
from app.store.database import Database, StoreUnavailable

ROUND_SECONDS = 1.0
PAGES = frozenset({"kiosk", "counter"})


class Reports:
    """By the id of the token: a screen that talks without end costs one row a round."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._told: dict[int, tuple[ScreenReport, datetime]] = {}

    def note(self, token: int, report: ScreenReport) -> None:
        with self._lock:
            self._told[token] = (report, self._clock())

    def note_page(self, holder: Bearer, told: object) -> None:
        """What a kiosk or console says as it comes in by a key of its own; a person is no screen."""
        page = read_page(told)
        if page is not None and holder.session is None and holder.role in PAGES:
            self.note(holder.id, page)

    def do_one(self) -> bool:
        """Writes down what was told since the last round; never due again."""
        with self._lock:
            told, self._told = self._told, {}
        if told:
            try:
                self._database.write("", lambda tx: keep_reports(tx, told))
            except StoreUnavailable:
                with self._lock:
                    self._told = {**told, **self._told}
                raise
        return False
