"""A second loudspeaker of a zone speaks when the first has been away for half a minute, over real links."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from app.domain.mall import Display
from tests.factories import MAIN, main_site
from tests.web.api.caller import Api

TWO = (
    Display("TV1", "Layar 1", ("Z1",), speaker=True),
    Display("TV2", "Layar 2", ("Z1",), speaker=True),
)


class Screen:
    """A display without a picture, at the link that real ones use."""

    def __init__(self, api: Api, code: str = "", *, key: str | None = None) -> None:
        token = key or api.new_token("display", MAIN, code)[1]
        self._client: SocketIOTestClient = api.app.extensions["socketio"].test_client(
            api.app, namespace="/display", auth={"token": token}
        )

    def heard(self, name: str) -> list[Any]:
        """What was told by this name since the last look; the others are forgotten."""
        told = self._client.get_received("/display")
        return [each["args"][0] for each in told if each["name"] == name]

    def all_heard(self) -> dict[str, Any]:
        return {each["name"]: each["args"][0] for each in self._client.get_received("/display")}

    def says(self, sound: str) -> None:
        """What a real one tells as soon as it is let in, and whenever that changes."""
        self._client.emit("report", {"version": "1", "sound": sound}, namespace="/display")

    def close(self) -> None:
        self._client.disconnect("/display")


@pytest.fixture
def hall(api: Api) -> Api:
    """Counter 1 is open and two loudspeakers hang before it."""
    api.mall = replace(api.mall, sites=(main_site(displays=TWO),))
    clerk(api, "open")
    return api


def clerk(api: Api, deed: str) -> Any:
    path = f"/api/v1/counters/1/{deed}?site={MAIN}"
    answer = api.ask("POST", path, role="counter", body={}, key=f"{deed} {api.now}")
    assert answer.status_code == 200, answer.get_data()
    return answer.get_json()


def call(api: Api) -> None:
    """The next visitor is called, and the displays are told."""
    api.take(key=str(api.now))
    clerk(api, "call-next")
    while api.server.relay.do_one():
        pass
    clerk(api, "finish")


def one_round(api: Api) -> None:
    (relief,) = [duty for duty in api.server.duties if duty.name == "relief of a voice"]
    relief.do_one()


def test_a_second_loudspeaker_takes_over_says_what_was_missed_and_gives_back(hall: Api) -> None:
    first, second = Screen(hall, "TV1"), Screen(hall, "TV2")
    (place,) = [told["place"] for told in second.heard("snapshot")]
    assert (place["speaks"], place["code"], place["relieved"]) == ([], "TV2", True)
    call(hall)
    assert [told["call"]["voices"] for told in second.heard("called")] == [["TV1"]]
    first.close()
    hall.now += timedelta(seconds=10)
    call(hall)
    (missed,) = [told["call"] for told in second.heard("called")]
    assert missed["voices"] == ["TV1"]
    one_round(hall)
    assert second.heard("passed") == []
    hall.now += timedelta(seconds=21)
    one_round(hall)
    assert second.all_heard() == {
        "speaks": {"speaks": ["Z1"]},
        "passed": {"calls": [{**missed, "voices": ["TV2"]}]},
    }

    back = Screen(hall, "TV1")
    assert [told["place"]["speaks"] for told in back.heard("snapshot")] == [[]]
    call(hall)
    assert [told["call"]["voices"] for told in back.heard("called")] == [["TV2"]]
    hall.now += timedelta(seconds=61)
    one_round(hall)
    assert back.heard("speaks") == [{"speaks": ["Z1"]}]
    call(hall)
    assert [told["call"]["voices"] for told in back.heard("called")] == [["TV1"]]


def test_a_loudspeaker_whose_browser_plays_nothing_is_relieved(hall: Api) -> None:
    first, second = Screen(hall, "TV1"), Screen(hall, "TV2")
    one_round(hall)
    first.says("blocked")
    second.says("ok")
    hall.now += timedelta(seconds=31)
    one_round(hall)
    assert second.heard("speaks") == [{"speaks": ["Z1"]}]
    call(hall)
    assert [told["call"]["voices"] for told in first.heard("called")] == [["TV2"]]
    first.says("ok")
    hall.now += timedelta(seconds=61)
    one_round(hall)
    assert first.heard("speaks") == [{"speaks": ["Z1"]}]


def test_of_two_screens_with_one_key_the_newest_that_is_heard_speaks(hall: Api) -> None:
    key = hall.new_token("display", MAIN, "TV1")[1]
    television, laptop = Screen(hall, key=key), Screen(hall, key=key)
    assert television.heard("spare") == [{"spare": True}]
    television.says("ok")
    laptop.says("blocked")
    assert television.heard("spare") == [{"spare": False}]
    assert laptop.heard("spare") == [{"spare": True}]
    laptop.says("ok")
    assert (television.heard("spare"), laptop.heard("spare")) == ([{"spare": True}], [{"spare": False}])
    laptop.close()
    assert television.heard("spare") == [{"spare": False}]
