"""Takes the daily backup, and those and the drills that somebody asks for, each as a program of its own."""

import io
import logging
import secrets
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from app.backup.folder import Purpose, kept_backups
from app.domain.errors import Conflict
from app.domain.mall import Mall
from app.domain.upkeep import is_due
from app.engine import Offload
from app.store.database import Database
from app.store.tables import revision
from config.settings import Settings

ROUND_SECONDS = 2.0
LOOK_EVERY_ROUNDS = 15  # whether a backup is due: the folder is not read every two seconds
RUN = Path(__file__).resolve().parents[2] / "run.py"
MOST_SAID = 400  # letters of a refusal
PASS_KEY_BYTES = 32
GOODBYE_SECONDS = 5

log = logging.getLogger(__name__)


class BackupRunning(Conflict):
    """One backup or drill at a time."""

    code = "backup_running"


class BackupOfDemo(Conflict):
    """Anybody administers a demonstration, and its key is that of the office which may follow."""

    code = "backup_of_demo"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong last, until something of the kind goes well."""

    deed: str
    at: datetime
    why: str


class BackupKeeper:
    """Reading every row takes a while: in this process nobody would be served meanwhile.

    In a demonstration nothing is kept by itself. Every server process has a folder and a keeper of its own.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        mall_now: Callable[[], Mall],
        clock: Callable[[], datetime],
        is_demo: Callable[[], bool],
        offload: Offload,
    ) -> None:
        self._settings = settings
        self._database = database
        self._mall_now = mall_now
        self._clock = clock
        self._is_demo = is_demo
        self._offload = offload
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] = io.BytesIO()
        self._rounds = 0
        self._tried: datetime | None = None
        self.pass_key = secrets.token_bytes(PASS_KEY_BYTES)  # of this process alone: no backup holds it
        self.running = ""
        self.trouble: Trouble | None = None

    def do_one(self) -> bool:
        """Sees whether a child has ended and whether a backup is due; never due again at once."""
        with self._lock:
            self._see_end()
            is_time_to_look = self._child is None and self._rounds % LOOK_EVERY_ROUNDS == 0
            self._rounds += 1
        if is_time_to_look and self._is_due():  # without the lock: a disk elsewhere may hang
            with self._lock:
                if self._child is None:
                    self._tried = self._clock()
                    self._start_backup(Purpose.DAILY)
        return False

    def back_up(self) -> None:
        """Begins a backup. Raises BackupRunning."""
        with self._lock:
            self._must_be_free()
            self._start_backup(Purpose.ASKED)

    def drill(self, path: Path) -> None:
        """Begins a drill of a backup. Raises BackupRunning."""
        with self._lock:
            self._must_be_free()
            self._start("drill", ["restore", "--drill", str(path)])

    def stop(self) -> None:
        """What is not finished when the server ends takes away what it wrote; if killed, a later one does."""
        with self._lock:
            if self._child is not None:
                self._child.terminate()
                try:
                    self._child.wait(timeout=GOODBYE_SECONDS)
                except subprocess.TimeoutExpired:  # its disk hangs
                    self._child.kill()
                self._said.close()
                self._child, self.running = None, ""

    def _must_be_free(self) -> None:
        self._see_end()
        if self._child is not None:
            raise BackupRunning

    def _start_backup(self, purpose: Purpose) -> None:
        keep = str(self._mall_now().upkeep.backups_kept)
        self._start("backup", ["backup", "--purpose", purpose, "--keep", keep])

    def _start(self, deed: str, words: Sequence[str]) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the child has ended
        self._child = subprocess.Popen(
            [sys.executable, str(RUN), *words],
            env=self._settings.for_child(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._said,
            start_new_session=True,
        )
        self.running = deed

    def _see_end(self) -> None:
        if self._child is None or self._child.poll() is None:
            return
        if self._child.returncode:
            self.trouble = Trouble(self.running, self._clock(), self._last_words())
            log.error("the %s failed: %s", self.running, self.trouble.why)
        elif self.trouble is not None and self.trouble.deed == self.running:
            self.trouble = None
        self._said.close()
        self._child, self.running = None, ""

    def _last_words(self) -> str:
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1][-MOST_SAID:] if lines else ""

    def _is_due(self) -> bool:
        if self._is_demo():
            return False
        mall = self._mall_now()
        if mall.upkeep.backup_at is None:
            return False
        kept = self._offload(lambda: kept_backups(self._settings))
        with self._database.glance() as connection:
            begun = connection.execute(select(func.min(revision.c.at))).scalar()
        return is_due(
            mall.upkeep.backup_at,
            zone=ZoneInfo(mall.timezone),
            now=self._clock(),
            made=[each.made_at for each in kept if each.manifest is not None],
            tried=self._tried,
            begun=begun,
        )
