"""`run.py doctor`: is all well here? The checks of the page of health, at the console and with no server."""

import argparse

from app.commands.refusal import Refusal
from app.domain.health import FAILS, Level, worst
from app.engine import Engine
from app.factory import ROOT, utc_now
from app.health.checkup import check_up
from app.health.retention import PurgeCount
from app.installation import newest_mall
from app.ownership import is_demo
from app.store.database import Database
from app.store.migrating import head, schema_of
from config.satellites import keeping_of
from config.settings import Settings
from config.words import Words

SIGNS = {Level.GOOD: "ok", Level.NOTE: "note", Level.WARNING: "WARNING", Level.DANGER: "DANGER"}


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("doctor", help="check that all is well, and say what to do where it is not")
    command.add_argument("--language", choices=("id", "en"), default="en")
    command.set_defaults(command=_doctor)


def _doctor(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    """Exit status 1 where something keeps visitors from their numbers, or will."""
    schema = schema_of(settings.database_url)
    if schema is None:
        raise Refusal("There is no database yet. Start the server once, or restore a backup.")
    if schema != head():
        raise Refusal(
            f"The database is of version {schema} and this program of {head()}. Start the server, or run "
            "`run.py migrate`: a backup is taken first."
        )
    database = Database(settings.database_url, owns=keeping_of(settings).owns)
    mall = newest_mall(database)
    if mall is None:
        raise Refusal("There is no mall yet. Start the server once or import a folder.")
    purged = PurgeCount(database, mall_now=lambda: mall, clock=utc_now)()
    found = check_up(
        settings, database, mall, now=utc_now(), demo=is_demo(database), thorough=True, purged=purged
    )
    database.close()
    words = Words.load(ROOT / "config" / "words")
    for each in found:
        print(f"  {SIGNS[each.level]:<8} {words.say(asked.language, f'health.{each.key}', **each.blanks)}")
    print(words.say(asked.language, f"health.all_{worst(found)}"))
    return 1 if worst(found) in FAILS else 0
