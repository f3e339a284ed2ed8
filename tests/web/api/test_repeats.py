"""A double tap, a lost reply, a nervous clerk: the same request again is the same answer."""

import threading
from concurrent.futures import ThreadPoolExecutor

from tests.factories import MAIN
from tests.hall import row_counts
from tests.web.api.caller import Api


def test_a_tap_twice_makes_one_ticket(api_on_each: Api) -> None:
    api = api_on_each
    first = api.take(key="tap")
    before = row_counts(api.database)
    second = api.take(key="tap")

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json() == second.get_json()
    assert row_counts(api.database) == before


def test_a_crowd_of_repeats_makes_one_ticket(api_on_each: Api) -> None:
    api, barrier = api_on_each, threading.Barrier(12)
    token = api.token("kiosk")

    def tap(_: int) -> tuple[int, str]:
        barrier.wait()
        answer = api.app.test_client().post(
            f"/api/v1/sites/{MAIN}/tickets",
            json={"service": "ktp"},
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "tap"},
        )
        return answer.status_code, answer.get_json()["number"]

    with ThreadPoolExecutor(12) as taps:
        answers = sorted(taps.map(tap, range(12)))
    assert answers == [(200, "A-001")] * 11 + [(201, "A-001")]
    assert row_counts(api.database)["ticket"] == 1


def test_a_repeat_shows_the_ticket_as_it_is_by_then(api: Api) -> None:
    first = api.take(key="tap").get_json()
    api.clerk("1", "open")
    api.clerk("1", "call-next")
    again = api.take(key="tap").get_json()

    assert (again["id"], again["token"]) == (first["id"], first["token"])
    assert (first["state"], again["state"]) == ("waiting", "called")


def test_two_screens_may_use_the_same_key(api: Api) -> None:
    one = api.take(key="tap").get_json()
    other = api.ask(
        "POST",
        f"/api/v1/sites/{MAIN}/tickets",
        token=api.token("kiosk", code="K2"),
        body={"service": "ktp"},
        key="tap",
    )

    assert other.status_code == 201
    assert other.get_json()["id"] != one["id"]


def test_the_clerk_who_lost_the_answer_gets_the_same_visitor(api_on_each: Api) -> None:
    api = api_on_each
    api.take()
    api.take()
    api.clerk("1", "open")
    first = api.clerk("1", "call-next", key="press")
    again = api.clerk("1", "call-next", key="press")

    assert first.status_code == again.status_code == 200
    assert first.get_json() == again.get_json()
    assert first.get_json()["ticket"]["calls"] == 1


def test_a_recall_repeated_by_the_network_is_one_recall(api: Api) -> None:
    api.take()
    api.clerk("1", "open")
    api.clerk("1", "call-next")
    for key in ("one", "one", "two"):
        calls = api.clerk("1", "recall", key=key).get_json()["ticket"]["calls"]

    assert calls == 3


def test_a_press_that_was_refused_may_succeed_later_under_the_same_key(api: Api) -> None:
    api.clerk("1", "open")
    assert api.clerk("1", "call-next", key="press").status_code == 409
    api.take()

    assert api.clerk("1", "call-next", key="press").status_code == 200


def test_giving_up_and_noting_twice_is_once(api: Api) -> None:
    path = f"/api/v1/tickets/{api.take().get_json()['token']}"
    for method, address in (("POST", f"{path}/confirm"), ("DELETE", path)):
        first = api.ask(method, address)
        before = row_counts(api.database)
        assert api.ask(method, address).get_json() == first.get_json()
        assert row_counts(api.database) == before


def test_a_number_asked_for_twice_is_printed_again_once(api_on_each: Api) -> None:
    api = api_on_each
    ticket = api.take().get_json()
    path = f"/api/v1/tickets/{ticket['id']}/reprint?site={MAIN}"
    first = api.ask("POST", path, role="counter", body={"reason": "hilang"}, key="again")
    before = row_counts(api.database)
    second = api.ask("POST", path, role="counter", body={"reason": "hilang"}, key="again")

    assert (first.status_code, first.get_json()) == (200, second.get_json())
    assert row_counts(api.database) == before
    assert first.get_json()["token"] is None
    assert first.get_json()["print"] == {"state": "queued", "printer": "P1", "place": None}
