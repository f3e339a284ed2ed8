"""One running server for each engine on each database, shared by the tests of the live link."""

from collections.abc import Callable, Iterator

import pytest

from tests.services.each import KINDS, each_server
from tests.sockets.house import SITE, House, Screen

Connect = Callable[..., Screen]


@pytest.fixture(scope="package", params=KINDS, ids="-".join)
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with each_server(request, tmp_path_factory) as server:
        yield House(server)


@pytest.fixture
def connect(house: House) -> Iterator[Connect]:
    """connect(namespace, role, code, **auth): a screen with the token of the role; it goes with the test."""
    screens: list[Screen] = []

    def begin(
        namespace: str, role: str, code: str = "", *, origin: str | None = None, **auth: object
    ) -> Screen:
        told = {"token": house.token(role, code), "site": SITE, **auth}
        screens.append(Screen(house.server.url, namespace, told, origin=origin))
        return screens[-1]

    yield begin
    for screen in screens:
        screen.close()
