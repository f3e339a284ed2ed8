"""`run.py links` and `run.py demo end`: the addresses of a demonstration, and its end."""

import argparse
import dataclasses
import json

from app.commands.ground import migrated
from app.commands.refusal import Refusal
from app.engine import Engine
from app.factory import utc_now
from app.installation import last_address, saved_screens
from app.ownership import end_demo
from config.settings import Settings


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("links", help="every screen's address (demo only)")
    command.add_argument("--json", action="store_true")
    command.set_defaults(command=_links)
    parser = commands.add_parser("demo", help="turn a demonstration into an office")
    kinds = parser.add_subparsers(required=True, metavar="what")
    end = kinds.add_parser("end", help="revoke every token and keep what was entered")
    end.set_defaults(command=_end)


def _links(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    screens = saved_screens(settings)
    if not screens:
        raise Refusal(
            "Links are kept for a demo only. Real screens show a code, which is typed at /admin/devices."
        )
    url = last_address(settings)
    entries = [{**dataclasses.asdict(screen), "url": screen.link(url)} for screen in screens]
    if asked.json:
        print(json.dumps(entries, indent=1))
    else:
        for entry in entries:
            print(f"{entry['role']:<8} {entry['site']:<6} {entry['code']:<6} {entry['url']}")
    return 0


def _end(_: argparse.Namespace, settings: Settings, __: Engine) -> int:
    ended = end_demo(settings, migrated(settings), now=utc_now())
    if ended is None:
        raise Refusal("This is no demonstration; nothing was changed.")
    links = "the file of its links is removed" if ended.had_links else "it kept no file of links"
    people = f"{ended.people} people may not sign in any more, " if ended.people else ""
    print(
        f"The demonstration is over: {ended.revoked} tokens are revoked, {people}{links}. "
        "The mall and all numbers stay.\n"
        "Screens, devices and agents on other computers are paired anew.\n"
        "Start the server again: only then are the mall's own hours in force. The first key:\n"
        "    python3 run.py token create --role admin"
    )
    return 0
