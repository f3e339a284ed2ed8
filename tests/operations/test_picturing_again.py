"""A site that this server kept itself before a satellite did: its own history stays, its numbers go on."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.cli import parser_of
from app.commands.refusal import Refusal
from app.domain.opening import service_day
from app.engine import threads
from app.installation import save_mall
from app.operations import picturing
from app.queries.pictures import gave_numbers
from app.store.database import Database
from config.mall import document
from config.satellites import load_satellites
from config.settings import Settings
from tests.factories import BRANCH, MAIN, a_mall
from tests.hall import Hall
from tests.operations.test_picturing import Hub, fresh, places, told
from tests.services.databases import Databases


@pytest.fixture
def own(database_url: str) -> Iterator[Hall]:
    """The site in the time in which the later hub still kept it itself; two numbers were given."""
    hall = Hall(Database(database_url))
    for _ in range(2):
        hall.issue()
    yield hall
    hall.database.close()


@pytest.fixture
def there(sqlite_databases: Databases, tmp_path: Path, own: Hall) -> Iterator[Hall]:
    """The satellite that keeps it from the next day on; it gave three."""
    hall = Hall(Database(fresh(sqlite_databases, tmp_path / "there")))
    hall.now = own.now + timedelta(days=1)
    for _ in range(3):
        hall.issue()
    yield hall
    hall.database.close()


@pytest.fixture
def hub(own: Hall, there: Hall) -> Iterator[Hub]:
    hub = Hub(own.database.url)
    hub.pull(there)
    yield hub
    hub.database.close()


def test_what_this_server_recorded_itself_outlives_every_picture(own: Hall, hub: Hub, there: Hall) -> None:
    mine = told(hub.database)[:2]
    assert len(places(hub.database)) == 5
    for _ in range(2):
        hub.database.write_picture(MAIN, picturing.forget)
        assert (told(hub.database), len(places(hub.database))) == (mine, 2)
        hub.database.write_picture(MAIN, picturing.begin)
        hub.pull(there)
        assert len(told(hub.database)) == len(mine) + len(told(there.database))


def test_numbers_go_on_above_the_picture_where_the_site_comes_back(own: Hall, hub: Hub, there: Hall) -> None:
    hub.database.write_picture(MAIN, picturing.forget)
    own.now = there.now
    assert [own.issue().ticket.number, own.issue("kk").ticket.number] == ["A-004", "A-005"]


def test_the_days_of_its_own_numbers_are_known(own: Hall, hub: Hub) -> None:
    day = service_day(own.mall, own.now)
    with hub.database.read() as connection:
        known = [gave_numbers(connection, MAIN, day=day + timedelta(days=days)) for days in (0, 1)]
        assert (known, gave_numbers(connection, BRANCH, day=day)) == ([True, False], False)


def test_a_site_is_not_handed_over_on_a_day_of_its_numbers(sqlite_url: str, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database=sqlite_url)
    hall = Hall(Database(sqlite_url), mall=a_mall().open_around_the_clock())
    hall.now = datetime.now(UTC)  # the command looks at the clock of the computer
    save_mall(hall.database, document(a_mall()), author="test", comment="", now=hall.now, kind="first")
    hall.issue()
    asked = parser_of("satellite").parse_args(["satellite", "add", MAIN, "http://10.8.0.2:8080"])
    with pytest.raises(Refusal, match="tomorrow, before the first number"):
        asked.command(asked, settings, threads())
    assert load_satellites(settings) == ()
    hall.database.close()
