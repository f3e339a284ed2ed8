"""`run.py emulator`: the mall's printers without hardware, with a page that shows their paper."""

import argparse
import dataclasses
import json
import socket
from collections.abc import Mapping

from app.commands.ground import saved_mall
from app.commands.stopping import stopped
from app.engine import Engine
from config.settings import Settings
from printers.emulator.device import Device, EmulatedPrinter
from printers.emulator.serve import devices, emulated_printers
from printers.emulator.web import Page

EMULATOR_PORT = 8090


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("emulator", help="emulate the mall's printers of transport emulator")
    command.add_argument("--port", type=int, default=EMULATOR_PORT, help="of its page; taken if free")
    command.add_argument("--until-eof", action="store_true", help="end when standard input does")
    command.set_defaults(command=_emulator)


def _emulator(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    """Prints one JSON line once every port is open, then runs until stopped."""
    stop = stopped(with_parent=asked.until_eof)
    printers = [_on_free_port(printer) for printer in emulated_printers(saved_mall(settings))]
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
