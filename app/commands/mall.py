"""`run.py mall`: check a mall's folder, save it as the newest revision, write that one out again."""

import argparse
import sys
from pathlib import Path

from app.commands.ground import migrated
from app.commands.refusal import Refusal
from app.engine import Engine
from app.factory import utc_now
from app.installation import export_mall, files_in, save_mall
from config import mall as mall_files
from config.settings import Settings, console_language


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("mall", help="check, import or export a mall")
    kinds = parser.add_subparsers(required=True, metavar="what")
    for name, command, text in (
        ("check", _check, "name every mistake of a mall folder"),
        ("import", _import, "save a folder as the newest revision"),
        ("export", _export, "write the newest revision as a folder"),
    ):
        parsed = kinds.add_parser(name, help=text)
        parsed.add_argument("folder", type=Path, metavar="DIR")
        parsed.set_defaults(command=command)


def _check(asked: argparse.Namespace, _: Settings, __: Engine) -> int:
    mistakes, language = mall_files.check(asked.folder), console_language()
    for mistake in mistakes:
        print(mistake.line(language), file=sys.stderr)
    if not mistakes:
        mall = mall_files.load(asked.folder)
        services = sum(len(agency.services) for agency in mall.agencies)
        size = f"{len(mall.sites)} sites, {len(mall.agencies)} agencies, {services} services"
        print(f"{asked.folder}: fine; {size}")
        for sentence in mall_files.advice(mall, language):
            print(f"think over: {sentence}", file=sys.stderr)
    return 1 if mistakes else 0


def _import(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    document = mall_files.read_document(asked.folder)
    mall_files.load(asked.folder)
    database = migrated(settings)
    mall = save_mall(
        database,
        document,
        author="command line",
        comment=f"import {asked.folder}",
        now=utc_now(),
        files=files_in(asked.folder, document),
    )
    print(f"{mall.name}: saved as the newest revision")
    return 0


def _export(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    if not export_mall(migrated(settings), asked.folder):
        raise Refusal("There is no mall yet. Start the server once or import a folder.")
    print(f"{asked.folder}: written")
    return 0
