"""One of two clerks who call from one queue at the same moment: database argv[1], counter argv[2].

On each line from standard input it calls whoever is next, once, under that line as the key of the
request, and every third time again as if the answer had been lost; what it got is printed as JSON.
"""

import json
import sys

from app.domain.errors import NobodyWaiting
from app.operations.calling import call_next, finish
from app.operations.desk import desk_at
from app.operations.replies import Once, once
from app.store.database import Database
from app.store.transaction import Transaction
from tests.factories import MAIN, MORNING
from tests.faults.busy_mall import busy_mall

MALL = busy_mall()


def press(database: Database, counter: str, key: str) -> int | None:
    """The ticket that this press called; None where nobody waits."""

    def commit(tx: Transaction) -> int:
        desk = desk_at(tx, MALL, counter, actor=f"counter:{counter}")
        ask = Once(f"counter:{counter}", key, "call-next")

        def deed() -> dict[str, int]:
            return {"ticket": call_next(tx, desk, now=MORNING).id}

        called: int = once(tx, ask, now=MORNING, deed=deed).value["ticket"]
        return called

    try:
        return database.write(MAIN, commit)
    except NobodyWaiting:
        return None


def done(database: Database, counter: str) -> None:
    database.write(
        MAIN,
        lambda tx: finish(tx, desk_at(tx, MALL, counter, actor=f"counter:{counter}"), now=MORNING),
    )


def main(url: str, counter: str) -> None:
    database = Database(url)
    print("ready", flush=True)
    for number, line in enumerate(sys.stdin):
        key = line.strip()
        got = [press(database, counter, key)]
        if number % 3 == 0 and got[0] is not None:
            got.append(press(database, counter, key))
        if got[0] is not None:
            done(database, counter)
        print(json.dumps(got), flush=True)
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
