"""Where backups come from, and empty places of each kind to bring them back to."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from config.settings import Settings
from tests.backup.office import office
from tests.services.databases import PostgresDatabases

NUMBERS = count(1)


@pytest.fixture
def source(database_url: str, tmp_path: Path) -> Settings:
    """An office on each kind of database."""
    return office(database_url, tmp_path / "office")


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path) -> Settings:
    """An office where the kind of database does not matter."""
    return office(sqlite_url, tmp_path / "office")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """An empty folder, and an empty database of each kind."""
    folder = tmp_path / "place"
    if request.param == "sqlite":
        yield Settings(data=folder)
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    name = f"place_{next(NUMBERS)}"
    yield Settings(data=folder, database=databases.cluster.create(name))
    databases.cluster.drop(name)


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    """An empty folder, where the kind of database does not matter."""
    return Settings(data=tmp_path / "place")
