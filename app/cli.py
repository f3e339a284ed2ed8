"""The command line of run.py: exit status 0 fine, 1 refused with one sentence, 2 wrong usage."""

import argparse
import gc
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any

from app.domain.errors import Unworkable
from app.engine import Engine
from app.log import begin as begin_log
from config.mall_mistakes import MallError
from config.settings import Settings, SettingsError, console_language

COMMANDS: Mapping[str, str] = {
    "serve": "app.commands.serve",
    "agent": "app.commands.agent",
    "emulator": "app.commands.emulator",
    "printer": "printers.console",
    "mall": "app.commands.mall",
    "staff": "app.commands.staff",
    "token": "app.commands.token",
    "satellite": "app.commands.satellite",
    "kiosk": "config.kiosk_pc",
    "backup": "app.commands.backup",
    "restore": "app.commands.backup",
    "doctor": "app.commands.doctor",
    "migrate": "app.commands.database",
    "key": "app.commands.database",
    "links": "app.commands.demo",
    "demo": "app.commands.demo",
}


def main(arguments: Sequence[str], engine: Engine) -> int:
    """Carries out one command line."""
    told = arguments or ["serve"]
    asked = parser_of(told[0]).parse_args(told)
    try:
        settings = Settings.load()
        begin_log(settings.log_level, settings.log, stream=sys.stderr)
        command: Callable[[argparse.Namespace, Settings, Engine], int] = asked.command
        return command(asked, settings, engine)
    except MallError as refused:
        print(refused.lines(console_language()), file=sys.stderr)
        return 1
    except (Unworkable, SettingsError, OSError) as refused:
        print(refused, file=sys.stderr)
        return 1


def parser_of(word: str) -> argparse.ArgumentParser:
    """Loads the command of that word alone: a kiosk's agent needs neither database nor web. "" is all."""
    parser = argparse.ArgumentParser(
        prog="run.py", description="Antrean: queues and displays of a service mall."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    for module in _loaded([COMMANDS[word]] if word in COMMANDS else dict.fromkeys(COMMANDS.values())):
        module.add_commands(commands)
    return parser


def _loaded(names: Iterable[str]) -> list[Any]:
    """Imports modules; what came with them stays, so that nobody looks for garbage in it, now or later."""
    gc.disable()
    modules = [import_module(name) for name in names]
    gc.freeze()
    gc.enable()
    return modules
