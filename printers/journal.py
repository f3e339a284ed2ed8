"""The agent's own memory of every attempt, on disk before the printer hears of it."""

import json
import logging
import os
import threading
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Self, TextIO

from app.domain.printing import Verdict
from printers.claim import claim
from printers.session import RESTART

KEPT_ATTEMPTS = 5_000
LONGEST_FILE = 50_000  # lines, before the file is written anew
LINES_UNTIL_NEXT_TRY = 1_000  # after that went wrong

log = logging.getLogger(__name__)


class Step(StrEnum):
    TAKEN = "taken"  # leased; not one byte was sent
    SENDING = "sending"  # from here on there may be paper
    ENDED = "ended"  # a verdict is known
    REPORTED = "reported"  # and the server knows it


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt of one job on one printer; the same attempt at the same paper is never printed twice.

    `slip` is the identity of the words on the paper, "" in lines of an earlier version. A server whose
    database was restored or emptied, or another server, gives the numbers of jobs out once more.
    """

    job: int
    attempt: int
    site: str
    printer: str
    step: Step = Step.TAKEN
    verdict: Verdict | None = None
    reason: str = ""
    slip: str = ""
    paper: str = ""  # what the server calls it

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
        self._file: TextIO = self._path.open("a", encoding="utf-8")
        self._lines = 0
        self._write_anew()

    def take(self, attempt: Attempt) -> bool:
        """Note a leased attempt; False if it is already known and must not be printed again."""
        with self._lock:
            known = self._attempts.get(attempt.key)
            if known is not None and (known.slip == attempt.slip or _is_pending(known)):
                return False
            if known is not None and _may_be_the_same(known):
                doubt = replace(attempt, step=Step.ENDED, verdict=Verdict.UNKNOWN, reason=RESTART)
                self._begin(doubt, instead_of=known)
                return False
            self._begin(attempt, instead_of=known)
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
        with self._lock:
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

    def _begin(self, attempt: Attempt, *, instead_of: Attempt | None) -> None:
        """Note an attempt as the latest of all."""
        self._attempts.pop(attempt.key, None)
        try:
            self._note(attempt, safe=False)
        except (OSError, ValueError):  # it never began, and may be taken once there is room again
            self._attempts.pop(attempt.key, None)
            if instead_of is not None:
                self._attempts[attempt.key] = instead_of
            raise

    def _note(self, attempt: Attempt, *, safe: bool) -> None:
        """Memory first: a full disk may stop a print, but must not hide a verdict from the server."""
        self._attempts[attempt.key] = attempt
        if self._file.closed:
            self._file = self._path.open("a", encoding="utf-8")
        self._file.write(_line(attempt))
        self._file.flush()
        if safe:
            os.fsync(self._file.fileno())
        self._lines += 1
        if self._lines > LONGEST_FILE:
            self._shorten()

    def _shorten(self) -> None:
        """Write the file anew if that is possible now; a long file does no harm meanwhile."""
        try:
            self._write_anew()
        except OSError as trouble:
            log.warning("the journal %s cannot be shortened: %s", self._path, trouble)
            self._lines -= LINES_UNTIL_NEXT_TRY

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
        self._file.close()  # only now, as a full disk shows above; Windows replaces no open file
        fresh.replace(self._path)
        self._file = self._path.open("a", encoding="utf-8")
        self._lines = len(self._attempts)


def _is_pending(known: Attempt) -> bool:
    """An attempt that an earlier version had in flight: its verdict is still to be heard, whatever comes."""
    return not known.slip and known.step is not Step.REPORTED


def _may_be_the_same(known: Attempt) -> bool:
    """Of an earlier version, and it may have left paper: printed again, that paper needs a mark."""
    return not known.slip and known.verdict is not Verdict.NOT_PRINTED


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
        if attempt is None:
            continue
        if attempt.step is Step.TAKEN:
            attempts.pop(attempt.key, None)  # another paper, and the latest attempt of all
        attempts[attempt.key] = attempt
    return attempts


def _line(attempt: Attempt) -> str:
    return json.dumps(asdict(attempt)) + "\n"


def _attempt(line: str) -> Attempt | None:
    """The attempt on one line, without what a later version added; None for a line torn by a crash."""
    try:
        data = {name: value for name, value in json.loads(line).items() if name in _FIELDS}
        verdict = data["verdict"]
        return Attempt(
            **{**data, "step": Step(data["step"]), "verdict": Verdict(verdict) if verdict else None}
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


_FIELDS = frozenset(each.name for each in fields(Attempt))
