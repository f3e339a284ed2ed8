"""An agent without a token: it makes a secret, shows a code, and waits until somebody gives it a place."""

import json
import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.links import digest
from app.domain.pairing import PairingRole, poll_key, shown, typed
from config.private_file import write_private
from printers.server import ANSWER_SECONDS, Connection, ServerError, ServerGone, ServerRefused

TOKEN_FILE = "token.json"  # noqa: S105  (the name of a file)
PENDING_FILE = "pairing.json"
SECRET_BYTES = 32
POLL_SECONDS = 2.0  # how long one question waits at the server; also how soon a stop is heard
REST_SECONDS = 0.5
TROUBLE_SECONDS = 5.0
LONGEST_REST_SECONDS = 60.0

log = logging.getLogger(__name__)


class SavedToken:
    """The agent's secret in its folder, for one server and no other; readable by its owner alone.

    It lies in one file while it waits to be known and in another from then on, so that a restart at any
    moment goes on where the agent was.
    """

    def __init__(self, folder: Path, server: str) -> None:
        self._folder = folder
        self._server = server.rstrip("/")

    def token(self) -> str | None:
        """What a server accepted once; None before the first pairing."""
        return self._read(TOKEN_FILE)

    def pending(self) -> str:
        """The secret that waits to be known, made and kept before anybody hears of it."""
        return self._read(PENDING_FILE) or self.renew()

    def renew(self) -> str:
        """Another secret instead of one that is spent."""
        secret = secrets.token_hex(SECRET_BYTES)
        self._folder.mkdir(parents=True, exist_ok=True)
        content = json.dumps({"server": self._server, "secret": secret})
        write_private(self._folder / PENDING_FILE, content)
        return secret

    def confirm(self) -> None:
        """The pending secret is the token from now on."""
        (self._folder / PENDING_FILE).replace(self._folder / TOKEN_FILE)

    def _read(self, name: str) -> str | None:
        """None also for the secret of another server, which is nobody else's business, or a broken file."""
        try:
            content = json.loads((self._folder / name).read_text("utf-8"))
            return str(content["secret"]) if content["server"] == self._server else None
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` is what to show, for `seconds` more; "" once the secret is a token."""

    code: str
    seconds: int


class PairingDesk(Connection):
    """The server as an unpaired device sees it: two questions, neither with the secret itself."""

    def ask(self, secret: str, *, name: str) -> Answer:
        hashes = {"secret_hash": digest(secret).hex(), "key_hash": digest(poll_key(secret)).hex()}
        wish = {"role": PairingRole.AGENT.value, "name": name, **hashes}
        return _answer(self.exchange("POST", "pairings", wish, timeout=ANSWER_SECONDS))

    def poll(self, secret: str, *, wait: float) -> Answer:
        body = {"key": poll_key(secret), "wait": wait}
        return _answer(self.exchange("POST", "pairings/poll", body, timeout=wait + ANSWER_SECONDS))


def pair(
    desk: PairingDesk,
    saved: SavedToken,
    *,
    name: str,
    show: Callable[[str, int], None],
    trouble: Callable[[ServerError], None],
    stop: threading.Event,
) -> bool:
    """Shows one code after another until the agent is known: True.

    False when it was stopped, or when the server cannot do it now: `trouble` was told, and time has
    passed. `show(code, seconds)` is called for each new code.
    """
    told = ""
    try:
        while not stop.is_set():
            answer = _step(desk, saved, name=name, first=not told)
            if answer is None:
                told = ""
            elif not answer.code:
                saved.confirm()
                return True
            elif answer.code != told:
                told = answer.code
                show(shown(told), answer.seconds)
            stop.wait(REST_SECONDS)
    except ServerError as gone:
        trouble(gone)
        stop.wait(_rest(gone))
    finally:
        desk.close()
    return False


def _step(desk: PairingDesk, saved: SavedToken, *, name: str, first: bool) -> Answer | None:
    """One question; None when another code has to be asked for. Raises ServerError."""
    secret = saved.pending()
    try:
        return desk.ask(secret, name=name) if first else desk.poll(secret, wait=POLL_SECONDS)
    except ServerRefused as refusal:
        if refusal.code == "secret_used":
            saved.renew()
        elif refusal.code != "unknown_pairing":
            raise
        return None


def _rest(gone: ServerError) -> float:
    asked = gone.retry_after if isinstance(gone, ServerGone) else None
    return min(asked or TROUBLE_SECONDS, LONGEST_REST_SECONDS)


def _answer(document: Any) -> Answer:
    """Raises ServerGone for what an Antrean would not say."""
    try:
        if document["state"] == "paired":
            return Answer("", 0)
        code = typed(document["code"])
        if code is not None:
            return Answer(code, int(document["seconds"]))
    except (KeyError, TypeError, ValueError, AttributeError) as strange:
        raise ServerGone("an answer that makes no sense") from strange
    raise ServerGone("a code that is none")
