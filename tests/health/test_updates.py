"""A newer version is told where the office asks for it; nobody is asked otherwise, and no answer harms."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.domain.health import Level
from app.health.updates import UpdateWatch, own_version, updates
from config.settings import Settings
from tests.factories import MORNING


class Publisher(BaseHTTPRequestHandler):
    said = b""
    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.said)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """An office that asks a publisher of ours."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Publisher.asked = 0
    yield Settings(data=tmp_path, updates=f"http://127.0.0.1:{server.server_port}/newest.json")
    server.shutdown()
    server.server_close()
    thread.join()


def told(settings: Settings, said: str) -> list[Level]:
    Publisher.said = said.encode()
    UpdateWatch(settings, clock=lambda: MORNING).do_one()
    return [each.level for each in updates(settings)]


def test_a_newer_version_is_a_note_and_our_own_is_well(settings: Settings) -> None:
    assert told(settings, '{"version": "99.1"}') == [Level.NOTE]
    assert told(settings, f'{{"version": "{own_version()}"}}') == [Level.GOOD]
    assert told(settings, '{"version": "0.0.9"}') == [Level.GOOD]


@pytest.mark.parametrize("said", ["", "[]", "{}", '{"version": null}', '{"version": "soon"}', "<html>"])
def test_an_answer_that_makes_no_sense_says_nothing(settings: Settings, said: str) -> None:
    assert told(settings, said) == []


def test_it_is_asked_once_a_day(settings: Settings) -> None:
    now = [MORNING]
    watch = UpdateWatch(settings, clock=lambda: now[0])
    for hours in (0, 1, 23, 24, 25):
        now[0] = MORNING + timedelta(hours=hours)
        watch.do_one()

    assert Publisher.asked == 2


def test_an_office_that_names_no_address_asks_nobody(settings: Settings) -> None:
    assert told(replace(settings, updates=None), '{"version": "99.1"}') == []
    assert Publisher.asked == 0
