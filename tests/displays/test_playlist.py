"""Each display is told its own playlist, with the snapshot and at once when the office changes it."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.displays.hall import SITE, Hall
from tests.displays.playing import KINDS, Office
from tests.journeys.patience import until
from tests.media.samples import PNG, WEBM
from tests.services.server import Serve, Server
from tests.web.api.test_media import form
from tests.web.ear import Ear

Listen = Callable[[str], Ear]
CUT = 20_000_000  # bytes that are promised and never come


@pytest.fixture
def hall(demo: Server) -> Hall:
    return Hall(demo)


@pytest.fixture
def listen(hall: Hall) -> Iterator[Listen]:
    ears: list[Ear] = []

    def begin(code: str) -> Ear:
        auth = {"token": hall.token("display", code)}
        ears.append(Ear(hall.server.url, "/display", auth, events=("snapshot", "playlist")))
        return ears[-1]

    yield begin
    for ear in ears:
        ear.close()


def test_a_display_hears_what_it_shows_and_nothing_of_the_others(hall: Hall, listen: Listen) -> None:
    office = Office(hall)
    first, second = listen("TV1"), listen("TV2")
    assert first.next("snapshot")["place"]["playlist"] == []
    picture, film = office.send(PNG, "Jam layanan.png"), office.send(WEBM, "Profil mal.webm")
    often = {"displays": ["TV1"], "weekdays": [1, 5], "from_time": "08:00", "to_day": "2026-12-31"}
    office.play({"media": film["id"], "sound": True}, {"media": picture["id"], **often})
    told = first.next("playlist")["playlist"]
    assert [one["name"] for one in told] == ["Profil mal.webm", "Jam layanan.png"]
    assert told[1] == {
        "media": picture["sha256"],
        "kind": "image",
        "url": f"/displays/media/{picture['sha256']}.png",
        "size": len(PNG),
        "name": "Jam layanan.png",
        "seconds": None,
        "sound": False,
        "from_day": None,
        "to_day": "2026-12-31",
        "weekdays": [1, 5],
        "from_time": "08:00",
        "to_time": None,
    }
    assert second.next("playlist")["playlist"] == told[:1]
    assert listen("TV2").next("snapshot")["place"]["playlist"] == told[:1]
    first.say("unplayed", film["sha256"])
    first.say("unplayed", "../secret.key")
    office.play()
    assert first.next("playlist")["playlist"] == []
    failed = {one["name"]: [each["display"] for each in one["failed"]] for one in office.media()}
    assert failed == {"Profil mal.webm": ["TV1"], "Jam layanan.png": []}


def test_an_upload_that_is_cut_off_leaves_nothing(serve: Serve, sqlite_url: str, engine_name: str) -> None:
    hall = Hall(serve(database=sqlite_url, engine=engine_name))
    body = form(WEBM)
    where, folder = urlsplit(hall.server.url), Path(hall.server.environment["ANTREAN_DATA"]) / "media"
    head = (
        f"POST /api/v1/sites/{SITE}/media HTTP/1.1\r\nHost: {where.netloc}\r\n"
        f"Authorization: Bearer {hall.token('admin', site='')}\r\n"
        f"Content-Type: {KINDS['Content-Type']}\r\nContent-Length: {CUT}\r\n\r\n"
    )
    with socket.create_connection((where.hostname, where.port or 80), timeout=30) as line:
        line.sendall(head.encode() + body[:-40] + bytes(1_000_000))
        until(lambda: parts(folder) == 1)
    until(lambda: parts(folder) == 0)
    assert Office(hall).media() == []


def parts(folder: Path) -> int:
    return len(list(folder.glob("*"))) if folder.exists() else 0
