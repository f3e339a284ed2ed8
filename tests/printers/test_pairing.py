"""An agent without a token: what it keeps, what it shows, and what it makes of every answer."""

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from app.domain.links import digest
from app.domain.pairing import ALPHABET, poll_key
from printers.code_board import board
from printers.pairing import PairingDesk, SavedToken, pair
from printers.server import ServerError, ServerGone, ServerRefused

HERE = "http://10.0.0.5:8080"
WAITING = {"state": "waiting", "code": "BCDFGHJK", "seconds": 600}
PAIRED = {"state": "paired", "code": None, "seconds": None}


class Answers(ThreadingHTTPServer):
    """A server that gives the answers of a script, one after another, and remembers what was asked."""

    def __init__(self, *script: tuple[int, dict[str, Any]], headers: dict[str, str] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = list(script)
        self.extra = headers or {}
        self.asked: list[tuple[str, dict[str, Any]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Answers

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, body))
        status, document = self.server.script.pop(0)
        content = json.dumps(document).encode()
        self.send_response(status)
        for name, value in {**self.server.extra, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextlib.contextmanager
def answering(*script: tuple[int, dict[str, Any]], **more: Any) -> Iterator[Answers]:
    with Answers(*script, **more) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class Talk:
    """One round of pairing, and what it showed and told; trouble ends the waiting after it."""

    def __init__(self, server: Answers, saved: SavedToken) -> None:
        self.codes: list[str] = []
        self.troubles: list[ServerError] = []
        self._stop = threading.Event()
        self.paired = pair(
            PairingDesk(server.address),
            saved,
            name="pc-01",
            show=lambda code, _: self.codes.append(code),
            trouble=self._trouble,
            stop=self._stop,
        )

    def _trouble(self, trouble: ServerError) -> None:
        self.troubles.append(trouble)
        self._stop.set()


def test_the_secret_becomes_the_token_once_somebody_confirmed_it(tmp_path: Path) -> None:
    with answering((200, WAITING), (200, WAITING), (200, PAIRED)) as server:
        saved = SavedToken(tmp_path, server.address)
        secret = saved.pending()
        talk = Talk(server, saved)

    assert (talk.paired, talk.codes, saved.token()) == (True, ["BCDF-GHJK"], secret)
    assert [path for path, _ in server.asked] == ["/api/v1/pairings", *["/api/v1/pairings/poll"] * 2]
    assert server.asked[0][1] == {
        "role": "agent",
        "name": "pc-01",
        "secret_hash": digest(secret).hex(),
        "key_hash": digest(poll_key(secret)).hex(),
    }
    assert secret not in json.dumps(server.asked)


def test_a_code_that_ran_out_is_replaced_by_the_next(tmp_path: Path) -> None:
    gone = (404, {"code": "unknown_pairing"})
    other = {**WAITING, "code": "LMNPQRST"}
    with answering((200, WAITING), gone, (200, other), (200, PAIRED)) as server:
        saved = SavedToken(tmp_path, server.address)
        secret = saved.pending()
        talk = Talk(server, saved)

    assert (talk.codes, saved.token()) == (["BCDF-GHJK", "LMNP-QRST"], secret)


def test_a_secret_that_is_spent_is_replaced(tmp_path: Path) -> None:
    with answering((409, {"code": "secret_used"}), (200, WAITING), (200, PAIRED)) as server:
        saved = SavedToken(tmp_path, server.address)
        spent = saved.pending()
        talk = Talk(server, saved)

    assert talk.paired
    assert saved.token() not in (None, spent)


def test_a_server_that_has_no_room_now_is_asked_when_it_says(tmp_path: Path) -> None:
    with answering((429, {"code": "too_many_pairings"}), headers={"Retry-After": "17"}) as server:
        talk = Talk(server, SavedToken(tmp_path, server.address))

    assert not talk.paired
    assert isinstance(talk.troubles[0], ServerGone)
    assert talk.troubles[0].retry_after == 17


def test_a_server_without_pairing_is_told_and_not_hammered(tmp_path: Path) -> None:
    with answering((404, {"code": "not_found"})) as server:
        talk = Talk(server, SavedToken(tmp_path, server.address))

    assert isinstance(talk.troubles[0], ServerRefused)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "strange", [{}, {"state": "waiting"}, {**WAITING, "code": 7}, {**WAITING, "code": "A1"}]
)
def test_an_answer_that_makes_no_sense_ends_nothing(tmp_path: Path, strange: dict[str, Any]) -> None:
    with answering((200, strange)) as server:
        talk = Talk(server, SavedToken(tmp_path, server.address))

    assert isinstance(talk.troubles[0], ServerGone)


def test_an_agent_started_again_goes_on_with_its_secret(tmp_path: Path) -> None:
    secret = SavedToken(tmp_path, HERE).pending()
    saved = SavedToken(tmp_path, f"{HERE}/")
    assert (saved.pending(), saved.token()) == (secret, None)

    saved.confirm()
    assert SavedToken(tmp_path, HERE).token() == secret
    assert SavedToken(tmp_path, HERE).pending() != secret


def test_its_secrets_are_readable_by_its_owner_alone(tmp_path: Path) -> None:
    saved = SavedToken(tmp_path / "agent", HERE)
    saved.pending()
    saved.confirm()

    assert [path.name for path in (tmp_path / "agent").iterdir()] == ["token.json"]
    assert (tmp_path / "agent" / "token.json").stat().st_mode & 0o777 == 0o600


def test_a_token_is_shown_to_no_other_server(tmp_path: Path) -> None:
    saved = SavedToken(tmp_path, HERE)
    saved.pending()
    saved.confirm()

    assert SavedToken(tmp_path, "http://10.0.0.66:8080").token() is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '"x"', "\x00"])
def test_a_broken_file_is_no_token(tmp_path: Path, content: str) -> None:
    (tmp_path / "token.json").write_text(content)

    assert SavedToken(tmp_path, HERE).token() is None


def test_every_letter_of_a_code_is_drawn_within_the_width_of_a_console() -> None:
    for first in range(0, len(ALPHABET), 4):
        letters = ALPHABET[first : first + 4]
        drawn = board(f"{letters}-{letters}", ["Satu kalimat. " * 9], encoding="utf-8").splitlines()
        assert {len(line) for line in drawn} == {64}
        assert sum("█" in line for line in drawn) == 5
        assert any(f"{letters}-{letters}" in line for line in drawn)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "nonsense"])
def test_a_console_without_such_signs_gets_plain_ones(encoding: str) -> None:
    drawn = board("BCDF-GHJK", ["x"], encoding=encoding)

    assert drawn.isascii()
    assert "#" in drawn
