"""`run.py agent`: print for a server, beside it or on another computer."""

import argparse
import logging
import platform
import sys
import threading
from pathlib import Path

from app.commands.refusal import Refusal
from app.commands.stopping import stopped
from app.engine import Engine
from config.private_file import private_folder
from config.settings import Settings
from config.words import Words
from printers import agent as print_agent
from printers.claim import Claimed
from printers.code_board import board
from printers.pairing import PairingDesk, SavedToken, pair
from printers.server import Connection, ServerError

CLAIM_SECONDS = 1.0
WORDS = Path(__file__).resolve().parents[2] / "config" / "words"

log = logging.getLogger(__name__)


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("agent", help="print for a server; without a token it shows a code")
    command.add_argument("--server", required=True, metavar="URL")
    command.add_argument(
        "--name", default=platform.node(), help="what to call this computer when it is paired"
    )
    token = command.add_mutually_exclusive_group()
    token.add_argument("--token")
    token.add_argument(
        "--token-stdin",
        action="store_true",
        help="read the token from standard input, and end when that does",
    )
    command.set_defaults(command=_agent)


def _agent(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    token = sys.stdin.readline().strip() if asked.token_stdin else asked.token
    stop = stopped(with_parent=asked.token_stdin)
    try:
        Connection(asked.server)
    except ValueError as wrong:
        raise Refusal(f"--server: {wrong}.") from wrong
    folder = settings.data / "agent"
    private_folder(settings.data)
    private_folder(folder)
    if token is not None:
        _print(asked.server, token, folder, stop=stop, leaves=False)
        return 0
    saved, console = SavedToken(folder, asked.server), Console(asked.server)
    while not stop.is_set():
        _work_or_pair(asked, saved, console, folder, stop)
    return 0


def _work_or_pair(
    asked: argparse.Namespace, saved: SavedToken, console: "Console", folder: Path, stop: threading.Event
) -> None:
    """Prints while the saved token is accepted; without such a one shows codes, for one round."""
    token = saved.token()
    if token is not None:
        try:
            _print(asked.server, token, folder, stop=stop, leaves=True)
            return
        except print_agent.TokenEnded:
            console.ended()
    desk = PairingDesk(asked.server)
    if pair(desk, saved, name=asked.name, show=console.show, trouble=console.trouble, stop=stop):
        console.paired()


def _print(server: str, token: str, folder: Path, *, stop: threading.Event, leaves: bool) -> None:
    held = False
    while not stop.is_set():
        try:
            print_agent.run(server, token, journal_folder=folder, stop=stop, leaves=leaves)
        except Claimed as taken:  # an agent whose server was killed may still be finishing a paper
            if not held:
                log.warning("%s; waiting for it to end", taken)
            held = True
            stop.wait(CLAIM_SECONDS)


class Console:
    """What the person at this computer reads; nothing twice until another code is shown or work begins."""

    def __init__(self, server: str) -> None:
        self._server = server.rstrip("/")
        self._words = Words.load(WORDS)
        self._said: set[str] = set()

    def show(self, code: str, seconds: int) -> None:
        address, minutes = f"{self._server}/admin/devices", max(1, seconds // 60)
        sentences = self._in_every_language("what_to_do", address=address, minutes=minutes)
        if code not in self._said:
            self._said.clear()
        self._say(board(code, sentences, encoding=sys.stdout.encoding or "ascii"), once=code)

    def ended(self) -> None:
        self._say("\n".join(self._in_every_language("ended")))

    def paired(self) -> None:
        self._say("\n".join(self._in_every_language("paired")))
        self._said.clear()

    def trouble(self, gone: ServerError) -> None:
        self._say(print_agent.sentence(gone, self._server))

    def _in_every_language(self, key: str, **blanks: object) -> list[str]:
        return [self._words.say(each, f"pairing.{key}", **blanks) for each in self._words.languages]

    def _say(self, text: str, *, once: str = "") -> None:
        if (once or text) not in self._said:
            print(text, flush=True)
        self._said.add(once or text)
