"""A database of the test's own, opened as the server opens it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.database import Database
from tests.services.databases import Databases, PostgresDatabases


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Database]:
    opened = Database(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def postgres(postgres_databases: PostgresDatabases, tmp_path: Path) -> Iterator[Database]:
    databases: Databases = postgres_databases
    opened = Database(databases.fresh(tmp_path))
    yield opened
    opened.close()
    databases.remove(opened.url)
