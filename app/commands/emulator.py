"""`run.py emulator`: the mall's printers without hardware, with a page that shows their paper."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence

from app.commands.stopping import stopped
from app.engine import Engine
from config.settings import Settings
from printers.emulator.device import Device, EmulatedPrinter
from printers.emulator.serve import devices, emulated_printers
from printers.emulator.web import Page
from printers.transport import host_and_port

EMULATOR_PORT = 8090


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("emulator", help="emulate the mall's printers of transport emulator")
    command.add_argument("--port", type=int, default=EMULATOR_PORT, help="of its page; taken if free")
    command.add_argument(
        "--printers-stdin",
        action="store_true",
        help="read the printers from standard input as one line of JSON, and end when that does",
    )
    command.set_defaults(command=_emulator)


def _emulator(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    """Prints one JSON line once every port is open, then runs until stopped."""
    printers = _told() if asked.printers_stdin else _of_the_mall(settings)
    stop = stopped(with_parent=asked.printers_stdin)
    host = "127.0.0.1"
    with devices(printers, elsewhere=True) as running, _page(running, host, asked.port) as page:
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


def _told() -> Sequence[EmulatedPrinter]:
    """What the server says, which has read the mall already; nothing if it was gone by then."""
    told = json.loads(sys.stdin.readline() or "[]")
    return [
        EmulatedPrinter(each["code"], each["site"], *host_and_port(each["address"]), each["profile"])
        for each in told
    ]


def _of_the_mall(settings: Settings) -> Sequence[EmulatedPrinter]:
    from app.commands.ground import saved_mall  # noqa: PLC0415  (a server's child needs no database)

    return emulated_printers(saved_mall(settings))


def _page(running: Mapping[str, Device], host: str, port: int) -> Page:
    try:
        return Page(running, host=host, port=port)
    except OSError:  # another demo has it
        return Page(running, host=host, port=0)
