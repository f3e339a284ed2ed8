"""emupos, a receipt printer imitated by others: a second opinion on the bytes that we send.

It is fetched alone: what it shares with us is in our lock, and the rest is a web server that we do not run.
It asks for Python 3.13 for the sake of two spellings, which older Pythons are given in their own.
"""

import importlib
import re
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from config import registry
from config.bootstrap import VENV
from tests.services import register

ALIAS = re.compile(r"^type (\w+) = ", re.MULTILINE)  # PEP 695, as are the next
GENERIC = re.compile(r"^def (\w+)\[T\]\(", re.MULTILINE)
MODEL = "epson-tm-t20iii"


@dataclass(frozen=True)
class Receipt:
    """What came out: its text, and its dots as a PNG."""

    text: str
    png: bytes


def provide() -> Path:
    """The folder of the locked package, fetched and unpacked if need be."""
    name = registry.locked_wheel("emupos")[0].removesuffix("-py3-none-any.whl")
    folder = VENV / "share" / name
    if not folder.is_dir():
        part = folder.with_name(name + ".part")
        with (
            tempfile.TemporaryDirectory() as scratch,
            zipfile.ZipFile(registry.fetch_wheel("emupos", Path(scratch))) as archive,
        ):
            archive.extractall(part)
        for source in part.rglob("*.py"):
            source.write_text(for_any_python(source.read_text("utf-8")), "utf-8")
        part.replace(folder)
    return folder


def for_any_python(source: str) -> str:
    """The same program without the spellings of Python 3.12."""
    return GENERIC.sub(r"T = object\n\n\ndef \1(", ALIAS.sub(r"\1 = ", source))


def print_bytes(job: bytes, *, paper_dots: int) -> list[Receipt]:
    """Sends one job to a printer of emupos with paper so wide; every receipt that it cuts off.

    Raises ValueError when it met a command that it does not know.
    """
    emulator, profile = _load(paper_dots)
    printer = emulator.Printer("P1", profile, sensor_open_level="high", job_idle_timeout_ms=1000)
    printer.open_connection("line", 0.0)
    done = printer.receive("line", job, 0.0)
    if done.events:
        raise ValueError(f"emupos says: {done.events}")
    return [Receipt(receipt.text, receipt.png) for receipt in done.receipts]


@cache
def _load(paper_dots: int) -> tuple[Any, Any]:
    folder = provide()
    register.note("emupos", folder.name)
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    emulator = importlib.import_module("emupos.printer.printer")
    described = yaml.safe_load((folder / "emupos" / "profiles" / "printers" / f"{MODEL}.yaml").read_text())
    described["width_dots"] = paper_dots
    return emulator, importlib.import_module("emupos.config").PrinterProfile(**described)
