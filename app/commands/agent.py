"""`run.py agent`: print for a server, beside it or on another computer."""

import argparse
import logging
import sys

from app.commands.ground import Refusal
from app.commands.stopping import stopped
from app.engine import Engine
from config.settings import Settings
from printers import agent as print_agent
from printers.claim import Claimed
from printers.server import Server

CLAIM_SECONDS = 1.0

log = logging.getLogger(__name__)


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("agent", help="print for a server")
    command.add_argument("--server", required=True, metavar="URL")
    token = command.add_mutually_exclusive_group(required=True)
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
        Server(asked.server, token)
    except ValueError as wrong:
        raise Refusal(f"--server: {wrong}.") from wrong
    settings.data.mkdir(parents=True, exist_ok=True)
    held = False
    while not stop.is_set():
        try:
            print_agent.run(asked.server, token, journal_folder=settings.data / "agent", stop=stop)
        except Claimed as taken:  # an agent whose server was killed may still be finishing a paper
            if not held:
                log.warning("%s; waiting for it to end", taken)
            held = True
            stop.wait(CLAIM_SECONDS)
    return 0
