"""One of several processes that rush at the database of argv[1]: threads take numbers, others call them.

On the line "issue" every visitor's thread takes its numbers at once and what they got is printed
as JSON; on the line "call" the clerks of counters argv[2] call until nobody waits, likewise. argv[3] is
when the rush began by the machine's monotonic clock, in seconds.
"""

import contextlib
import json
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TypeVar

from app.domain.errors import CounterBusy, NobodyWaiting
from app.store.database import Database, StoreUnavailable
from tests.factories import MORNING
from tests.faults.busy_mall import busy_mall
from tests.hall import Hall

VISITORS = 25
NUMBERS_EACH = 2
PRESSES = 20


Clock = Callable[[], datetime]
Done = TypeVar("Done")


def clock_since(began: float) -> Clock:
    """The time since the rush began, on a morning: the same for all processes, and never backwards."""
    return lambda: MORNING + timedelta(seconds=time.monotonic() - began)


def all_at_once(tasks: list[Callable[[], list]]) -> list:
    """Runs every task in a thread of its own, behind a barrier; their results, joined."""
    barrier = threading.Barrier(len(tasks))

    def begin(task: Callable[[], list]) -> list:
        barrier.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as threads:
        return [result for results in threads.map(begin, tasks) for result in results]


def insisting(deed: Callable[[], Done]) -> Done:
    """Eight processes may keep one from a SQLite file until it gives up: people press again."""
    for _ in range(PRESSES):
        with contextlib.suppress(StoreUnavailable):
            return deed()
    return deed()


def visit(database: Database, now: Clock) -> list[str]:
    hall = Hall(database, mall=busy_mall())
    numbers = []
    for _ in range(NUMBERS_EACH):
        hall.now = now()
        numbers.append(insisting(lambda: hall.issue("ktp", kiosk=None)).ticket.number)
    return numbers


def work(database: Database, counter: str, now: Clock) -> list[int]:
    """A clerk calls and finishes until nobody waits; a colleague may sit at the same counter."""
    hall = Hall(database, mall=busy_mall())
    called: list[int] = []
    while True:
        hall.now = now()
        try:
            called.append(insisting(lambda: hall.call(counter)).id)
            insisting(lambda: hall.finish(counter))
        except CounterBusy:
            continue
        except NobodyWaiting:
            return called


def main(url: str, counters: list[str], now: Clock) -> None:
    database = Database(url)
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "issue":
            done: list = all_at_once([lambda: visit(database, now)] * VISITORS)
        else:
            done = all_at_once([lambda code=code: work(database, code, now) for code in counters])
        print(json.dumps(done), flush=True)
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2].split(","), clock_since(float(sys.argv[3])))
