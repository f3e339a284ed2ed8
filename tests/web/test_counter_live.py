"""What the live link of a console says, and whom it lets in, on every engine and database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.domain.staff import Grant, Role
from tests.browser.clerk import SITE, Clerk
from tests.web.ear import Ear, NotLetIn

PASSWORD = "kuda lumping menari"
Listen = Callable[..., Ear]


@pytest.fixture
def pair(free_clerks: Iterator[Clerk]) -> tuple[Clerk, Clerk]:
    """Two clerks of different agencies; only the first has opened."""
    one, other = next(free_clerks), next(free_clerks)
    one.press("open")
    return one, other


@pytest.fixture
def listen() -> Iterator[Listen]:
    ears: list[Ear] = []

    def begin(clerk: Clerk, *, cookie: str = "", **auth: object) -> Ear:
        told = {"token": clerk.tokens["counter"], "site": SITE, "counter": clerk.counter, **auth}
        events = ("snapshot", "queue_changed", "notice")
        ears.append(Ear(clerk.server.url, "/counter", told, events=events, cookie=cookie))
        return ears[-1]

    yield begin
    for ear in ears:
        ear.close()


def test_a_console_hears_its_own_queue_and_no_other(pair: tuple[Clerk, Clerk], listen: Listen) -> None:
    clerk, elsewhere = pair
    ear, other = listen(clerk), listen(elsewhere)
    first = ear.next("snapshot")
    other.next("snapshot")
    assert first["queue"] == []
    ticket = clerk.visitor()
    news = ear.next("queue_changed", lambda desk: desk["queue"])
    assert [each["number"] for each in news["queue"]] == [ticket["number"]]
    assert news["cursor"] > first["cursor"]
    assert news["queue"][0]["token"] is None
    clerk.press("call-next")
    assert ear.next("queue_changed", lambda desk: desk["ticket"])["ticket"]["number"] == ticket["number"]
    elsewhere.visitor()
    heard = other.next("queue_changed")
    assert heard["counter"]["code"] == elsewhere.counter
    assert heard["waiting"] == 1


def test_a_clerk_of_one_agency_hears_its_queue_alone(pair: tuple[Clerk, Clerk], listen: Listen) -> None:
    """At a counter that helps another agency; the token's console beside hears of both."""
    clerk, elsewhere = pair
    server, admin = clerk.server, clerk.tokens["admin"]
    helped = server.request(
        "POST",
        f"/api/v1/counters/{clerk.counter}/help?site={SITE}",
        token=admin,
        body={"service": elsewhere.service, "minutes": 60},
        headers={"Idempotency-Key": "help"},
    )
    assert helped.status == 200
    theirs, own = elsewhere.visitor(), clerk.visitor()
    server.person("siti", Grant(Role.CLERK, SITE, frozenset({own["agency"]})), password=PASSWORD)
    wish = {"username": "siti", "password": PASSWORD}
    signed_in = server.request("POST", "/api/v1/session", body=wish)
    cookie = signed_in.headers["Set-Cookie"].partition(";")[0]
    limited, whole = listen(clerk, token=None, cookie=cookie), listen(clerk)
    assert numbers(limited.next("snapshot")) == [own["number"]]
    assert numbers(whole.next("snapshot")) == [theirs["number"], own["number"]]
    last = clerk.visitor()
    heard = limited.next("queue_changed", lambda desk: last["number"] in numbers(desk))
    assert (numbers(heard), heard["waiting"]) == ([own["number"], last["number"]], 2)
    assert whole.next("queue_changed", lambda desk: last["number"] in numbers(desk))["waiting"] == 3


def numbers(desk: dict[str, Any]) -> list[str]:
    return [ticket["number"] for ticket in desk["queue"]]


def test_a_console_that_asks_hears_what_is_true_now(pair: tuple[Clerk, Clerk], listen: Listen) -> None:
    clerk, _ = pair
    ear = listen(clerk)
    assert ear.next("snapshot")["queue"] == []
    ticket = clerk.visitor()
    ear.say("ask", {})
    numbers = [each["number"] for each in ear.next("snapshot")["queue"]]
    assert numbers == [ticket["number"]]


def test_a_console_hears_the_notice_of_the_hall(pair: tuple[Clerk, Clerk], listen: Listen) -> None:
    clerk, _ = pair
    admin = clerk.tokens["admin"]
    ear = listen(clerk)
    assert ear.next("snapshot")["notice"] is None
    text = {"text_id": "Lift lantai 2 sedang diperbaiki.", "text_en": "The lift is being repaired."}
    clerk.server.request("POST", f"/api/v1/sites/{SITE}/notice", token=admin, body=text)
    posted = ear.next("notice")["notice"]
    assert (posted["id"], posted["en"]) == (text["text_id"], text["text_en"])
    assert listen(clerk).next("snapshot")["notice"] == posted
    clerk.server.request("POST", f"/api/v1/sites/{SITE}/notice/end", token=admin, body={})
    assert ear.next("notice")["notice"] is None


def test_a_console_without_a_place_is_not_let_in(pair: tuple[Clerk, Clerk], listen: Listen) -> None:
    clerk, _ = pair
    for wrong, answer in (
        ({"token": "no such token"}, "unauthenticated"),
        ({"token": None}, "unauthenticated"),
        ({"token": clerk.tokens["kiosk"]}, "unauthenticated"),
        ({"site": "NOWHERE"}, "forbidden"),
        ({"counter": "none"}, "unknown_counter"),
    ):
        with pytest.raises(NotLetIn, match=answer):
            listen(clerk, **wrong)
