"""`run.py serve`: the server, which is also what no command does."""

import argparse
import dataclasses
from pathlib import Path

from app.engine import Engine
from app.serving import serve
from config.settings import Settings, database_address


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("serve", help="run the server (this is what no command does)")
    command.add_argument("--host")
    command.add_argument("--port", type=_port)
    command.add_argument("--database", metavar="URL")
    command.add_argument("--mall", type=Path, metavar="DIR")
    command.add_argument(
        "--demo", action="store_true", help="open around the clock, with links to every screen"
    )
    command.add_argument("--no-agent", action="store_true", help="print through agents elsewhere only")
    command.set_defaults(command=_serve)


def _serve(asked: argparse.Namespace, settings: Settings, engine: Engine) -> int:
    wanted = _told(asked, settings)
    return serve(wanted, engine, demo=asked.demo or wanted.demo, with_agent=not asked.no_agent)


def _told(asked: argparse.Namespace, settings: Settings) -> Settings:
    """The environment's settings, with what the command line says instead."""
    told = {
        name: value
        for name in ("host", "port", "database", "mall")
        if (value := getattr(asked, name)) is not None
    }
    if "database" in told:
        told["database"] = database_address(told["database"], "--database")
    return dataclasses.replace(settings, **told)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError("must be a number from 0 to 65535")
    return int(text)
