"""The small mall and the hall of Rogojampi, whose counters 3 and 4 share an agency, on each database."""

from collections.abc import Iterator

import pytest

from app.domain.mall import Mall
from app.store.database import Database
from tests.hall import Hall


@pytest.fixture
def hall(database_url: str) -> Iterator[Hall]:
    database = Database(database_url)
    yield Hall(database)
    database.close()


@pytest.fixture
def rogojampi(database_url: str, banyuwangi: Mall) -> Iterator[Hall]:
    database = Database(database_url)
    yield Hall(database, mall=banyuwangi, site="RGJ")
    database.close()
