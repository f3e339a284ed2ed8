"""A real server in its own process, on a port and with data of its own."""

import contextlib
import json
import os
import queue
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from app.domain.staff import Grant
from app.engine import threads
from app.installation import DEMO_FILE
from app.operations.passwords import Passwords
from app.operations.staff import add_staff
from app.operations.tokens import create_token, revoke_token
from app.store.database import Database
from config.bootstrap import ROOT
from tests.services.ports import free_port

ADDRESS = re.compile(r"https?://[^\s/:]+:(\d+)")
LAST_WORD = "Ctrl-C stops it"  # of a start: a demonstration's own number is taken by then
PATIENCE = 120.0  # a computer may be busy with much else


class ServerFailed(Exception):
    """The server ended or stayed silent; carries what it printed."""


@dataclass(frozen=True)
class Answer:
    """One HTTP answer, whatever its status."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Server:
    """`python3 run.py serve` as an office runs it; `stop` is Ctrl-C, `kill` the power cord."""

    program: tuple[str, ...] = ("run.py",)

    def __init__(self, *, data: Path, database: str, engine: str, options: tuple[str, ...] = ()) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ANTREAN_")}
        self.environment = {
            **kept,
            "ANTREAN_DATA": str(data),
            "ANTREAN_DATABASE": database,
            "ANTREAN_ENGINE": engine,
            "ANTREAN_NO_BOOTSTRAP": "1",
            "PYTHONUNBUFFERED": "1",
        }
        self.options = options
        self.lines: list[str] = []
        self.port = free_port()
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self._running().pid

    def start(self) -> "Server":
        """Returns once the server has printed its address and its links; a restart takes the same port."""
        place = ("--host", "127.0.0.1", "--port", str(self.port))
        self._process = subprocess.Popen(
            [sys.executable, *self.program, "serve", *place, *self.options],
            cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
        printed: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, args=(self._process, printed), daemon=True).start()
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                line = printed.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                line = None
            if line is None:
                self.kill()
                raise ServerFailed("the server did not start; it said:\n" + "".join(self.lines))
            found = ADDRESS.search(line)
            if found and "start page" in line:
                self.port = int(found[1])
            if LAST_WORD in line:
                return self

    def stop(self) -> int:
        """Ctrl-C, as at the console: every process of the group hears it. Returns the exit status."""
        process = self._running()
        if process.poll() is None and sys.platform != "win32":
            os.killpg(process.pid, signal.SIGINT)
        try:
            return process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise ServerFailed("the server ignored Ctrl-C; it said:\n" + "".join(self.lines)) from None

    def kill(self) -> None:
        """Ends the server and everything it started (print agent, emulator), without a goodbye."""
        process = self._running()
        with contextlib.suppress(psutil.NoSuchProcess):
            family = psutil.Process(process.pid)
            for member in (family, *family.children(recursive=True)):
                member.kill()
        process.wait()

    def kill_alone(self) -> None:
        """Ends the server's own process without a goodbye; what it started has to notice by itself."""
        process = self._running()
        process.kill()
        process.wait()

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another command of run.py on the same data."""
        return subprocess.run(
            [sys.executable, "run.py", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip

    def token(self, role: str, *, site: str | None = None, name: str | None = None) -> str:
        """A new bearer token of the role."""
        return self.new_token(role, site=site, name=name)[1]

    def new_token(self, role: str, *, site: str | None = None, name: str | None = None) -> tuple[int, str]:
        """A token's id and secret, written to the database as the administrator's command does."""
        make = partial(
            create_token,
            role=role,
            site=site,
            code=name,
            name=name or role,
            now=datetime.now(UTC),
            random=secrets.token_bytes,
        )
        with self._database() as database:
            return database.write("", make)

    def person(self, username: str, *grants: Grant, password: str, temporary: bool = False) -> int:
        """Somebody who works here, as the administrator's command adds them; returns the id."""
        add = partial(
            add_staff,
            mall=None,
            username=username,
            name=username,
            grants=grants,
            password_hash=Passwords(threads().offload).hashed(password, username=username),
            temporary=temporary,
            actor="test",
            now=datetime.now(UTC),
        )
        with self._database() as database:
            return database.write("", add)

    def revoke(self, token_id: int) -> None:
        """Switches a token off, by the administrator's hand as well."""
        with self._database() as database:
            if not database.write("", partial(revoke_token, token_id=token_id, now=datetime.now(UTC))):
                raise ServerFailed(f"there is no living token {token_id}")

    def links(self) -> list[dict[str, str]]:
        """Every screen's role, site, code, token and address, as a demonstration keeps them."""
        told = json.loads((Path(self.environment["ANTREAN_DATA"]) / DEMO_FILE).read_text("utf-8"))
        return [{**each, "url": f"{self.url}/{each['role']}#token={each['token']}"} for each in told]

    def request(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One HTTP request; `body` goes as JSON unless it is bytes; no status raises."""
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"Bearer {token}"
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        if content is not None:
            sent.setdefault("Content-Type", "application/json")
        request = urllib.request.Request(self.url + path, data=content, headers=sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return Answer(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, dict(refused.headers), refused.read())

    def _read(self, process: "subprocess.Popen[str]", printed: "queue.Queue[str | None]") -> None:
        with process.stdout or open(os.devnull) as output:  # noqa: PTH123
            for line in output:
                self.lines.append(line)
                printed.put(line)
        printed.put(None)

    @contextlib.contextmanager
    def _database(self) -> Iterator[Database]:
        database = Database(self.environment["ANTREAN_DATABASE"])
        try:
            yield database
        finally:
            database.close()

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is None:
            raise ServerFailed("the server was never started")
        return self._process


Serve = Callable[..., Server]
