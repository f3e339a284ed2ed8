"""A duty done every few seconds in a thread of its own, which no trouble ends."""

import logging
import threading
from collections.abc import Callable

from app.engine import start_thread
from app.store.database import StoreUnavailable

log = logging.getLogger(__name__)


class Duty:
    """`do_one` is one round and says whether another may be due at once; `seconds` pass between rounds."""

    def __init__(self, name: str, do_one: Callable[[], bool], *, seconds: float) -> None:
        self._name = name
        self._do_one = do_one
        self._seconds = seconds
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = start_thread(self._run, name=self._name)

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            try:
                while self._do_one() and not self._stop.is_set():
                    pass
            except StoreUnavailable as trouble:
                log.warning("a round of the %s was skipped: %s", self._name, trouble)
            except Exception:  # else this round would be the last one
                log.exception("a round of the %s was broken off; the next one begins anew", self._name)
