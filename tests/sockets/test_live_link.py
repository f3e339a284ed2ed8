"""The live link of every screen: who is let in, what is heard, and that nothing is heard backwards."""

import contextlib
import json
from itertools import pairwise

import pytest

from tests.sockets.conftest import Connect
from tests.sockets.house import PATIENCE, SITE, House, NotLetIn, Screen

SCREENS = {
    "/display": ("display", "TV1", {}),
    "/counter": ("counter", "", {"counter": "70"}),
    "/kiosk": ("kiosk", "K1", {}),
}
ELSEWHERE = "https://elsewhere.example"


@pytest.mark.parametrize("namespace", ["/display", "/counter", "/kiosk", "/visitor"])
@pytest.mark.parametrize("auth", [None, {}, {"token": ""}, {"token": "0" * 64}, {"token": 7}, ["token"]])
def test_who_does_not_say_who_it_is_is_not_let_in(house: House, namespace: str, auth: object) -> None:
    with pytest.raises(NotLetIn, match="unauthenticated"):
        Screen(house.server.url, namespace, auth)


@pytest.mark.parametrize(
    ("namespace", "role", "code"),
    [
        ("/display", "kiosk", "K1"),
        ("/display", "counter", ""),
        ("/kiosk", "display", "TV1"),
        ("/kiosk", "counter", ""),
        ("/counter", "kiosk", "K1"),
        ("/visitor", "admin", ""),
    ],
)
def test_a_screen_is_let_in_at_its_own_door_only(house: House, namespace: str, role: str, code: str) -> None:
    site = "" if role == "admin" else SITE
    token = house.token(role, code, site=site)
    with pytest.raises(NotLetIn, match="unauthenticated"):
        Screen(house.server.url, namespace, {"token": token, "site": SITE, "counter": "1"})


def test_a_clerk_of_another_site_is_not_let_in(house: House) -> None:
    token = house.token("counter", site="RGJ")
    with pytest.raises(NotLetIn, match="forbidden"):
        Screen(house.server.url, "/counter", {"token": token, "site": SITE, "counter": "1"})


@pytest.mark.parametrize("namespace", SCREENS)
def test_a_page_of_another_address_is_not_let_in(connect: Connect, namespace: str) -> None:
    role, code, auth = SCREENS[namespace]

    with pytest.raises(NotLetIn):
        connect(namespace, role, code, origin=ELSEWHERE, **auth)


@pytest.mark.parametrize("namespace", SCREENS)
def test_a_page_of_the_servers_own_address_gets_its_snapshot_first(
    house: House, connect: Connect, namespace: str
) -> None:
    role, code, auth = SCREENS[namespace]
    screen = connect(namespace, role, code, origin=house.server.url, **auth)
    snapshot = screen.wait_for("snapshot")

    assert snapshot["cursor"] >= 0
    assert screen.heard[0][0] == "snapshot"


@pytest.mark.parametrize("namespace", SCREENS)
def test_a_connection_ends_with_its_token_and_others_stay(
    house: House, connect: Connect, namespace: str
) -> None:
    role, code, auth = SCREENS[namespace]
    token_id, secret = house.new_token(role, code)
    revoked = connect(namespace, role, code, **{**auth, "token": secret})
    other = connect(namespace, role, code, **auth)
    for screen in (revoked, other):
        screen.wait_for("snapshot")

    house.server.revoke(token_id)

    assert revoked.is_gone.wait(PATIENCE)
    assert not other.is_gone.is_set()
    with pytest.raises(NotLetIn, match="unauthenticated"):
        connect(namespace, role, code, **{**auth, "token": secret})


def test_the_handshake_notices_a_dead_link_within_ten_seconds(house: House) -> None:
    answer = house.server.request("GET", "/socket.io/?EIO=4&transport=polling")
    told = json.loads(answer.body[1:])

    assert (told["pingInterval"], told["pingTimeout"]) == (5000, 5000)
    assert told["maxPayload"] == 16 * 1024


def test_the_handshake_of_another_address_is_refused(house: House) -> None:
    answer = house.server.request("GET", "/socket.io/?EIO=4&transport=polling", headers={"Origin": ELSEWHERE})

    assert answer.status == 400


def test_a_visit_is_heard_on_every_screen_that_it_concerns(house: House, connect: Connect) -> None:
    display = connect("/display", "display", "TV1")
    console = connect("/counter", "counter", counter="1")
    ticket = house.take("A01")
    phone = Screen(house.server.url, "/visitor", {"token": ticket["token"].lower()})
    with contextlib.closing(phone):
        assert phone.wait_for("snapshot")["ticket"]["number"] == ticket["number"]
        console.wait_for(
            "queue_changed", lambda told: ticket["id"] in [waiting["id"] for waiting in told["queue"]]
        )

        house.clerk("1", "open")
        called = house.clerk("1", "call-next")
        while called["id"] != ticket["id"]:
            house.clerk("1", "finish")
            called = house.clerk("1", "call-next")

        call = display.wait_for("called", lambda told: told["call"]["ticket"] == ticket["id"])["call"]
        assert (call["number"], call["counter"], call["zone"]) == (ticket["number"], "1", "Z1")
        assert [said["language"] for said in call["speech"]] == ["id", "en"]
        assert all(said["text"] for said in call["speech"])

        board = display.wait_for("board", lambda told: told["board"]["calls"][:1])["board"]
        assert board["site"] == SITE
        at_the_desk = console.wait_for("queue_changed", lambda told: told["ticket"] is not None)
        assert at_the_desk["ticket"]["token"] is None
        turn = phone.wait_for("ticket", lambda told: told["ticket"]["state"] == "called")["ticket"]
        assert (turn["counter"], turn["counter_name"]) == ("1", "Loket 1")

        house.clerk("1", "finish")
        phone.wait_for("ticket", lambda told: told["ticket"]["state"] == "served")
        display.wait_for("board", lambda told: (ticket["id"], "served") in states(told["board"]))


def states(board: dict) -> list[tuple[int, str]]:
    return [(call["ticket"], call["state"]) for call in board["calls"]]


def test_a_kiosk_hears_when_its_paper_is_out(house: House, connect: Connect) -> None:
    kiosk = connect("/kiosk", "kiosk", "K1")
    other = connect("/kiosk", "kiosk", "K2")
    kiosk.wait_for("snapshot")
    ticket = house.take("B01")

    printed = kiosk.wait_for("printed", lambda told: told["ticket"]["id"] == ticket["id"])
    assert printed["ticket"]["print"]["state"] == "printed"
    kiosk.wait_for("catalogue")
    assert other.all_of("printed") == []


def test_nothing_is_heard_backwards_and_every_call_once(house: House, connect: Connect) -> None:
    display = connect("/display", "display", "TV2")
    console = connect("/counter", "counter", counter="11")
    kiosk = connect("/kiosk", "kiosk", "K2")
    tickets = [house.take("B02") for _ in range(12)]
    house.clerk("11", "open")
    called = []
    for _ in tickets:
        called.append(house.clerk("11", "call-next")["id"])
        house.clerk("11", "recall")
        house.clerk("11", "finish")
    display.wait_for("called", lambda told: told["call"]["ticket"] == called[-1] and told["call"]["recall"])
    console.wait_for("queue_changed", lambda told: told["served_today"] >= len(called))

    here = [told["call"] for told in display.all_of("called") if told["call"]["counter"] == "11"]
    assert [(call["ticket"], call["recall"]) for call in here] == [
        (ticket, recall) for ticket in called for recall in (False, True)
    ]
    assert len({call["id"] for call in here}) == len(here)
    for screen in (display, console, kiosk):
        assert all(earlier <= later for earlier, later in pairwise(screen.cursors))


def test_who_comes_later_is_shown_what_was_called_but_not_told_again(house: House, connect: Connect) -> None:
    ticket = house.take("CS01")
    counter = counter_of(house, "CS01")
    house.clerk(counter, "open")
    house.clerk(counter, "call-next")
    late = connect("/display", "display", "TV1")
    snapshot = late.wait_for("snapshot")

    assert (ticket["id"], "called") in states(snapshot["board"])
    house.clerk(counter, "recall")
    told = late.wait_for("called", lambda news: bool(news["call"]["recall"]))
    assert told["cursor"] > snapshot["cursor"]
    # What was on its way when the display joined carries a cursor that its snapshot covers.
    assert [news for news in late.all_of("called") if news["cursor"] > snapshot["cursor"]] == [told]


def counter_of(house: House, service: str) -> str:
    """A counter that serves the agency of the service."""
    path = f"/api/v1/counters?site={SITE}"
    counters = house.server.request("GET", path, token=house.token("counter")).json["counters"]
    agency = house.server.request("GET", f"/api/v1/sites/{SITE}").json["agencies"]
    name = next(each["short_name"] for each in agency if service in [one["code"] for one in each["services"]])
    return next(counter["code"] for counter in counters if name in counter["agencies"])


def test_a_screen_that_floods_the_server_is_shown_the_door(connect: Connect) -> None:
    display = connect("/display", "display", "TV1")
    display.wait_for("snapshot")
    display.say("report", {"sound": "x" * 64 * 1024})

    assert display.is_gone.wait(PATIENCE)
