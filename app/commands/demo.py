"""`run.py links`: the addresses of a demonstration."""

import argparse
import dataclasses
import json

from app.commands.ground import Refusal
from app.engine import Engine
from app.installation import last_address, saved_screens
from config.settings import Settings


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("links", help="every screen's address (demo only)")
    command.add_argument("--json", action="store_true")
    command.set_defaults(command=_links)


def _links(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    screens = saved_screens(settings)
    if not screens:
        raise Refusal("Links are kept for a demo only. Use `run.py token create` for real screens.")
    url = last_address(settings)
    entries = [{**dataclasses.asdict(screen), "url": screen.link(url)} for screen in screens]
    if asked.json:
        print(json.dumps(entries, indent=1))
    else:
        for entry in entries:
            print(f"{entry['role']:<8} {entry['site']:<6} {entry['code']:<6} {entry['url']}")
    return 0
