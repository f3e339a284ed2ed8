"""The Antrean server as the print agent sees it: eight requests over one kept-alive connection.

ServerError
|-- ServerGone      no answer, or one that says "later": try again
`-- ServerRefused   an answer that will not change by asking again
"""

import base64
import http.client
import json
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from app.domain.printing import PrinterState, Verdict
from app.domain.slip import Slip

ANSWER_SECONDS = 10.0
HEALTH_SECONDS = 3.0
_LATER = frozenset({408, 425, 429})
_CLOSED_MEANWHILE = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)


class ServerError(Exception):
    """The server did not do what was asked."""


class ServerGone(ServerError):
    """Nobody answered, or the answer was to come back later: in `retry_after` seconds, if it said so."""

    def __init__(self, what: str, *, retry_after: float | None = None) -> None:
        super().__init__(what)
        self.retry_after = retry_after


class ServerRefused(ServerError):
    """`code` is the stable one of the problem document, "" without one."""

    def __init__(self, status: int, sentence: str, *, code: str = "") -> None:
        super().__init__(f"{status}: {sentence}")
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class PrinterPlace:
    """A printer this agent serves, as the server describes it."""

    site: str
    code: str
    transport: str
    address: str
    profile: str
    logo: str = ""  # the name of a picture in the printer's memory
    picture: str = ""  # changes with the mall's own logo; "" where it has none to print

    @property
    def name(self) -> str:
        return f"{self.site}/{self.code}"


@dataclass(frozen=True, slots=True)
class Lease:
    """One attempt of a job, handed to this agent; `mark` is "" or the whole mark of a reprint."""

    job: int
    site: str
    printer: str
    attempt: int
    mark: str
    slip: Slip
    paper: str = ""  # to be said again with the verdict; an older server knows no names


@dataclass(frozen=True, slots=True)
class ProbeOrder:
    """Somebody wants to know what a printer can do, and perhaps to see a test slip."""

    probe: int
    slip: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What there is to do at one printer; papers come first."""

    jobs: tuple[Lease, ...]
    probes: tuple[ProbeOrder, ...]


class Connection:
    """One caller's kept-alive connection to a server's API; a thread has its own."""

    def __init__(self, address: str, *, token: str | None = None) -> None:
        """`address` is the server's root, e.g. https://antrean.example.go.id; raises ValueError."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{address!r} is not an http or https address")
        self._secure = parts.scheme == "https"
        self._host, self._port = parts.hostname, parts.port
        self._path = parts.path.rstrip("/") + "/api/v1/"
        self._headers = {"Content-Type": "application/json"}
        if token is not None:
            self._headers["Authorization"] = f"Bearer {token}"
        self._connection: http.client.HTTPConnection | None = None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def exchange(self, method: str, path: str, body: Mapping[str, Any] | None, *, timeout: float) -> Any:
        """One request and its JSON answer; raises ServerGone or ServerRefused.

        Every request may be repeated (the server hands an unreported attempt out again under its
        old number), so a kept-alive connection found closed is opened once more before anyone is told.
        """
        content = None if body is None else json.dumps(body).encode()
        for last in (True,) if self._connection is None else (False, True):
            try:
                return self._once(method, path, content, timeout)
            except (OSError, http.client.HTTPException) as trouble:
                self.close()
                if last or not isinstance(trouble, _CLOSED_MEANWHILE):
                    raise ServerGone(str(trouble)) from trouble
        raise AssertionError("unreachable")

    def _once(self, method: str, path: str, content: bytes | None, timeout: float) -> Any:
        connection = self._connected(timeout)
        connection.request(method, self._path + path, body=content, headers=self._headers)
        answer = connection.getresponse()
        data = answer.read()
        if answer.status >= 500 or answer.status in _LATER:
            raise ServerGone(f"{answer.status} {answer.reason}", retry_after=_seconds(answer))
        try:
            document = json.loads(data or b"{}")
        except ValueError as trouble:
            raise ServerGone(f"{answer.status} without JSON") from trouble
        if answer.status >= 400:
            said = str(document.get("detail") or document.get("title") or "")
            raise ServerRefused(answer.status, said, code=str(document.get("code") or ""))
        return document

    def _connected(self, timeout: float) -> http.client.HTTPConnection:
        if self._connection is None:
            if self._secure:
                self._connection = http.client.HTTPSConnection(
                    self._host, self._port, timeout=timeout, context=ssl.create_default_context()
                )
            else:
                self._connection = http.client.HTTPConnection(self._host, self._port, timeout=timeout)
        self._connection.timeout = timeout
        if self._connection.sock is not None:
            self._connection.sock.settimeout(timeout)
        return self._connection


class Server(Connection):
    """The server as an agent with a token sees it."""

    def __init__(self, address: str, token: str) -> None:
        super().__init__(address, token=token)

    def printers(self) -> tuple[PrinterPlace, ...]:
        data = self._ask("GET", "printers", None, timeout=ANSWER_SECONDS)
        return tuple(
            PrinterPlace(
                **{key: printer[key] for key in ("site", "code", "transport", "address", "profile")},
                logo=printer.get("logo") or "",
                picture=printer.get("picture") or "",  # an older server knows of none
            )
            for printer in data["printers"]
        )

    def picture(self) -> bytes:
        """The mall's logo, b"" where it has none to print."""
        data = self._ask("GET", "picture", None, timeout=ANSWER_SECONDS)
        return base64.b64decode(data["content"])

    def lease(self, printer: PrinterPlace, *, wait: float) -> Work:
        """Work for one printer; the server waits up to `wait` seconds for a job to turn up."""
        body = {"printers": [{"site": printer.site, "code": printer.code}], "wait": wait}
        data = self._ask("POST", "lease", body, timeout=wait + ANSWER_SECONDS)
        jobs = tuple(
            Lease(
                job=job["id"],
                site=job["site"],
                printer=job["printer"],
                attempt=job["attempt"],
                mark=job["mark"],
                slip=Slip.from_json(job["slip"]),
                paper=job.get("paper") or "",
            )
            for job in data["jobs"]
        )
        orders = data.get("probes", ())  # an older server knows of none
        return Work(jobs, tuple(ProbeOrder(order["probe"], order["slip"]) for order in orders))

    def take_probe(self, probe: int) -> bool:
        """Tell that the printer is being asked now; False if nobody waits for that any more."""
        return bool(self._ask("POST", "probe-taken", {"probe": probe}, timeout=ANSWER_SECONDS)["wanted"])

    def end_probe(self, probe: int, found: Mapping[str, Any]) -> None:
        self._ask("POST", "probe-outcome", {"probe": probe, **found}, timeout=ANSWER_SECONDS)

    def report(self, job: int, attempt: int, verdict: Verdict, reason: str, *, paper: str = "") -> None:
        body = {"job": job, "attempt": attempt, "verdict": verdict, "reason": reason}
        if paper:
            body["paper"] = paper
        self._ask("POST", "report", body, timeout=ANSWER_SECONDS)

    def health(self, printer: PrinterPlace, state: PrinterState, reason: str) -> None:
        told: Sequence[Mapping[str, str]] = [
            {"site": printer.site, "code": printer.code, "state": state, "reason": reason}
        ]
        self._ask("POST", "health", {"printers": told}, timeout=HEALTH_SECONDS)

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None, *, timeout: float) -> Any:
        return self.exchange(method, f"agent/{path}", body, timeout=timeout)


def _seconds(answer: http.client.HTTPResponse) -> float | None:
    """The header Retry-After, where it counts seconds."""
    text = answer.headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdecimal() else None
