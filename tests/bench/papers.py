"""A hall with many printers, its server, agent and emulator as `run.py serve` starts them."""

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.domain.printing import JobState
from app.store.database import Database
from app.store.tables import print_job
from config import mall as mall_files
from config.bootstrap import ROOT
from tests.journeys.office import SITE, Office
from tests.services.server import Server

PROFILES = ("epson-80", "epson-58", "clone-80")


@contextmanager
def hall(folder: Path, engine: str, *, printers: int, hang: bool = False) -> Iterator[Office]:
    """The main hall of Banyuwangi with kiosks K1, K2, ... and a printer P1, P2, ... for each.

    Printers that `hang` take every connection and then neither read nor answer: what a listening socket
    does whose program stands still. Else they are those of the server's own emulator.
    """
    with ExitStack() as standing:
        addresses = [_hanging(standing) if hang else f"127.0.0.1:{9200 + at}" for at in range(printers)]
        document = mall_files.read_document(ROOT / "config" / "malls" / "banyuwangi")
        site = next(each for each in document["site"] if each["code"] == SITE)
        site["printer"] = [_printer(at, address, hang) for at, address in enumerate(addresses)]
        site["kiosk"] = [_kiosk(at) for at in range(printers)]
        mall_files.write(document, folder / "mall")
        server = Server(
            data=folder / "data",
            database=f"sqlite:///{folder / 'antrean.db'}",
            engine=engine,
            options=("--demo", "--mall", str(folder / "mall")),
        )
        standing.callback(server.kill)
        yield Office(server.start())


def load_average() -> str:
    """What else the machine does: processes that wished to run, on average over a minute, and its cores."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def printed(office: Office) -> int:
    """How many papers are known to be out."""
    database = Database(office.server.environment["ANTREAN_DATABASE"])
    with database.read() as connection:
        states = connection.execute(select(print_job.c.state)).scalars()
        count = sum(JobState(state) is JobState.PRINTED for state in states)
    database.close()
    return count


def _hanging(standing: ExitStack) -> str:
    listener = standing.enter_context(socket.create_server(("127.0.0.1", 0), backlog=128))
    return f"127.0.0.1:{listener.getsockname()[1]}"


def _printer(at: int, address: str, hang: bool) -> dict[str, Any]:
    transport = "tcp" if hang else "emulator"
    profile = PROFILES[at % len(PROFILES)]
    return {"code": f"P{at + 1}", "transport": transport, "address": address, "profile": profile}


def _kiosk(at: int) -> dict[str, Any]:
    name = f"Anjungan {at + 1}"
    return {"code": f"K{at + 1}", "name": name, "printer": f"P{at + 1}", "services": "all"}
