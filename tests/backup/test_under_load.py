"""A backup taken while numbers are given is one moment of the office, and a server goes on from it."""

import re
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Self

import pytest
from sqlalchemy import func, insert, select

from app.backup.restoring import restore
from app.backup.taking import take_backup
from app.domain.events import Kind
from app.store.tables import journal, revision, series, ticket
from config import mall as mall_files
from config.settings import Settings
from tests.backup.office import opened
from tests.conftest import Serve
from tests.factories import MORNING, a_mall
from tests.faults.busy_mall import busy_mall
from tests.hall import Hall
from tests.journeys.office import SITE, Office
from tests.services.databases import PostgresDatabases
from tests.services.server import Server

KIOSKS = 4
BEFORE, MEANWHILE = 40, 3  # numbers until the backup begins, backups while they are given


class Crowd:
    """Kiosks that take numbers all the time until it is enough; `given` are those that came back."""

    def __init__(self, take: Callable[[], str], *, kiosks: int = KIOSKS) -> None:
        self.given: list[str] = []
        self._take, self._enough, self._some = take, threading.Event(), threading.Semaphore(0)
        self._threads = [threading.Thread(target=self._kiosk) for _ in range(kiosks)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, numbers: int) -> None:
        for _ in range(numbers):
            assert self._some.acquire(timeout=60)

    def _kiosk(self) -> None:
        while not self._enough.is_set():
            self.given.append(self._take())
            self._some.release()


def test_it_is_one_moment_of_a_busy_office(source: Settings, place: Settings, tmp_path: Path) -> None:
    row = {"document": mall_files.document(a_mall()), "author": "test", "comment": "", "at": MORNING}
    with opened(source.database_url) as database:
        database.write("", lambda tx: tx.execute(insert(revision).values(row)))
        hall = Hall(database, mall=busy_mall())
        with Crowd(lambda: hall.issue().ticket.number) as crowd:
            crowd.wait_for(BEFORE)
            before = list(crowd.given)
            for number in range(MEANWHILE):
                take_backup(source, tmp_path / f"{number}.zip", kind="asked", now=MORNING)
    restore(place, tmp_path / "0.zip", now=MORNING)

    with opened(place.database_url) as database, database.read() as connection:
        ordinals = list(connection.execute(select(ticket.c.ordinal).order_by(ticket.c.id)).scalars())
        numbers = set(connection.execute(select(ticket.c.number)).scalars())
        facts = select(func.count()).where(journal.c.kind == Kind.TICKET_ISSUED)
        issued = connection.execute(facts).scalar_one()
        last = connection.execute(select(series.c.last)).scalar_one()
    assert ordinals == list(range(1, last + 1))
    assert issued == last
    assert set(before) <= numbers
    assert last < len(crowd.given)


@pytest.fixture
def other_url(
    request: pytest.FixtureRequest, database_url: str, postgres_databases: PostgresDatabases
) -> Iterator[str | None]:
    """A database of the other kind, with nothing in it; None for a file in the data folder."""
    if not database_url.startswith("sqlite"):
        yield None
        return
    name = f"other_{next(NUMBERS)}"
    yield postgres_databases.cluster.create(name)
    postgres_databases.cluster.drop(name)


NUMBERS = count(1)


@pytest.mark.slow
def test_a_server_goes_on_elsewhere_from_a_backup_taken_under_load(
    serve: Serve, database_url: str, other_url: str | None, tmp_path: Path
) -> None:
    busy = serve(database=database_url, options=("--demo", "--no-agent"))
    office, path = Office(busy), tmp_path / "backup.zip"
    with Crowd(lambda: str(office.take_number("A01")["number"])) as crowd:
        crowd.wait_for(BEFORE)
        before = list(crowd.given)
        done = busy.command("backup", str(path))
    assert done.returncode == 0, done.stderr
    busy.kill()

    folder = tmp_path / "elsewhere"
    here = other_url or f"sqlite:///{folder / 'antrean.db'}"
    after = Server(data=folder, database=here, engine="threading", options=("--demo", "--no-agent"))
    back = after.command("restore", str(path))
    assert back.returncode == 0, back.stderr
    try:
        after.start()
        following = Office(after).take_number("A01")["number"]
    finally:
        after.kill()

    told = re.search(rf"{SITE} A-(\d+)", back.stdout)
    assert told is not None
    assert int(told[1]) >= max(int(number.removeprefix("A-")) for number in before)
    assert following == f"A-{int(told[1]) + 2:03d}"  # a demonstration takes one for its own ticket page


def test_a_backup_can_be_taken_while_another_is(source: Settings, tmp_path: Path) -> None:
    numbers = count(1)
    with Crowd(lambda: _kept(source, tmp_path / f"{next(numbers)}.zip"), kiosks=2) as crowd:
        crowd.wait_for(4)
    assert len(set(crowd.given)) == len(crowd.given)


def _kept(settings: Settings, path: Path) -> str:
    take_backup(settings, path, kind="asked", now=MORNING)
    return path.name
