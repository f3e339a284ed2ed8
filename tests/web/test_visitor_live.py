"""What the live link of a phone says, and whom it lets in, on every engine and database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.clerk import SITE, Clerk
from tests.services.server import Server
from tests.web.ear import Ear, NotLetIn

Listen = Callable[[Server, str], Ear]


@pytest.fixture
def listen() -> Iterator[Listen]:
    ears: list[Ear] = []

    def begin(server: Server, token: str) -> Ear:
        ears.append(Ear(server.url, "/visitor", {"token": token}, events=("snapshot", "ticket", "notice")))
        return ears[-1]

    yield begin
    for ear in ears:
        ear.close()


@pytest.fixture
def clerk(free_clerks: Iterator[Clerk]) -> Clerk:
    return next(free_clerks)


def state_is(state: str) -> Callable[[Any], bool]:
    return lambda payload: bool(payload["ticket"]["state"] == state)


def test_a_phone_hears_its_place_and_its_turn(live_office: Server, clerk: Clerk, listen: Listen) -> None:
    clerk.press("open")
    before, ticket = clerk.visitor(), clerk.visitor()
    ear = listen(live_office, ticket["token"])
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


def test_a_phone_hears_the_notice_of_its_hall_and_its_end(
    live_office: Server, clerk: Clerk, listen: Listen
) -> None:
    admin, path = live_office.token("admin"), f"/api/v1/sites/{SITE}/notice"
    early = listen(live_office, clerk.visitor()["token"])
    assert early.next("snapshot")["notice"] is None
    wish = {"text_id": "Senam pagi.", "text_en": "Morning exercise.", "minutes": 5}
    assert live_office.request("POST", path, token=admin, body=wish).status == 200
    told = early.next("notice")["notice"]
    assert (told["id"], told["en"], told["urgent"]) == ("Senam pagi.", "Morning exercise.", False)
    assert set(told) == {"id", "en", "until", "urgent"}
    late = listen(live_office, clerk.visitor()["token"])
    assert late.next("snapshot")["notice"] == told
    assert live_office.request("POST", f"{path}/end", token=admin, body={}).status == 200
    for ear in (early, late):
        assert ear.next("notice")["notice"] is None


def test_the_address_is_let_in_in_any_case_and_an_unknown_one_is_not(
    live_office: Server, clerk: Clerk, listen: Listen
) -> None:
    ticket = clerk.visitor()
    assert (
        listen(live_office, ticket["token"].lower()).next("snapshot")["ticket"]["number"] == ticket["number"]
    )
    with pytest.raises(NotLetIn, match="unauthenticated"):
        listen(live_office, "NOSUCHTICKET")
