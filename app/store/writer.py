"""One writer for one series of commits: deeds that arrive together share a durable commit.

The first caller leads: it commits everything that waits, its own deed first in line. Whoever
came meanwhile is led by the next one. So a flush to disk is paid once for many tickets, no two
transactions of a process ever meet at the database's lock, and no deed waits on a timer.

While deeds come one by one and the disk is quick, they are committed where they stand: handing
each to another thread and back would cost more than its flush. Now and then one is handed over
all the same, to see whether others come meanwhile.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from app.engine import Offload
from app.store.transaction import Transaction

MOST_PER_COMMIT = 64
SLOW_FLUSH_SECONDS = 0.004
LONE_DEEDS = 4  # in a row, until those that follow are committed where they stand
DEEDS_HERE = 200

Deed = Callable[[Transaction], Any]


class Work:
    """A deed on its way through a commit: `result` or `error` once `done`."""

    __slots__ = ("deed", "done", "error", "result", "site", "turn")

    def __init__(self, site: str, deed: Deed) -> None:
        self.site = site
        self.deed = deed
        self.turn = threading.Event()
        self.done = False
        self.result: Any = None
        self.error: BaseException | None = None

    def answer(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.result


class Writer:
    """`commit` runs a batch in one transaction, fills in each work, and raises if none holds.

    It returns the seconds that the commit itself took, the deeds not counted.
    """

    def __init__(self, commit: Callable[[Sequence[Work]], float], *, offload: Offload) -> None:
        self._commit = commit
        self._lone = 0  # deeds in a row that nobody joined while they were away
        self._here = 0  # deeds that may be committed where they stand
        self._offload = offload
        self._lock = threading.Lock()
        self._waiting: list[Work] = []
        self._led = False

    def run(self, site: str, deed: Deed) -> Any:
        work = Work(site, deed)
        with self._lock:
            self._waiting.append(work)
            leads, self._led = not self._led, True
        if not leads:
            self._await_turn(work)
        if not work.done:
            self._lead()
        return work.answer()

    def _await_turn(self, work: Work) -> None:
        """A caller that is killed while it waits leaves the line, and whoever is next leads in its place."""
        try:
            work.turn.wait()
        except BaseException:
            with self._lock:
                if work in self._waiting:
                    self._waiting.remove(work)
                    if work.turn.is_set():
                        self._hand_over()
            raise

    def _hand_over(self) -> None:
        """Under the lock: the first in line leads, or nobody if there is none."""
        self._led = bool(self._waiting)
        if self._waiting:
            self._waiting[0].turn.set()

    def _lead(self) -> None:
        with self._lock:
            batch = self._waiting[:MOST_PER_COMMIT]
            del self._waiting[:MOST_PER_COMMIT]
        try:
            self._carry_out(batch)
        except BaseException as error:  # noqa: BLE001 - raised again in every thread that asked
            for work in batch:
                work.error, work.result = error, None
        finally:
            for work in batch:
                work.done = True
                work.turn.set()
            with self._lock:
                self._hand_over()

    def _carry_out(self, batch: Sequence[Work]) -> None:
        if self._here and len(batch) == 1:
            self._here -= 1
            flush = self._commit(batch)
        else:
            flush = self._offload(lambda: self._commit(batch))
            self._lone = self._lone + 1 if len(batch) == 1 else 0
            if self._lone >= LONE_DEEDS:
                self._lone, self._here = 0, DEEDS_HERE
        if flush > SLOW_FLUSH_SECONDS:
            self._lone = self._here = 0
