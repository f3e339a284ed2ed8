"""What was forgotten is counted from the journal: a number, and nobody's address."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.domain.events import Kind
from app.health.retention import COUNTED_EVERY, LATELY, PurgeCount, kept
from app.store.database import Database
from app.store.journal import record
from tests.factories import BRANCH, MAIN, MORNING, a_mall


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


def forget(database: Database, count: int, *, days: float, site: str = MAIN) -> None:
    at = MORNING - timedelta(days=days)
    told = {"count": count}
    database.write(site, lambda tx: record(tx, Kind.CONTACTS_PURGED, at=at, actor="system", data=told))


def test_what_was_forgotten_lately_is_counted_at_every_site(database: Database) -> None:
    for count, days, site in ((100, LATELY.days + 2, MAIN), (3, 20, MAIN), (4, 1, MAIN), (5, 2, BRANCH)):
        forget(database, count, days=days, site=site)
    now = [MORNING]
    purged = PurgeCount(database, mall_now=a_mall, clock=lambda: now[0])
    first = purged()
    forget(database, 6, days=0)
    still, now[0] = purged(), MORNING + COUNTED_EVERY

    assert (first, still, purged()) == (12, 12, 18)


def test_the_finding_says_how_long_messages_are_kept(database: Database) -> None:
    with database.read() as connection:
        (told,) = kept(connection, a_mall(), purged=7)
        nothing = list(kept(connection, a_mall(), purged=None))

    assert told.blanks == {"contacts": 0, "messages": 0, "days": 30, "purged": 7}
    assert nothing == []


def test_while_the_database_is_away_nothing_is_counted(tmp_path_factory: pytest.TempPathFactory) -> None:
    gone = Database(f"sqlite:///{tmp_path_factory.mktemp('gone') / 'no' / 'antrean.db'}")
    assert PurgeCount(gone, mall_now=a_mall, clock=lambda: MORNING)() is None
    gone.close()
