"""The small mall of tests/hall.py on a database of the test's own, of each kind."""

from collections.abc import Iterator

import pytest

from app.store.database import Database
from tests.hall import Hall


@pytest.fixture
def hall(database_url: str) -> Iterator[Hall]:
    database = Database(database_url)
    yield Hall(database)
    database.close()
