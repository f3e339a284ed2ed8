"""One of several processes that rush at the database of argv[1]: threads take numbers, others call them.

On the line "issue" every visitor's thread takes its numbers at once and what they got is printed
as JSON; on the line "call" the clerks of counters argv[2] call until nobody waits, likewise.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from app.domain.errors import CounterBusy, NobodyWaiting
from app.store.database import Database
from tests.factories import MORNING
from tests.faults.busy_mall import busy_mall
from tests.hall import Hall

VISITORS = 25
NUMBERS_EACH = 2


def now() -> datetime:
    """The time of this machine, moved to a morning that never turns into another day."""
    return MORNING + timedelta(seconds=time.monotonic() % 3600)


def all_at_once(tasks: list[Callable[[], list]]) -> list:
    """Runs every task in a thread of its own, behind a barrier; their results, joined."""
    barrier = threading.Barrier(len(tasks))

    def begin(task: Callable[[], list]) -> list:
        barrier.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as threads:
        return [result for results in threads.map(begin, tasks) for result in results]


def visit(database: Database) -> list[str]:
    hall = Hall(database, mall=busy_mall())
    numbers = []
    for _ in range(NUMBERS_EACH):
        hall.now = now()
        numbers.append(hall.issue("ktp", kiosk=None).ticket.number)
    return numbers


def work(database: Database, counter: str) -> list[int]:
    """A clerk calls and finishes until nobody waits; a colleague may sit at the same counter."""
    hall = Hall(database, mall=busy_mall())
    called: list[int] = []
    while True:
        hall.now = now()
        try:
            called.append(hall.call(counter).id)
            hall.finish(counter)
        except CounterBusy:
            continue
        except NobodyWaiting:
            return called


def main(url: str, counters: list[str]) -> None:
    database = Database(url)
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "issue":
            done: list = all_at_once([lambda: visit(database)] * VISITORS)
        else:
            done = all_at_once([lambda code=code: work(database, code) for code in counters])
        print(json.dumps(done), flush=True)
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2].split(","))
