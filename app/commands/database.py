"""`run.py migrate` and `run.py key`: the database's schema, and the key it goes with."""

import argparse

from app.commands.ground import migrated
from app.engine import Engine
from app.ownership import adopt_secret
from config.settings import Settings


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    commands.add_parser("migrate", help="bring the database up to date").set_defaults(command=_migrate)
    key = commands.add_parser("key", help="the key that tickets' links are made with")
    kinds = key.add_subparsers(required=True, metavar="what")
    text = "use this data folder's key with the database from now on; links of earlier tickets die"
    kinds.add_parser("adopt", help=text).set_defaults(command=_adopt)


def _migrate(_: argparse.Namespace, settings: Settings, __: Engine) -> int:
    migrated(settings)
    print("the database is up to date")
    return 0


def _adopt(_: argparse.Namespace, settings: Settings, __: Engine) -> int:
    adopt_secret(settings, migrated(settings))
    print("the database goes with the key of this data folder now")
    return 0
