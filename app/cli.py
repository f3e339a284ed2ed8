"""The command line of run.py: exit status 0 fine, 1 refused with one sentence, 2 wrong usage."""

import argparse
import sys
from collections.abc import Callable, Sequence

from app.commands import agent, database, demo, emulator, mall, serve, staff, token
from app.commands.ground import Refusal
from app.engine import Engine
from app.log import begin as begin_log
from app.store.database import StoreUnavailable
from config.mall import MallError
from config.settings import Settings, SettingsError
from printers import console as printer


def main(arguments: Sequence[str], engine: Engine) -> int:
    """Carries out one command line."""
    asked = _parser().parse_args(arguments or ["serve"])
    try:
        settings = Settings.load()
        begin_log(settings.log_level, settings.log, stream=sys.stderr)
        command: Callable[[argparse.Namespace, Settings, Engine], int] = asked.command
        return command(asked, settings, engine)
    except (Refusal, SettingsError, MallError, StoreUnavailable, OSError) as refused:
        print(refused, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="run.py", description="Antrean: queues and displays of a service mall."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    for kind in (serve, agent, emulator, printer, mall, staff, token, database, demo):
        kind.add_commands(commands)
    return parser
