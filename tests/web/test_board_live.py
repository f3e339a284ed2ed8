"""What the live link of the public board says, to whom, and that it is the same for everybody."""

from collections.abc import Callable, Iterator

import pytest

from tests.displays.hall import SITE, Hall
from tests.services.server import Server
from tests.web.ear import Ear, NotLetIn

Listen = Callable[[Server], Ear]


@pytest.fixture
def listen() -> Iterator[Listen]:
    ears: list[Ear] = []

    def begin(server: Server) -> Ear:
        ears.append(Ear(server.url, "/board", {"site": SITE}, events=("snapshot", "board")))
        return ears[-1]

    yield begin
    for ear in ears:
        ear.close()


def test_anybody_hears_the_calls_the_queues_and_the_notice_of_a_hall(live: Server, listen: Listen) -> None:
    hall, ear = Hall(live), listen(live)
    first = ear.next("snapshot")
    assert first["board"]["calls"] == {}
    before = first["board"]["agencies"]["A"]["waiting"]

    hall.open_counter("3")
    hall.take_number()
    waiting = ear.next("board", lambda news: "A" in news["agencies"])
    assert waiting["agencies"]["A"]["waiting"] == before + 1
    assert waiting["cursor"] > waiting["after"] >= first["cursor"]

    number = hall.call_next("3")
    told = ear.next("board", lambda news: bool(news["calls"]))
    (call,) = told["calls"].values()
    assert (call["number"], call["counter_name"], call["zone_name"]) == (number, "Loket 3", "Lantai 1")
    assert told["agencies"]["A"]["current"] == number

    hall.recall("3")
    again = ear.next("board", lambda news: bool(news["calls"]))
    (recalled,) = again["calls"].values()
    assert (recalled["number"], recalled["recall"], again["gone"]["calls"]) == (number, True, [call["id"]])

    hall.post_notice("Senam pagi.", "Morning exercise.")
    assert ear.next("board", lambda news: news["notice"] is not None)["notice"]["en"] == "Morning exercise."
    late = listen(live).next("snapshot")
    assert late["board"]["notice"]["id"] == "Senam pagi."
    assert list(late["board"]["calls"]) == [recalled["id"]]


def test_every_message_follows_on_the_one_before(shared_demo: Server, listen: Listen) -> None:
    hall, ear = Hall(shared_demo), listen(shared_demo)
    known = ear.next("snapshot")["cursor"]
    hall.open_counter("3")
    for _ in range(3):
        number = hall.call("3")
        while True:
            news = ear.next("board")
            assert news["after"] == known
            known = news["cursor"]
            if number in [call["number"] for call in news["calls"].values()]:
                break


def test_only_a_site_that_exists_has_a_board(shared_demo: Server) -> None:
    for auth in ({"site": "NONE"}, {"site": ["BWI"]}, {}, None, "BWI"):
        with pytest.raises(NotLetIn, match="unknown_site"):
            Ear(shared_demo.url, "/board", auth, events=())
