"""Another server process on the database of argv[1]: writes a fact for every line it is told."""

import sys
from functools import partial

from app.store.database import Database
from tests.factories import MAIN
from tests.store.facts import fact


def main(url: str) -> None:
    database = Database(url)
    print("ready", flush=True)
    for line in sys.stdin:
        database.write(MAIN, partial(fact, actor=line.strip()))
    database.close()


if __name__ == "__main__":
    main(sys.argv[1])
