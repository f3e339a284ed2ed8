"""`run.py doctor`: is all well here? The checks of the page of health, at the console and with no server."""

import argparse
from collections.abc import Sequence

from app.backup.upgrading import must_know
from app.commands.refusal import Refusal
from app.domain.health import FAILS, Finding, Level, worst
from app.engine import Engine
from app.factory import utc_now
from app.health.checkup import check_machine, check_up, database_away, worst_first
from app.health.retention import PurgeCount
from app.health.sentences import sentence
from app.installation import newest_mall
from app.ownership import is_demo
from app.store.database import Database, StoreUnavailable
from app.store.migrating import head, schema_of
from config.satellites import keeping_of
from config.settings import LANGUAGES, Settings, console_language
from config.words import shipped_words

SIGNS = {Level.GOOD: "ok", Level.NOTE: "note", Level.WARNING: "WARNING", Level.DANGER: "DANGER"}


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("doctor", help="check that all is well, and say what to do where it is not")
    command.add_argument("--language", choices=LANGUAGES, help="default: as the console speaks")
    command.set_defaults(command=_doctor)


def _doctor(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    """Exit status 1 where something keeps visitors from their numbers, or will."""
    try:
        schema = schema_of(settings.database_url)
    except StoreUnavailable as away:  # when it is needed most, the rest can be looked at all the same
        found = worst_first(
            [database_away(away), *check_machine(settings, now=utc_now(), demo=False, daily=True)]
        )
    else:
        _must_be_current(schema, settings)
        found = _checked(settings)
    return _tell(found, language=asked.language or console_language())


def _must_be_current(schema: str | None, settings: Settings) -> None:
    if schema is None:
        raise Refusal("There is no database yet. Start the server once, or restore a backup.")
    must_know(schema, settings)
    if schema != head():
        raise Refusal(
            f"The database is of version {schema} and this program of {head()}. Start the server, or run "
            "`run.py migrate`: a backup is taken first."
        )


def _checked(settings: Settings) -> Sequence[Finding]:
    database = Database(settings.database_url, owns=keeping_of(settings).owns)
    mall = newest_mall(database)
    if mall is None:
        raise Refusal("There is no mall yet. Start the server once or import a folder.")
    purged = PurgeCount(database, mall_now=lambda: mall, clock=utc_now)()
    found = check_up(
        settings, database, mall, now=utc_now(), demo=is_demo(database), thorough=True, purged=purged
    )
    database.close()
    return found


def _tell(found: Sequence[Finding], *, language: str) -> int:
    words = shipped_words()
    for each in found:
        print(f"  {SIGNS[each.level]:<8} {sentence(words, language, each)}")
    print(words.say(language, f"health.all_{worst(found)}"))
    return 1 if worst(found) in FAILS else 0
