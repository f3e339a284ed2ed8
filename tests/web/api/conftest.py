"""The API of the small mall, asked as screens ask it; the clock stands where the test puts it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.store.database import Database
from tests.services.databases import Databases
from tests.web.api.caller import Api
from tests.web.api.hub_house import House, a_house

Open = Callable[[str], Api]


@pytest.fixture
def open_api(tmp_path: Path) -> Iterator[Open]:
    """open_api(url) builds a server on the database."""
    opened: list[Api] = []

    def begin(url: str) -> Api:
        opened.append(Api(Database(url), tmp_path))
        return opened[-1]

    yield begin
    for api in opened:
        api.server.context.keeper.stop()
        api.server.context.voice.stop()  # a trial of the voice started its program
        api.database.close()


@pytest.fixture
def api(open_api: Open, sqlite_url: str) -> Api:
    """Where the kind of database does not matter."""
    return open_api(sqlite_url)


@pytest.fixture
def api_on_each(open_api: Open, database_url: str) -> Api:
    return open_api(database_url)


@pytest.fixture
def house(database_url: str, sqlite_databases: Databases, tmp_path: Path) -> Iterator[House]:
    """A hub on each kind of database, its satellite, and the line between them."""
    (tmp_path / "there").mkdir()
    with a_house(tmp_path, database_url, sqlite_databases.fresh(tmp_path / "there")) as house:
        house.pull()
        yield house


@pytest.fixture
def phone(house: House) -> FlaskClient:
    """A visitor's browser at the hub."""
    return house.here.app.test_client()
