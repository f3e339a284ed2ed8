"""What the live link of a display says: snapshot, calls with their voice, boards; and whom it lets in."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.displays.hall import Hall
from tests.services.server import Server
from tests.web.ear import Ear, NotLetIn


def listening(url: str, auth: object) -> Ear:
    """A display without a picture."""
    return Ear(url, "/display", auth, events=("snapshot", "called", "board"))


@pytest.fixture
def hall(live: Server) -> Hall:
    return Hall(live)


@pytest.fixture
def listen(hall: Hall) -> Iterator[Callable[..., Ear]]:
    ears: list[Ear] = []

    def begin(code: str = "TV1") -> Ear:
        ears.append(listening(hall.server.url, {"token": hall.token("display", code)}))
        return ears[-1]

    yield begin
    for ear in ears:
        ear.close()


def test_a_display_hears_calls_recalls_and_what_became_of_them(
    hall: Hall, listen: Callable[..., Ear]
) -> None:
    ear = listen()
    first = ear.next("snapshot")
    assert first["board"]["calls"] == []
    assert (first["place"]["title"], first["place"]["zones"]) == ("MPP Banyuwangi", ["Lantai 1"])
    sounding = {key: first["place"][key] for key in ("volume", "quiet", "speaks")}
    assert sounding == {"volume": 100, "quiet": [], "speaks": ["Z1"]}
    settings = first["place"]["settings"]
    assert (settings["layout"]["code"], settings["distance_m"], settings["screen_inches"]) == ("calls", 6, 55)

    hall.open_counter("3")
    number = hall.call("3")
    told = ear.next("called")
    call = told["call"]
    assert told["cursor"] > first["cursor"]
    assert (call["number"], call["counter_name"], call["zone"]) == (number, "Loket 3", "Z1")
    assert (call["recall"], call["state"]) == (False, "called")
    assert [one["language"] for one in call["speech"]] == ["id", "en"]
    assert_audible(hall, call)

    hall.recall("3")
    recalled = ear.next("called")["call"]
    assert recalled["recall"]
    assert (recalled["ticket"], recalled["id"] == call["id"]) == (call["ticket"], False)

    late = listen().next("snapshot")["board"]["calls"][0]
    assert (late["id"], late["speech"]) == (recalled["id"], recalled["speech"])

    hall.give_back("3")
    assert hall.call_next("3") == number
    assert not ear.next("called")["call"]["recall"]

    hall.finish("3")
    while (board := ear.next("board"))["board"]["calls"][0]["state"] != "served":
        assert board["cursor"] >= told["cursor"]


def assert_audible(hall: Hall, call: dict[str, Any]) -> None:
    clips = [clip for one in call["speech"] for clip in one["clips"]]
    assert len(clips) == 3  # the chime and a sentence in each language
    for clip in clips:
        answer = hall.server.request("GET", clip)
        assert (answer.status, answer.body[:4]) == (200, b"RIFF")
        assert clip.endswith("chime.wav") or answer.headers["Cache-Control"] == "no-store"


def test_only_displays_are_let_in(shared_demo: Server) -> None:
    hall = Hall(shared_demo)
    others = ({"token": hall.token("counter")}, {"token": hall.token("kiosk", "K1")})
    for auth in (*others, {"token": "wrong"}, {"token": ["odd"]}, {}, None):
        with pytest.raises(NotLetIn):
            listening(shared_demo.url, auth)


def test_a_clip_that_nobody_ordered_is_not_found(shared_demo: Server) -> None:
    assert shared_demo.request("GET", "/displays/voice/" + "0" * 32 + ".wav").status == 404
    assert shared_demo.request("GET", "/displays/voice/..%2Fantrean.db").status == 404
    chime = shared_demo.request("GET", "/displays/voice/chime.wav")
    assert "immutable" not in chime.headers["Cache-Control"]  # an office may bring its own


def test_the_plain_page_shows_the_calls_and_reloads_itself_until_asked_not_to(shared_demo: Server) -> None:
    hall = Hall(shared_demo)
    hall.open_counter("3")
    number = hall.call("3")
    page = shared_demo.request("GET", "/display/plain?site=BWI&zone=Z1")
    assert number in page.body.decode()
    assert page.headers["Refresh"] == "5"
    assert "Refresh" not in shared_demo.request("GET", "/display/plain?site=BWI&still=1").headers
    assert number not in shared_demo.request("GET", "/display/plain?site=BWI&zone=Z2").body.decode()
    assert shared_demo.request("GET", "/display/plain?site=NONE").status == 404
