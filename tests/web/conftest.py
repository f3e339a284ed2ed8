"""What the tests of a live link share: a server on every engine and database, and clerks nobody else has."""

from collections.abc import Iterator

import pytest

from tests.browser.clerk import Clerk, clerks
from tests.services.each import KINDS, each_server
from tests.services.server import Server


@pytest.fixture(scope="module", params=KINDS, ids="-".join)
def live_office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running demonstration without printers, for all tests of a file."""
    with each_server(request, tmp_path_factory, "--no-agent") as server:
        yield server


@pytest.fixture(scope="module")
def free_clerks(live_office: Server) -> Iterator[Clerk]:
    """Each at a counter with an agency of its own; a test takes those that it needs."""
    return iter(clerks(live_office))
