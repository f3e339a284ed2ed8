"""The commands of run.py: exit status 0 fine, 1 refused with one sentence, 2 wrong usage."""

import argparse
import dataclasses
import json
import logging
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.audience import ROLES
from app.domain.mall import Mall
from app.engine import Engine
from app.factory import utc_now
from app.installation import last_address, newest_document, newest_mall, save_mall, saved_screens
from app.log import begin as begin_log
from app.operations.tokens import create_token, revoke_token
from app.ownership import adopt_secret
from app.queries.tokens import token_entries
from app.serving import serve
from app.store.database import Database, StoreUnavailable
from app.store.migrating import migrate
from config import mall as mall_files
from config.settings import Settings, SettingsError, database_address
from printers import agent as print_agent
from printers.claim import Claimed
from printers.console import add_commands as add_printer_commands
from printers.emulator.device import Device, EmulatedPrinter
from printers.emulator.serve import devices, emulated_printers
from printers.emulator.web import Page
from printers.server import Server

EMULATOR_PORT = 8090
CLAIM_SECONDS = 1.0
SITED = frozenset({"kiosk", "display", "counter"})


log = logging.getLogger(__name__)


class Refusal(Exception):
    """A command that cannot be carried out; the sentence says why and what to do."""


def main(arguments: Sequence[str], engine: Engine) -> int:
    """Carries out one command line."""
    asked = _parser().parse_args(arguments or ["serve"])
    try:
        settings = _settings(asked)
        begin_log(settings.log_level, settings.log, stream=sys.stderr)
        command: Callable[[argparse.Namespace, Settings, Engine], int] = asked.command
        return command(asked, settings, engine)
    except (Refusal, SettingsError, mall_files.MallError, StoreUnavailable, OSError) as refused:
        print(refused, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="run.py", description="Antrean: queues and displays of a service mall."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
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
    command = commands.add_parser("emulator", help="emulate the mall's printers of transport emulator")
    command.add_argument("--port", type=int, default=EMULATOR_PORT, help="of its page; taken if free")
    command.add_argument("--until-eof", action="store_true", help="end when standard input does")
    command.set_defaults(command=_emulator)
    add_printer_commands(commands.add_parser("printer", help="put a printer up"))
    _mall_commands(commands.add_parser("mall", help="check, import or export a mall"))
    _token_commands(commands.add_parser("token", help="keys of screens, agents and partners"))
    _key_commands(commands.add_parser("key", help="the key that tickets' links are made with"))
    commands.add_parser("migrate", help="bring the database up to date").set_defaults(command=_migrate)
    command = commands.add_parser("links", help="every screen's address (demo only)")
    command.add_argument("--json", action="store_true")
    command.set_defaults(command=_links)
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError("must be a number from 0 to 65535")
    return int(text)


def _mall_commands(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="what")
    for name, command, text in (
        ("check", _mall_check, "name every mistake of a mall folder"),
        ("import", _mall_import, "save a folder as the newest revision"),
        ("export", _mall_export, "write the newest revision as a folder"),
    ):
        parsed = commands.add_parser(name, help=text)
        parsed.add_argument("folder", type=Path, metavar="DIR")
        parsed.set_defaults(command=command)


def _token_commands(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="what")
    create = commands.add_parser("create", help="make a token; it is shown once")
    create.add_argument("--role", required=True, choices=ROLES)
    create.add_argument("--site", help="required for kiosk, display and counter")
    create.add_argument("--name", metavar="CODE", help="the kiosk's, display's or agent's code in the mall")
    create.set_defaults(command=_token_create)
    commands.add_parser("list", help="every token, without its secret").set_defaults(command=_token_list)
    revoke = commands.add_parser("revoke", help="switch one screen off")
    revoke.add_argument("id", type=int)
    revoke.set_defaults(command=_token_revoke)


def _key_commands(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="what")
    text = "use this data folder's key with the database from now on; links of earlier tickets die"
    commands.add_parser("adopt", help=text).set_defaults(command=_key_adopt)


def _settings(asked: argparse.Namespace) -> Settings:
    """The environment's settings, with what the command line says instead."""
    told = {
        name: value
        for name in ("host", "port", "database", "mall")
        if (value := getattr(asked, name, None)) is not None and asked.command is _serve
    }
    if "database" in told:
        told["database"] = database_address(told["database"], "--database")
    return dataclasses.replace(Settings.load(), **told)


def _serve(asked: argparse.Namespace, settings: Settings, engine: Engine) -> int:
    return serve(settings, engine, demo=asked.demo or settings.demo, with_agent=not asked.no_agent)


def _agent(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    token = sys.stdin.readline().strip() if asked.token_stdin else asked.token
    stop = _stopped(with_parent=asked.token_stdin)
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


def _emulator(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    """Prints one JSON line once every port is open, then runs until stopped."""
    stop = _stopped(with_parent=asked.until_eof)
    printers = [_on_free_port(printer) for printer in emulated_printers(_saved_mall(settings))]
    host = "127.0.0.1"
    with devices(printers) as running, _page(running, host, asked.port) as page:
        told = [
            {
                "site": device.printer.site,
                "code": device.printer.code,
                "address": f"{device.printer.host}:{device.port}",
            }
            for device in running.values()
        ]
        print(json.dumps({"url": f"http://{host}:{page.port}/", "printers": told}), flush=True)
        stop.wait()
    return 0


def _page(running: Mapping[str, Device], host: str, port: int) -> Page:
    try:
        return Page(running, host=host, port=port)
    except OSError:  # another demo has it
        return Page(running, host=host, port=0)


def _on_free_port(printer: EmulatedPrinter) -> EmulatedPrinter:
    """The printer at its own port, or at any free one where that is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((printer.host, printer.tcp_port))
        except OSError:
            return dataclasses.replace(printer, tcp_port=0)
    return printer


def _mall_check(asked: argparse.Namespace, _: Settings, __: Engine) -> int:
    mistakes = mall_files.check(asked.folder)
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    if not mistakes:
        mall = mall_files.load(asked.folder)
        services = sum(len(agency.services) for agency in mall.agencies)
        size = f"{len(mall.sites)} sites, {len(mall.agencies)} agencies, {services} services"
        print(f"{asked.folder}: fine; {size}")
    return 1 if mistakes else 0


def _mall_import(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    document = mall_files.read_document(asked.folder)
    mall_files.load(asked.folder)
    database = _migrated(settings)
    mall = save_mall(
        database, document, author="command line", comment=f"import {asked.folder}", now=utc_now()
    )
    print(f"{mall.name}: saved as the newest revision")
    return 0


def _mall_export(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    document = newest_document(_migrated(settings))
    if document is None:
        raise Refusal("There is no mall yet. Start the server once or import a folder.")
    mall_files.write(document, asked.folder)
    print(f"{asked.folder}: written")
    return 0


def _token_create(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    database = _migrated(settings)
    mall = newest_mall(database)
    if asked.role in SITED and (mall is None or asked.site not in mall.site):
        known = ", ".join(mall.site) if mall else "none yet"
        raise Refusal(f"A {asked.role} belongs to a site. Name it with --site; there are: {known}.")
    places = {"kiosk": "kiosk", "display": "display"}
    if mall and asked.role in places and asked.name not in getattr(mall.site[asked.site], places[asked.role]):
        codes = ", ".join(getattr(mall.site[asked.site], places[asked.role]))
        raise Refusal(
            f"No {asked.role} {asked.name} at {asked.site}. Name one with --name; there are: {codes}."
        )
    token_id, secret = database.write(
        "",
        lambda tx: create_token(
            tx,
            role=asked.role,
            site=asked.site,
            code=asked.name,
            name=asked.name or asked.role,
            now=utc_now(),
            random=secrets.token_bytes,
        ),
    )
    print(f"Token {token_id}; keep it now, it is not shown again:\n{secret}")
    return 0


def _token_list(_: argparse.Namespace, settings: Settings, __: Engine) -> int:
    with _migrated(settings).read() as connection:
        entries = token_entries(connection)
    for entry in entries:
        holder = entry.bearer
        state = "revoked" if entry.revoked_at else "valid"
        place = f"{holder.site or '*':<6} {holder.code or '-':<8}"
        print(f"{holder.id:>4}  {holder.role:<8} {place} {state:<8} {holder.name}")
    return 0


def _token_revoke(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    if not _migrated(settings).write("", lambda tx: revoke_token(tx, asked.id, now=utc_now())):
        raise Refusal(f"There is no valid token {asked.id}. `run.py token list` shows them.")
    print(f"token {asked.id} is revoked")
    return 0


def _key_adopt(_: argparse.Namespace, settings: Settings, __: Engine) -> int:
    adopt_secret(settings, _migrated(settings))
    print("the database goes with the key of this data folder now")
    return 0


def _migrate(_: argparse.Namespace, settings: Settings, __: Engine) -> int:
    _migrated(settings)
    print("the database is up to date")
    return 0


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


def _migrated(settings: Settings) -> Database:
    settings.data.mkdir(parents=True, exist_ok=True)
    migrate(settings.database_url)
    return Database(settings.database_url)


def _saved_mall(settings: Settings) -> Mall:
    mall = newest_mall(_migrated(settings))
    if mall is None:
        raise Refusal("There is no mall yet. Start the server once or import a folder.")
    return mall


def _wait_for_end(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()


def _stopped(*, with_parent: bool) -> threading.Event:
    """An event that Ctrl-C and SIGTERM set; `with_parent`, also the end of standard input.

    A parent holds the other end of that pipe, so its child ends with it, however it ended.
    """
    stop = threading.Event()
    if with_parent:
        threading.Thread(target=_wait_for_end, args=(stop,), daemon=True).start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
