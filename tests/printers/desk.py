"""A small real HTTP server in the place of Antrean's: it leases jobs and hears reports."""

import contextlib
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from app.domain.slip import Slip
from printers.emulator.device import Device

TOKEN = "a-token-of-the-agent"


@dataclass
class Desk:
    """What the server knows: printers, jobs waiting, reports and states heard. Used as a context."""

    printers: list[dict[str, Any]] = field(default_factory=list)
    jobs: list[dict[str, Any]] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    probes: list[dict[str, Any]] = field(default_factory=list)  # asked for and not taken up
    unwanted: set[int] = field(default_factory=set)  # probes that nobody waits for any more
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    states: list[tuple[str, str]] = field(default_factory=list)
    away: bool = False  # answers 503 to everything
    foreign: set[int] = field(default_factory=set)  # jobs of a site that this token is not for
    refused: list[int] = field(default_factory=list)  # those of them that were reported all the same
    deaf: bool = False  # hears reports but answers them with 503
    port: int = 0

    def __enter__(self) -> Self:
        self.changed = threading.Condition()
        self.connections: list[socket.socket] = []
        handler = type("DeskHandler", (_Handler,), {"desk": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def add_printer(
        self, device: Device, *, transport: str = "emulator", profile: str = "", logo: str | None = None
    ) -> None:
        self.printers.append(
            {
                "site": device.printer.site,
                "code": device.printer.code,
                "transport": transport,
                "address": f"127.0.0.1:{device.port}",
                "profile": profile or device.printer.profile,
                "fallback": None,
                "logo": logo,
            }
        )

    def queue(
        self, job: int, slip: Slip, *, attempt: int = 1, mark: str = "", printer: str = "P1", **more: str
    ) -> None:
        with self.changed:
            self.jobs.append(
                {
                    "id": job,
                    "site": "utama",
                    "printer": printer,
                    "attempt": attempt,
                    "mark": mark,
                    "slip": slip.as_json(),
                    "expires_at": "2026-11-23T02:00:00Z",
                    **more,
                }
            )
            self.changed.notify_all()

    def ask_probe(self, probe: int, *, slip: bool = False) -> None:
        with self.changed:
            self.probes.append({"probe": probe, "site": "utama", "printer": "P1", "slip": slip})
            self.changed.notify_all()

    def wait_until(self, seen: Callable[["Desk"], bool], *, timeout: float = 5.0) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: seen(self), timeout)

    def verdicts(self) -> list[tuple[int, int, str]]:
        return [(report["job"], report["attempt"], report["verdict"]) for report in self.reports]

    def answer(self, path: str, body: Any) -> tuple[int, Any]:
        if self.away:
            return 503, {"title": "Later"}
        if path == "/api/v1/agent/printers":
            return 200, {"printers": self.printers}
        return {
            "lease": self._lease,
            "report": self._report,
            "health": self._health,
            "probe-taken": self._probe_taken,
            "probe-outcome": self._probe_outcome,
        }[path.rpartition("/")[2]](body)

    def _lease(self, body: Any) -> tuple[int, Any]:
        wanted = {(printer["site"], printer["code"]) for printer in body["printers"]}
        with self.changed:
            self.changed.wait_for(lambda: self._due(wanted) is not None or self.away, min(body["wait"], 0.2))
            job = self._due(wanted)
            if job is not None:
                self.jobs.remove(job)
            more = {"probes": list(self.probes)} if self.probes else {}  # nothing at all, as an older server
        return 200, {"jobs": [job] if job else [], **more}

    def _due(self, wanted: set[tuple[str, str]]) -> dict[str, Any] | None:
        return next((job for job in self.jobs if (job["site"], job["printer"]) in wanted), None)

    def _report(self, body: Any) -> tuple[int, Any]:
        if body["job"] in self.foreign:
            self.refused.append(body["job"])
            return 403, {"title": "Forbidden"}
        with self.changed:
            self.reports.append(body)
            self.changed.notify_all()
        return (503, {}) if self.deaf else (200, {})

    def _probe_taken(self, body: Any) -> tuple[int, Any]:
        with self.changed:
            self.probes = [probe for probe in self.probes if probe["probe"] != body["probe"]]
        return 200, {"wanted": body["probe"] not in self.unwanted}

    def _probe_outcome(self, body: Any) -> tuple[int, Any]:
        with self.changed:
            self.outcomes.append(body)
            self.changed.notify_all()
        return (503, {}) if self.deaf else (200, {})

    def _health(self, body: Any) -> tuple[int, Any]:
        with self.changed:
            self.states += [(printer["code"], printer["state"]) for printer in body["printers"]]
            self.changed.notify_all()
        return 200, {}


class _Handler(BaseHTTPRequestHandler):
    desk: Desk
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.desk.connections.append(self.connection)

    def do_GET(self) -> None:
        self._reply(None)

    def do_POST(self) -> None:
        self._reply(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def log_message(self, *_: Any) -> None:
        """Quiet."""

    def _reply(self, body: Any) -> None:
        status, document = 401, {"title": "Unauthenticated"}
        if self.headers["Authorization"] == f"Bearer {TOKEN}":
            status, document = self.desk.answer(self.path, body)
        content = json.dumps(document).encode()
        with contextlib.suppress(OSError):  # an agent that was killed waits for no answer
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
