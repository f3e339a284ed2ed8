"""A database of the test's own, opened as the server opens it."""

from collections.abc import Iterator

import pytest

from app.store.database import Database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()
