"""The emulator's page and its small HTTP interface: look at the paper, make and mend faults."""

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from config.words import Words
from printers.emulator.device import Device
from printers.emulator.mechanism import AT_ONCE, Pace
from printers.emulator.roll import NEAR_END_MM, ROLL_MM, Slip, png
from printers.profiles import DOTS_PER_MM

STATIC = Path(__file__).parent / "static"
LOOK = Path(__file__).resolve().parents[2] / "app" / "web" / "static"  # the visual language of every screen
LOOKS = frozenset({"tokens.css", "components.css", "fonts.css"})
WORDS = Path(__file__).resolve().parents[2] / "config" / "words"
TYPES: Mapping[str, str] = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
ENDS_SOON_MM = 40.0  # paper for less than half a ticket
DROP_BYTES = 200  # the line breaks in the middle of a ticket
SLOW_BYTES_PER_SECOND = 200.0  # a ticket takes a few seconds to come in
PACES: Mapping[str, Pace] = {"at_once": AT_ONCE, "slow_head": Pace(mm_per_second=20.0)}
LONGEST_BODY = 1_000
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Page:
    """Serves the page in a thread of its own while the context lasts."""

    def __init__(self, devices: Mapping[str, Device], *, host: str, port: int) -> None:
        """`port` 0 takes any free one; raises OSError if the port is taken."""
        words = Words.load(WORDS)
        sections = {language: words.section(language, "print") for language in words.languages}
        handler = type("BoundHandler", (Handler,), {"bench": Bench(devices), "words": sections})
        self._server = ThreadingHTTPServer((host, port), handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Bench:
    """The printers as documents, and the deeds that a person may do to them."""

    def __init__(self, devices: Mapping[str, Device]) -> None:
        self._devices = devices

    def printers(self) -> dict[str, Any]:
        return {"printers": [_printer_document(device) for device in self._devices.values()]}

    def slips(self, name: str) -> dict[str, Any]:
        """Raises KeyError for an unknown printer, as everything here does."""
        return {"slips": [_slip_document(slip) for slip in self._devices[name].mechanism.slips]}

    def slip(self, name: str, number: str) -> Slip:
        """A slip by its number, or the one still hanging in the printer as "coming"."""
        mechanism = self._devices[name].mechanism
        slips = {str(slip.number): slip for slip in mechanism.slips}
        coming = mechanism.coming
        if coming is not None:
            slips["coming"] = coming
        return slips[number]

    def picture(self, name: str, number: str) -> bytes:
        slip = self.slip(name, number)
        return png(slip.pieces, paper_dots=self._devices[name].mechanism.paper_dots)

    def do(self, name: str, deed: str, *, on: bool) -> None:
        """A fault or a slow part switched on or off, the pace of a day in minutes, or something done once."""
        device = self._devices[name]
        if deed in PACES:
            device.mechanism.pace = PACES[deed] if on else device.printer.pace
            return
        if deed == "slow_link":
            device.link_bytes_per_second = SLOW_BYTES_PER_SECOND if on else 0.0
            return
        if deed in device.mechanism.faults.names():
            device.set_fault(deed, on=on)
            return
        once: Mapping[str, Callable[[], None]] = {
            "refill": lambda: device.load_paper(ROLL_MM),
            "paper_out": lambda: device.load_paper(0.0),
            "near_end": lambda: device.load_paper(NEAR_END_MM / 2),
            "ends_soon": lambda: device.load_paper(ENDS_SOON_MM),
            "drop": lambda: device.drop_after(DROP_BYTES),
            "break_line": device.break_line,
            "power_cycle": device.cycle_power,
            "normal": lambda: _mend(device),
        }
        once[deed]()


class Handler(BaseHTTPRequestHandler):
    """One request. Bound to a bench and its words by Page."""

    bench: Bench
    words: Mapping[str, Mapping[str, str]]
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        try:
            content_type, content = self._found([unquote(part) for part in self._parts()])
        except (KeyError, OSError):
            self._answer(404, "application/json", b'{"title": "Not found"}')
            return
        self._answer(200, content_type, content)

    def do_POST(self) -> None:
        """POST /printers/<name>/deeds {"deed": ..., "on": true}; only from this page or a program."""
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, LONGEST_BODY))
        if self.headers.get_content_type() != "application/json" or length > LONGEST_BODY:
            self.close_connection = True
            self._answer(415, "application/json", b'{"title": "Send a short JSON document"}')
            return
        try:
            match [unquote(part) for part in self._parts()], json.loads(body):
                case ["printers", name, "deeds"], {"deed": str(deed), **rest}:
                    self.bench.do(name, deed, on=bool(rest.get("on", True)))
                    self._answer(204, "application/json", b"")
                case _:
                    self._answer(422, "application/json", b'{"title": "Name a deed"}')
        except (KeyError, ValueError):
            self._answer(404, "application/json", b'{"title": "Not found"}')

    def log_message(self, *_: Any) -> None:
        """Nothing: the page asks several times a second."""

    def _found(self, parts: list[str]) -> tuple[str, bytes]:
        match parts:
            case [""] | ["static", _]:
                return _file(parts[-1] or "index.html")
            case ["look", *names]:
                return _look(names)
            case ["words", file]:
                return _json(self.words[file.removesuffix(".json")])
            case ["printers.json"]:
                return _json(self.bench.printers())
            case ["printers", name, "slips.json"]:
                return _json(self.bench.slips(name))
            case ["printers", name, "slips", file]:
                return self._slip(name, *file.split("."))
        raise KeyError(parts)

    def _slip(self, name: str, number: str, form: str = "", *_: str) -> tuple[str, bytes]:
        if form == "png":
            return "image/png", self.bench.picture(name, number)
        if form == "txt":
            return "text/plain; charset=utf-8", self.bench.slip(name, number).text.encode()
        raise KeyError(form)

    def _parts(self) -> list[str]:
        return urlsplit(self.path).path.removeprefix("/").split("/")

    def _answer(self, status: int, content_type: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)


def _file(name: str) -> tuple[str, bytes]:
    """KeyError for a kind of file that is not served or stands elsewhere, OSError for a missing one."""
    if "/" in name:
        raise KeyError(name)
    return TYPES[Path(name).suffix], (STATIC / name).read_bytes()


def _look(names: list[str]) -> tuple[str, bytes]:
    """A file of the shared look, or of its typeface; KeyError for anything else there."""
    is_typeface = names[:2] == ["vendor", "@fontsource"] and names[-1].endswith(".woff2")
    if ".." in names or not (is_typeface or (len(names) == 1 and names[0] in LOOKS)):
        raise KeyError(names)
    return TYPES[Path(names[-1]).suffix], LOOK.joinpath(*names).read_bytes()


def _mend(device: Device) -> None:
    """Everything in order again: no fault, and a roll that lasts."""
    for fault in device.mechanism.faults.names():
        device.set_fault(fault, on=False)
    device.link_bytes_per_second = 0.0
    if device.mechanism.pace is PACES["slow_head"]:
        device.mechanism.pace = device.printer.pace
    if device.mechanism.paper_mm < ROLL_MM / 2:
        device.load_paper(ROLL_MM)


def _json(document: object) -> tuple[str, bytes]:
    return "application/json", json.dumps(document, ensure_ascii=False).encode()


def _printer_document(device: Device) -> dict[str, Any]:
    printer, mechanism = device.printer, device.mechanism
    coming = mechanism.coming
    return {
        "name": printer.name,
        "site": printer.site,
        "code": printer.code,
        "profile": printer.profile,
        "address": f"{printer.host}:{device.port}",
        "state": mechanism.state,
        "faults": {name: getattr(mechanism.faults, name) for name in mechanism.faults.names()},
        "slow": {
            "slow_link": device.link_bytes_per_second > 0,
            "slow_head": mechanism.pace is PACES["slow_head"],
        },
        "paper_mm": round(mechanism.paper_mm),
        "roll_mm": round(ROLL_MM),
        "width_mm": mechanism.paper_dots // DOTS_PER_MM,
        "waiting_bytes": len(device.buffer),
        "version": mechanism.version,
        "coming": None if coming is None else _slip_document(coming),
        "slips": [_slip_document(slip) for slip in mechanism.slips[-8:]],
    }


def _slip_document(slip: Slip) -> dict[str, Any]:
    return {
        "number": slip.number,
        "at": slip.at.isoformat(),
        "mm": round(slip.mm, 1),
        "joined": slip.joined,
        "text": slip.text,
    }
