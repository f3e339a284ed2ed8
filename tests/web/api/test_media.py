"""The office sends pictures and films over the API, lists them, and throws them away; halls fetch them."""

import random
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.domain.staff import Grant, Role
from app.media.shelf import Shelf
from tests.factories import BRANCH, MAIN
from tests.media.samples import ALL, GIF, PNG, WEBM, a_film
from tests.web.api.caller import Api

LIST = f"/api/v1/sites/{MAIN}/playlist"
MARK = "kuda-lumping"


def form(content: bytes, *, name: str = "film", field: str = "file", more: str = "") -> bytes:
    """A multipart form with one file."""
    head = f'--{MARK}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    kind = "Content-Type: application/octet-stream\r\n\r\n"
    said = f'\r\n--{MARK}\r\nContent-Disposition: form-data; name="name"\r\n\r\n{more}' if more else ""
    return (head + kind).encode() + content + said.encode() + f"\r\n--{MARK}--\r\n".encode()


def send(api: Api, content: bytes, *, site: str = MAIN, **more: Any) -> TestResponse:
    headers = {"Content-Type": f"multipart/form-data; boundary={MARK}"}
    path = f"/api/v1/sites/{site}/media"
    return api.ask("POST", path, token=api.token("admin"), body=form(content, **more), headers=headers)


def listed(api: Api, *, site: str = MAIN) -> list[dict[str, Any]]:
    answer = api.ask("GET", f"/api/v1/sites/{site}/media", role="admin").get_json()
    media: list[dict[str, Any]] = answer["media"]
    return media


def save(api: Api, *items: dict[str, Any], version: str | None = None) -> TestResponse:
    read = api.ask("GET", LIST, role="admin").get_json()["version"]
    wish = {"version": version or read, "items": list(items)}
    return api.ask("PUT", LIST, role="admin", body=wish)


def files(data: Path) -> list[str]:
    folder = data / "media"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("kind", sorted(ALL))
def test_what_was_sent_comes_back_byte_for_byte(api: Api, kind: str) -> None:
    answer = send(api, ALL[kind], name=f"Profil.{kind}")
    assert answer.status_code == 201
    made = answer.get_json()
    assert (made["name"], made["size"], made["type"]) == (f"Profil.{kind}", len(ALL[kind]), kind)
    assert made["sha256"] == sha256(ALL[kind]).hexdigest()
    shown = api.ask("GET", made["url"])
    assert shown.get_data() == ALL[kind]
    assert shown.headers["Content-Type"] == f"{made['kind']}/{kind}"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert {"public", "immutable", "max-age=31536000"} <= set(shown.headers["Cache-Control"].split(", "))


def test_a_picture_of_many_blocks_comes_whole(api: Api) -> None:
    """As a camera makes them: whoever takes a form apart keeps a piece of each block for the next."""
    noise = random.Random(5).randbytes(3_000_000)
    picture = PNG[:33] + len(noise).to_bytes(4, "big") + b"nOiS" + noise + bytes(4) + PNG[33:]
    answer = send(api, picture)
    assert (answer.status_code, answer.get_json()["sha256"]) == (201, sha256(picture).hexdigest())


def test_a_browser_may_ask_for_a_piece_of_a_film(api: Api) -> None:
    url = send(api, WEBM).get_json()["url"]
    piece = api.ask("GET", url, headers={"Range": "bytes=100-299"})
    assert piece.status_code == 206
    assert piece.get_data() == WEBM[100:300]
    assert piece.headers["Content-Range"] == f"bytes 100-299/{len(WEBM)}"
    assert api.ask("GET", url, headers={"Range": "bytes=-50"}).get_data() == WEBM[-50:]
    assert api.ask("GET", url, headers={"Range": f"bytes={len(WEBM)}-"}).status_code == 416
    assert api.ask("HEAD", url).headers["Accept-Ranges"] == "bytes"


def test_the_same_bytes_again_are_the_same_film(api_on_each: Api, tmp_path: Path) -> None:
    api = api_on_each
    first, again = send(api, WEBM, name="a.webm"), send(api, WEBM, name="b.webm")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.get_json() == first.get_json()
    assert len(listed(api)) == 1
    assert files(tmp_path) == [f"{sha256(WEBM).hexdigest()}.webm"]


def test_a_name_of_its_own_goes_before_that_of_the_file(api: Api) -> None:
    assert send(api, PNG, name="IMG_1.png", more="Jam layanan").get_json()["name"] == "Jam layanan"
    assert send(api, GIF, name="../../").get_json()["name"] == f"{sha256(GIF).hexdigest()}.gif"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "media_unknown"),
        (b"<!doctype html><script>alert(1)</script>", "media_unknown"),
        (PNG[:-30], "media_broken"),
        (a_film(b"hvc1"), "media_codec"),
    ],
)
def test_what_no_display_should_show_is_refused_and_leaves_nothing(
    api: Api, tmp_path: Path, content: bytes, code: str
) -> None:
    answer = send(api, content, name="gambar.png")
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)
    assert listed(api) == []
    assert files(tmp_path) == []


def test_a_form_without_a_file_or_no_form_at_all_is_refused(api: Api, tmp_path: Path) -> None:
    assert send(api, PNG, field="picture").get_json()["code"] == "media_missing"
    path = f"/api/v1/sites/{MAIN}/media"
    assert api.ask("POST", path, role="admin", body={}).get_json()["code"] == "media_missing"
    headers = {"Content-Type": f"multipart/form-data; boundary={MARK}"}
    torn = api.ask("POST", path, role="admin", body=form(PNG)[:-200], headers=headers)
    assert torn.status_code == 422
    assert files(tmp_path) == []


def test_a_film_larger_than_the_largest_is_refused_before_it_has_come(api: Api) -> None:
    told = {"CONTENT_LENGTH": str(301 * 1024 * 1024)}
    answer = api.app.test_client().post(
        f"/api/v1/sites/{MAIN}/media",
        data=form(PNG),
        content_type=f"multipart/form-data; boundary={MARK}",
        headers={"Authorization": f"Bearer {api.token('admin')}"},
        environ_overrides=told,
    )
    assert (answer.status_code, answer.get_json()["code"]) == (413, "media_large")


def test_no_other_route_takes_a_large_body(api: Api) -> None:
    answer = api.ask(
        "PUT", LIST, role="admin", body=b"x" * 100_000, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413


def test_a_disk_that_is_full_is_said_and_keeps_nothing(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Shelf, "free", 100)
    answer = send(api, WEBM)
    assert (answer.status_code, answer.get_json()["code"]) == (507, "no_space")
    assert listed(api) == []


def test_while_nothing_can_be_saved_no_file_stays_that_nobody_could_throw_away(
    api: Api, open_api: Callable[[str], Api], tmp_path: Path
) -> None:
    kept = send(api, PNG).get_json()
    path = api.database.url.removeprefix("sqlite:///")
    locked = open_api(f"sqlite:///file:{path}?mode=ro&uri=true")
    kind, to = {"Content-Type": f"multipart/form-data; boundary={MARK}"}, f"/api/v1/sites/{MAIN}/media"
    answer = locked.ask("POST", to, token=api.token("admin"), body=form(WEBM), headers=kind)
    assert (answer.status_code, answer.get_json()["code"]) == (503, "store_unavailable")
    assert files(tmp_path) == [f"{kept['sha256']}.png"]


def test_what_the_playlist_shows_is_not_thrown_away(api_on_each: Api, tmp_path: Path) -> None:
    api = api_on_each
    film = send(api, WEBM).get_json()["id"]
    assert save(api, {"media": film}).status_code == 200
    path = f"/api/v1/sites/{MAIN}/media/{film}"
    assert api.ask("DELETE", path, role="admin").get_json()["code"] == "media_in_use"
    assert listed(api)[0]["listed"] is True
    save(api)
    assert api.ask("DELETE", path, role="admin").status_code == 200
    assert api.ask("DELETE", path, role="admin").get_json()["code"] == "unknown_media"
    assert files(tmp_path) == []


def test_a_file_stays_as_long_as_another_site_has_it(api: Api, tmp_path: Path) -> None:
    here, there = send(api, PNG).get_json(), send(api, PNG, site=BRANCH).get_json()
    assert here["id"] != there["id"]
    api.ask("DELETE", f"/api/v1/sites/{MAIN}/media/{here['id']}", role="admin")
    assert api.ask("GET", there["url"]).get_data() == PNG
    assert api.ask("DELETE", f"/api/v1/sites/{MAIN}/media/{there['id']}", role="admin").status_code == 404
    api.ask("DELETE", f"/api/v1/sites/{BRANCH}/media/{there['id']}", role="admin")
    assert files(tmp_path) == []


def test_a_playlist_comes_back_as_it_was_saved(api_on_each: Api) -> None:
    api = api_on_each
    film, picture = send(api, WEBM).get_json()["id"], send(api, PNG).get_json()["id"]
    often = {
        "media": picture,
        "displays": ["TV1"],
        "seconds": 15,
        "sound": False,
        "from_day": "2026-11-23",
        "to_day": "2026-12-31",
        "weekdays": [1, 5],
        "from_time": "08:00",
        "to_time": "24:00",
    }
    usual = {**dict.fromkeys(often), "media": film, "sound": True}
    assert save(api, often, usual, often).status_code == 200
    assert api.ask("GET", LIST, role="admin").get_json()["items"] == [often, usual, often]


@pytest.mark.parametrize(
    "wrong",
    [
        {"displays": ["TV9"]},
        {"displays": []},
        {"weekdays": [8]},
        {"weekdays": [1, 1]},
        {"from_day": "2026-12-02", "to_day": "2026-12-01"},
        {"from_time": "12:00", "to_time": "08:00"},
    ],
)
def test_an_entry_that_could_never_be_shown_is_refused(api: Api, wrong: dict[str, Any]) -> None:
    film = send(api, WEBM).get_json()["id"]
    assert save(api, {"media": film, **wrong}).get_json()["code"] == "playlist_wrong"
    assert api.ask("GET", LIST, role="admin").get_json()["items"] == []


@pytest.mark.parametrize(
    "wrong", [{"seconds": 0}, {"from_time": "25:00"}, {"from_day": "besok"}, {"loud": True}, {"media": 0}]
)
def test_an_entry_that_is_none_is_malformed(api: Api, wrong: dict[str, Any]) -> None:
    film = send(api, WEBM).get_json()["id"]
    assert save(api, {"media": film, **wrong}).get_json()["code"] == "bad_request"


def test_two_who_change_the_list_do_not_overwrite_each_other(api: Api) -> None:
    film = send(api, WEBM).get_json()["id"]
    read = api.ask("GET", LIST, role="admin").get_json()["version"]
    assert save(api, {"media": film}, version=read).status_code == 200
    second = save(api, version=read)
    assert (second.status_code, second.get_json()["code"]) == (409, "playlist_changed")
    assert len(api.ask("GET", LIST, role="admin").get_json()["items"]) == 1


def test_media_of_another_site_cannot_be_listed_here(api: Api) -> None:
    there = send(api, WEBM, site=BRANCH).get_json()["id"]
    assert save(api, {"media": there}).get_json()["code"] == "unknown_media"


def test_only_who_looks_after_devices_sends_films(api: Api) -> None:
    headers = {"Content-Type": f"multipart/form-data; boundary={MARK}"}
    path = f"/api/v1/sites/{MAIN}/media"
    for role, status in ((Role.SUPERVISOR, 403), (Role.ADMINISTRATOR, 201)):
        person = api.session(Grant(role, None if role is Role.ADMINISTRATOR else MAIN))
        assert api.ask("POST", path, session=person, body=form(PNG), headers=headers).status_code == status


def test_every_deed_is_in_the_journal(api: Api) -> None:
    film = send(api, WEBM, name="profil.webm").get_json()["id"]
    send(api, WEBM)
    save(api, {"media": film})
    save(api)
    api.ask("DELETE", f"/api/v1/sites/{MAIN}/media/{film}", role="admin")
    journal = api.ask("GET", f"/api/v1/journal?site={MAIN}&after=0&limit=500", role="partner").get_json()
    told = [fact["kind"] for fact in journal["facts"]]
    assert told == ["media_added", "playlist_set", "playlist_set", "media_removed"]
