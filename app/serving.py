"""The command `serve`: the server with everything beside it, from the first line to Ctrl-C."""

import contextlib
import dataclasses
import errno
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import partial

from app import factory
from app.backup.upgrading import bring_up_to_date
from app.children import child, lasting_child, tell
from app.domain.errors import Refused
from app.domain.mall import Mall, Transport
from app.domain.pairing import HALF
from app.engine import Engine
from app.installation import (
    DEMO_MALL,
    FIRST_RUN,
    demo_screens,
    files_in,
    newest_mall,
    note_address,
    save_mall,
    saved_screens,
)
from app.log import keep as keep_log
from app.mall_loading import MallLoader
from app.operations.issuing import issue_ticket
from app.operations.numbering import Wish
from app.operations.setup import new_setup_code
from app.ownership import begin_demo, is_demo, own_agent_token, own_secret
from app.store.database import Database
from config import mall as mall_files
from config.private_file import private_folder
from config.satellites import keeping_of, must_know_sites
from config.settings import Settings


@dataclasses.dataclass(frozen=True, slots=True)
class Emulation:
    """The running printer emulator: the address of its page, and its printers' by name."""

    url: str | None = None
    addresses: Mapping[tuple[str, str], str] = dataclasses.field(default_factory=dict)


def serve(settings: Settings, engine: Engine, *, demo: bool, with_agent: bool) -> int:
    """Runs until interrupted; returns the exit status."""
    say = _progress
    private_folder(settings.data)
    keep_log(settings.log_folder)
    say("database", f"preparing {_shown(settings.database_url)}")
    bring_up_to_date(settings, now=factory.utc_now(), told=partial(say, "database"))
    settings = dataclasses.replace(settings, port=_port(settings))
    if settings.public_url is None:
        settings = dataclasses.replace(
            settings, public_url=f"http://{_own_address(settings.host)}:{settings.port}"
        )
    database = Database(settings.database_url, offload=engine.offload, owns=keeping_of(settings).owns)
    secret = own_secret(settings, database)
    loader = _mall(settings, database, demo=demo)
    must_know_sites(settings, loader.mall)
    local_url = f"http://{_reachable(settings.host)}:{settings.port}"
    signal.signal(signal.SIGTERM, _interrupt)  # until the engine serves and waits for it
    with contextlib.suppress(KeyboardInterrupt), contextlib.ExitStack() as running:
        emulation = Emulation()
        if _emulated(loader.mall):
            say("printers", "starting the printer emulator")
            emulation = running.enter_context(_emulator(settings, loader.mall))
        server = factory.build(
            settings,
            mall_now=loader,
            mall_changed=loader.reload,
            engine=engine,
            secret=secret,
            database=database,
            demonstration=loader.demonstration,
            emulator_url=emulation.url,
            printer_addresses=emulation.addresses,
        )
        server.start()
        running.callback(server.stop)

        @contextlib.contextmanager
        def opened(_port: int) -> Iterator[None]:
            """The agent ends while the server still hears its last word."""
            with contextlib.ExitStack() as beside:
                if with_agent:
                    say("agent", "starting the print agent")
                    words = ("agent", "--server", local_url, "--token-stdin")
                    token = own_agent_token(settings, database, now=factory.utc_now())
                    beside.enter_context(lasting_child(settings, *words, told=token))
                note_address(settings, local_url)
                _print_links(settings, server, local_url, emulation)
                yield
                say("stop", "closing; every number is kept")

        try:
            engine.serve(server.app, settings.host, settings.port, opened)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise _taken(settings.port) from error
    return 0


def _mall(settings: Settings, database: Database, *, demo: bool) -> MallLoader:
    """The saved mall; at the first run that of ANTREAN_MALL, else the demo."""
    mall = newest_mall(database)
    demo = demo or is_demo(database) or (mall is None and settings.mall is None)
    if demo:
        begin_demo(database)
    if mall is None:
        folder = settings.mall or DEMO_MALL
        _progress("mall", f"loading {folder.name}")
        document = mall_files.read_document(folder)
        mall = save_mall(
            database,
            document,
            author=FIRST_RUN,
            comment=str(folder.name),
            now=factory.utc_now(),
            kind="first",
            files=files_in(folder, document),
        )
    if demo:
        demo_screens(settings, database, mall, clock=factory.utc_now)
    return MallLoader(database, mall, demo=demo)


def _emulated(mall: Mall) -> list[dict[str, str]]:
    """What the emulator is told, so that it needs no database: every printer that is its own."""
    return [
        {"site": site.code, "code": each.code, "address": each.address, "profile": each.profile}
        for site in mall.sites
        for each in site.printers
        if each.transport is Transport.EMULATOR
    ]


@contextlib.contextmanager
def _emulator(settings: Settings, mall: Mall) -> Iterator[Emulation]:
    """The emulator as a child process; its first line tells where it listens."""
    with child(settings, "emulator", "--printers-stdin", stdout=subprocess.PIPE) as process:
        tell(process, json.dumps(_emulated(mall)))
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise OSError("The printer emulator did not start; the reason stands above.")
        told = json.loads(line)
        addresses = {(entry["site"], entry["code"]): entry["address"] for entry in told["printers"]}
        yield Emulation(told["url"], addresses)


def _print_links(settings: Settings, server: factory.Server, url: str, emulation: Emulation) -> None:
    mall = server.context.mall
    print(f"\nAntrean is running: {mall.name}\n  start page      {url}/", flush=True)
    _print_setup_code(server, url)
    if server.context.demo:
        for name, link in demo_links(settings, server, url, emulation):
            print(f"  {name:<15} {link}")
        print("  Demo: open around the clock; `python3 run.py links --json` lists every screen.")
    print("  Ctrl-C stops it; every number is kept.", flush=True)


def _print_setup_code(server: factory.Server, url: str) -> None:
    """The way in for an office's first administrator, as long as it has none; a new code at every start."""
    context = server.context
    code = context.database.write(
        "", lambda tx: new_setup_code(tx, now=context.clock(), random=context.random, demo=context.demo)
    )
    if code is not None:
        grouped = "-".join(code[start : start + HALF] for start in range(0, len(code), HALF))
        what = "your own office" if context.demo else "first administrator"
        print(f"  {what}  {url}/setup  with the code  {grouped}", flush=True)


def demo_links(
    settings: Settings, server: factory.Server, url: str, emulation: Emulation
) -> list[tuple[str, str]]:
    """One link of each kind, ready to open."""
    first: dict[str, str] = {}
    for screen in saved_screens(settings):
        first.setdefault(screen.role, screen.link(url))
    links: list[tuple[str, str]] = [
        (role, first[role]) for role in ("kiosk", "counter", "display") if role in first
    ]
    if emulation.url:
        links.append(("paper", emulation.url))
    sample = _sample_ticket(server, url)
    if sample is not None:
        links.append(("ticket", sample))
    reception = first["admin"].replace("/admin#", "/reception#")  # the desk has no key of its own
    return [*links, ("reception", reception), ("admin", first["admin"])]


def _sample_ticket(server: factory.Server, url: str) -> str | None:
    """A number taken at the start of a demo, for a phone page to look at; None where none is given out."""
    context = server.context
    mall = context.mall
    site = mall.sites[0]
    service = mall.agencies_at(site)[0].services[0]
    wish = Wish(service.code, None, mall.languages[0], "demo")
    try:
        issued = context.database.write(
            site.code,
            lambda tx: issue_ticket(
                tx,
                mall,
                wish,
                now=context.clock(),
                links=context.links,
                words=context.words,
                random=context.random,
            ),
        )
    except Refused:
        return None  # paused, or full: the demo starts all the same
    return f"{url}/t/{context.links.token(issued.ticket.nonce)}"


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _progress(part: str, what: str) -> None:
    print(f"antrean: {part}: {what} ...", flush=True)


def _shown(url: str) -> str:
    """The database without its password."""
    return url if url.startswith("sqlite") else url.rpartition("@")[2]


def _taken(port: int) -> OSError:
    return OSError(f"Port {port} is in use. Stop what uses it, or choose another one with --port.")


def _port(settings: Settings) -> int:
    """The port, any free one for 0; asked before anything is started, so that a taken one is told at once."""
    with socket.socket() as listener:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself does
        try:
            listener.bind((settings.host, settings.port))
        except OSError as trouble:
            if trouble.errno == errno.EADDRINUSE:
                raise _taken(settings.port) from trouble
            return settings.port  # the server will say what it cannot do with this address
        port: int = listener.getsockname()[1]
        return port


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::", "") else host


def _own_address(host: str) -> str:
    """This machine's address in the office's network, for QR codes; no packet is sent to find it."""
    if host not in ("0.0.0.0", "::", ""):
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
        except OSError:
            return "127.0.0.1"
        address: str = probe.getsockname()[0]
        return address
