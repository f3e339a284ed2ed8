"""The mall's own colours, logo and words on its pages, and told to the screens that are open."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from app.domain.events import Kind
from app.domain.mall import Look, OwnSentence
from app.look import Looks, LookTeller
from app.store.database import Database
from app.store.journal import record, since
from app.store.tables import mall_file, revision
from app.store.transaction import Transaction
from config.mall_document import document
from tests.factories import MAIN
from tests.web.api.caller import Api

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'
SHA = sha256(SVG).hexdigest()


@pytest.fixture
def api(sqlite_url: str, tmp_path: Path) -> Iterator[Api]:
    database = Database(sqlite_url)
    yield Api(database, tmp_path)
    database.close()


def colour(api: Api, primary: str | None, accent: str | None = None) -> None:
    api.mall = replace(api.mall, look=Look(primary, accent))


def hang(api: Api, *, name: str = "lambang.svg") -> None:
    """The mall has a logo, and the newest revision keeps its file."""
    api.mall = replace(api.mall, logo=name)

    def keep(tx: Transaction) -> None:
        file = {"sha256": SHA, "type": "image/svg+xml", "content": SVG, "added_at": api.now}
        tx.execute(insert(mall_file).values(file))
        row = {"document": document(api.mall), "author": "test", "comment": "", "at": api.now}
        tx.execute(insert(revision).values({**row, "files": {"lambang.svg": SHA}}))

    api.database.write("", keep)


def style(api: Api) -> str:
    page = api.ask("GET", "/login").text
    return page.partition('href="/look.css')[2].partition('"')[0]


def test_a_mall_without_colours_keeps_those_of_the_system(api: Api) -> None:
    assert "{" not in api.ask("GET", "/look.css").text


def test_its_colours_lie_over_the_roles_by_day_by_night_and_in_high_contrast(api: Api) -> None:
    colour(api, "#0b5d4f", "#f2b705")
    css = api.ask("GET", "/look.css").text
    assert ":root {\n  --accent: #0b5d4f;" in css
    assert (
        '@media (prefers-color-scheme: dark) {\n:root:not([data-theme="light"]) {\n  --accent: #87cebd;'
        in css
    )
    assert '[data-theme="dark"] {\n  --accent: #87cebd;' in css
    assert '[data-contrast="more"] {\n' in css
    assert css.count("--call: #f2b705;") == 3
    assert "  --focus: var(--ink-950);\n" in css


def test_the_style_sheet_is_kept_for_ever_under_its_own_address_and_asked_for_under_another(api: Api) -> None:
    old = style(api)
    colour(api, "#7b1fa2")
    new = style(api)
    assert old != new
    kept = api.ask("GET", f"/look.css{new}")
    assert "immutable" in kept.headers["Cache-Control"]
    assert api.ask("GET", f"/look.css{old}").headers["Cache-Control"] == "no-cache"
    again = api.ask("GET", "/look.css", headers={"If-None-Match": kept.headers["ETag"]})
    assert again.status_code == 304


def test_there_is_no_logo_where_the_mall_has_none(api: Api) -> None:
    assert api.ask("GET", "/logo").status_code == 404
    assert '<img class="logo" data-logo alt="" hidden>' in api.ask("GET", f"/{MAIN}").text


@pytest.mark.parametrize("page", ["/login", "/display", f"/{MAIN}", "/"])
def test_the_logo_stands_on_the_pages(api: Api, page: str) -> None:
    hang(api)
    assert f'<img class="logo" data-logo alt="" src="/logo?v={SHA[:12]}">' in api.ask("GET", page).text
    assert f'data-logo="/logo?v={SHA[:12]}"' in api.ask("GET", "/kiosk").text


def test_the_logo_is_the_very_file_and_may_run_nothing(api: Api) -> None:
    hang(api)
    answer = api.ask("GET", f"/logo?v={SHA[:12]}")
    assert (answer.data, answer.mimetype) == (SVG, "image/svg+xml")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]


def test_a_logo_whose_file_is_not_kept_is_none(api: Api) -> None:
    hang(api, name="other.svg")
    assert api.ask("GET", "/logo").status_code == 404


def test_own_words_are_read_by_templates_and_scripts(api: Api) -> None:
    own = (OwnSentence("id", "kiosk.title", "Anjungan kami"), OwnSentence("en", "kiosk.title", "Our kiosk"))
    api.mall = replace(api.mall, own_sentences=own)
    assert "<title>Anjungan kami</title>" in api.ask("GET", "/kiosk").text
    assert '"title":"Our kiosk"' in api.ask("GET", "/words/en/kiosk.json").text


def test_an_agent_gets_the_logo_of_dots_for_its_tickets_and_no_drawing(api: Api) -> None:
    def told() -> tuple[Any, Any]:
        printer = api.ask("GET", "/api/v1/agent/printers", role="agent").json
        assert printer is not None
        content = api.ask("GET", "/api/v1/agent/picture", role="agent").json
        assert content is not None
        return printer["printers"][0]["picture"], content["content"]

    assert told() == (None, "")
    hang(api)
    assert told() == (None, "")
    api.database.write("", lambda tx: tx.execute(update(mall_file).values(type="image/png")))
    api.mall = replace(api.mall, name="Mal lain")
    assert told() == (SHA[:12], b64encode(SVG).decode())


def heard(screen: Any, door: str) -> list[dict[str, Any]]:
    return [each["args"][0] for each in screen.get_received(door) if each["name"] == "look"]


def test_a_screen_that_comes_in_and_one_that_is_open_are_told_the_look(api: Api) -> None:
    auth = {"token": api.token("display"), "site": MAIN}
    socketio = api.app.extensions["socketio"]
    screen = socketio.test_client(api.app, namespace="/display", auth=auth)
    (first,) = heard(screen, "/display")
    teller = LookTeller(socketio, Looks(api.database, lambda: api.mall))

    colour(api, "#7b1fa2")
    hang(api)
    for event in changes(api):
        teller.tell(*event)
    (told,) = heard(screen, "/display")
    assert told["style"] != first["style"]
    assert (first["logo"], told["logo"]) == (None, f"/logo?v={SHA[:12]}")
    assert told["words"] == first["words"]


def changes(api: Api) -> list[tuple[int, Any]]:
    """Two facts of a mall that changed, as one of two sites writes them."""
    for _ in range(2):
        api.database.write(MAIN, lambda tx: record(tx, Kind.MALL_CHANGED, at=api.now, actor="test"))
    with api.database.read() as connection:
        return list(enumerate(since(connection, MAIN, 0)))
