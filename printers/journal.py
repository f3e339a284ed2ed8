"""The agent's own memory of every attempt, on disk before the printer hears of it."""

import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Self, TextIO

from app.domain.printing import Verdict
from printers.claim import claim
from printers.session import RESTART

KEPT_ATTEMPTS = 5_000
LONGEST_FILE = 50_000  # lines, before the file is written anew


class Step(StrEnum):
    TAKEN = "taken"  # leased; not one byte was sent
    SENDING = "sending"  # from here on there may be paper
    ENDED = "ended"  # a verdict is known
    REPORTED = "reported"  # and the server knows it


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt of one job on one printer; the same (job, attempt) is never printed twice."""

    job: int
    attempt: int
    site: str
    printer: str
    step: Step = Step.TAKEN
    verdict: Verdict | None = None
    reason: str = ""

    @property
    def key(self) -> tuple[int, int]:
        return self.job, self.attempt


class Journal:
    """Attempts by (job, attempt), kept in an append-only file that is fsynced where it matters.

    The last line may be torn by a power cut and is then ignored: nothing had been sent that it
    would have told of. One folder belongs to one agent.
    """

    def __init__(self, folder: Path) -> None:
        """Read what an earlier run left; what was in flight then ends now. OSError if that is impossible."""
        folder.mkdir(parents=True, exist_ok=True)
        self._claim = claim(folder)
        self._path = folder / "attempts.jsonl"
        self._lock = threading.Lock()
        self._attempts = {key: _after_restart(attempt) for key, attempt in _read(self._path).items()}
        self._file: TextIO
        self._lines = 0
        self._write_anew()

    def take(self, attempt: Attempt) -> bool:
        """Note a leased attempt; False if it is already known and must not be printed again."""
        with self._lock:
            if attempt.key in self._attempts:
                return False
            try:
                self._note(attempt, safe=False)
            except OSError:
                del self._attempts[attempt.key]  # it never began, and may be taken once there is room again
                raise
            return True

    def sending(self, key: tuple[int, int]) -> None:
        """To be called before the first byte; returns when the disk has it."""
        with self._lock:
            self._note(replace(self._attempts[key], step=Step.SENDING), safe=True)

    def ended(self, key: tuple[int, int], verdict: Verdict, reason: str) -> None:
        with self._lock:
            self._note(
                replace(self._attempts[key], step=Step.ENDED, verdict=verdict, reason=reason), safe=True
            )

    def reported(self, key: tuple[int, int]) -> None:
        with self._lock:
            self._note(replace(self._attempts[key], step=Step.REPORTED), safe=False)

    def step(self, key: tuple[int, int]) -> Step | None:
        with self._lock:
            attempt = self._attempts.get(key)
            return attempt.step if attempt else None

    def report_again(self, key: tuple[int, int]) -> None:
        """The server asks for an attempt it was already told about: its verdict is due once more."""
        with self._lock:
            if self._attempts[key].step is Step.REPORTED:
                self._note(replace(self._attempts[key], step=Step.ENDED), safe=False)

    def ends_in_doubt(self, site: str, printer: str) -> bool:
        """Whether nobody knows what became of the last paper that this printer was sent."""
        sent = [
            attempt.verdict
            for attempt in self._attempts.values()
            if (attempt.site, attempt.printer) == (site, printer)
            and attempt.verdict is not Verdict.NOT_PRINTED
        ]
        return bool(sent) and sent[-1] in (None, Verdict.UNKNOWN, Verdict.CANCELLED)

    def unreported(self) -> tuple[Attempt, ...]:
        """Every verdict that the server has not acknowledged, oldest first."""
        with self._lock:
            return tuple(attempt for attempt in self._attempts.values() if attempt.step is Step.ENDED)

    def close(self) -> None:
        with self._lock:
            self._file.close()
            self._claim.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _note(self, attempt: Attempt, *, safe: bool) -> None:
        """Memory first: a full disk may stop a print, but must not hide a verdict from the server."""
        self._attempts[attempt.key] = attempt
        self._file.write(_line(attempt))
        self._file.flush()
        if safe:
            os.fsync(self._file.fileno())
        self._lines += 1
        if self._lines > LONGEST_FILE:
            self._file.close()
            self._write_anew()

    def _write_anew(self) -> None:
        """Replace the file by the attempts still worth knowing, atomically."""
        finished = [key for key, attempt in self._attempts.items() if attempt.step is Step.REPORTED]
        for key in finished[: max(0, len(finished) - KEPT_ATTEMPTS)]:
            del self._attempts[key]
        fresh = self._path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            file.writelines(_line(attempt) for attempt in self._attempts.values())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        self._file = self._path.open("a", encoding="utf-8")
        self._lines = len(self._attempts)


def _after_restart(attempt: Attempt) -> Attempt:
    """What an attempt found in the file means: sending became unknown, taken never began."""
    if attempt.step is Step.SENDING:
        return replace(attempt, step=Step.ENDED, verdict=Verdict.UNKNOWN, reason=RESTART)
    if attempt.step is Step.TAKEN:
        return replace(attempt, step=Step.ENDED, verdict=Verdict.NOT_PRINTED, reason=RESTART)
    return attempt


def _read(path: Path) -> dict[tuple[int, int], Attempt]:
    attempts: dict[tuple[int, int], Attempt] = {}
    if not path.exists():
        return attempts
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        attempt = _attempt(line)
        if attempt is not None:
            attempts[attempt.key] = attempt
    return attempts


def _line(attempt: Attempt) -> str:
    shown: Mapping[str, Any] = {
        "job": attempt.job,
        "attempt": attempt.attempt,
        "site": attempt.site,
        "printer": attempt.printer,
        "step": attempt.step,
        "verdict": attempt.verdict,
        "reason": attempt.reason,
    }
    return json.dumps(shown) + "\n"


def _attempt(line: str) -> Attempt | None:
    """The attempt on one line; None for a line torn by a crash."""
    try:
        data = json.loads(line)
        verdict = data["verdict"]
        return Attempt(
            **{**data, "step": Step(data["step"]), "verdict": Verdict(verdict) if verdict else None}
        )
    except (ValueError, TypeError, KeyError):
        return None
