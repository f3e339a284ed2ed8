"""The hall of Rogojampi on each database: its counters 3 and 4 share an agency."""

from collections.abc import Iterator

import pytest

from app.domain.mall import Mall
from app.store.database import Database
from tests.hall import Hall


@pytest.fixture
def rogojampi(database_url: str, banyuwangi: Mall) -> Iterator[Hall]:
    database = Database(database_url)
    yield Hall(database, mall=banyuwangi, site="RGJ")
    database.close()
