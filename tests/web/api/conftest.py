"""The API of the small mall, asked as screens ask it; the clock stands where the test puts it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.store.database import Database
from tests.web.api.caller import Api

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
