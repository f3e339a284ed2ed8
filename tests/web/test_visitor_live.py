"""What the live link of a phone says, and whom it lets in, on every engine and database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.clerk import clerks
from tests.services.server import Server
from tests.web.ear import Ear, NotLetIn

Listen = Callable[[Server, str], Ear]


@pytest.fixture
def listen() -> Iterator[Listen]:
    ears: list[Ear] = []

    def begin(server: Server, token: str) -> Ear:
        ears.append(Ear(server.url, "/visitor", {"token": token}, events=("snapshot", "ticket")))
        return ears[-1]

    yield begin
    for ear in ears:
        ear.close()


def state_is(state: str) -> Callable[[Any], bool]:
    return lambda payload: bool(payload["ticket"]["state"] == state)


def test_a_phone_hears_its_place_and_its_turn(live: Server, listen: Listen) -> None:
    clerk = clerks(live)[0]
    clerk.press("open")
    before, ticket = clerk.visitor(), clerk.visitor()
    ear = listen(live, ticket["token"])
    snapshot = ear.next("snapshot")
    assert snapshot["ticket"]["ahead"] == 1
    clerk.press("call-next")
    moved = ear.next("ticket", lambda payload: payload["ticket"]["ahead"] == 0)
    assert moved["ticket"]["now_serving"] == before["number"]
    assert moved["cursor"] > snapshot["cursor"]
    clerk.press("finish")
    clerk.press("call-next")
    assert ear.next("ticket", state_is("called"))["ticket"]["counter_name"] == clerk.name
    clerk.press("finish")
    assert ear.next("ticket", state_is("served"))["ticket"]["possible"] == []


def test_the_address_is_let_in_in_any_case_and_an_unknown_one_is_not(demo: Server, listen: Listen) -> None:
    ticket = clerks(demo)[0].visitor()
    assert listen(demo, ticket["token"].lower()).next("snapshot")["ticket"]["number"] == ticket["number"]
    with pytest.raises(NotLetIn, match="unauthenticated"):
        listen(demo, "NOSUCHTICKET")
