"""Keeps spoken sentences as WAV files: names a clip at once, makes it in the background, forgets old ones."""

import hashlib
import itertools
import logging
import os
import queue
import re
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from displays.announce import Utterance
from displays.voice.engine import EngineFailed, VoiceEngine

log = logging.getLogger(__name__)

CHIME = "chime.wav"
BELL = "bell.wav"
CLIP = re.compile(r"[0-9a-f]{32}\.wav")
LIMIT = 500_000_000  # bytes of clips kept on disk, some 2,000 sentences
KEPT_SHARE = 0.9  # of the limit stays when old clips are removed
LONGEST_WAIT = 5.0  # seconds that a display may be kept waiting for a clip
CLIP_IN_HAND = 1.0  # seconds that a stop leaves the worker to finish what it makes
ABANDONED = 3600.0  # seconds after which a half-made file belongs to nobody


class Urgency(IntEnum):
    """What the worker makes first."""

    STOP = 0
    ASKED = 1  # by a display that says it soon; of a call it wants one form in the end
    CALLED = 2
    WARM = 3


@dataclass(frozen=True, slots=True)
class Making:
    """A clip that somebody may wait for."""

    utterance: Utterance
    made: threading.Event = field(default_factory=threading.Event)
    asked: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True, order=True)
class Order:
    """A clip to be made; orders of one urgency are served in turn."""

    urgency: Urgency
    turn: int
    name: str = field(default="", compare=False)
    utterance: Utterance | None = field(default=None, compare=False)


class Studio:
    """One per server process; several may share a folder. Engines are asked in their order."""

    def __init__(
        self,
        cache: Path,
        engines: Sequence[VoiceEngine],
        *,
        chime: bytes,
        bell: bytes | None = None,
        limit: int = LIMIT,
    ) -> None:
        self._cache = cache
        self._engines = tuple(engines)
        self._sounds = {CHIME: chime} if bell is None else {CHIME: chime, BELL: bell}
        self._limit = limit
        self._orders: queue.PriorityQueue[Order] = queue.PriorityQueue()
        self._turns = itertools.count()
        self._lock = threading.Lock()
        self._making: dict[str, Making] = {}
        self._worker: threading.Thread | None = None
        self._used = 0

    def start(self) -> None:
        """Makes the folder, the chime and the bell, clears what a crash left, and starts the worker."""
        self._cache.mkdir(parents=True, exist_ok=True)
        self._clear()
        for name, sound in self._sounds.items():
            part = self._part(name)
            part.write_bytes(sound)
            part.replace(self._cache / name)
        self._used = sum(size for _, size, _ in self._clips())
        self._worker = threading.Thread(target=self._work, name="voice studio", daemon=True)
        self._worker.start()

    def stop(self) -> None:
        """Ends the worker, if need be in the middle of a clip, and the engines; nobody waits any longer."""
        worker, self._worker = self._worker, None
        if worker is not None:
            self._orders.put(Order(Urgency.STOP, next(self._turns)))
            worker.join(CLIP_IN_HAND)
        for engine in self._engines:
            engine.close()
        if worker is not None:
            worker.join(LONGEST_WAIT)
        with self._lock:
            waiting, self._making = self._making, {}
        for making in waiting.values():
            making.made.set()

    def clip(self, utterance: Utterance) -> str | None:
        """The name of the sentence's file, which is made meanwhile; None when no engine can say it."""
        return self._order(utterance, Urgency.CALLED)

    def later(self, utterance: Utterance) -> str | None:
        """The name of a file that may be wanted: it is made after all those that already are."""
        return self._order(utterance, Urgency.WARM)

    def warm(self, utterances: Iterable[Utterance]) -> None:
        """Makes clips that will be wanted."""
        for utterance in utterances:
            self.later(utterance)

    def path(self, name: str, *, wait: float = LONGEST_WAIT) -> Path | None:
        """The file of a clip, the chime or the bell; None when there is none.

        A clip that is not made yet is waited for, and made before what nobody has asked for; it is ordered
        once so, however often it is asked for.
        """
        if name not in self._sounds and not CLIP.fullmatch(name):
            return None
        with self._lock:
            making = self._making.get(name)
        if making is not None and self._worker is not None:
            if not making.asked.is_set():
                making.asked.set()
                self._orders.put(Order(Urgency.ASKED, next(self._turns), name, making.utterance))
            making.made.wait(min(wait, LONGEST_WAIT))
        path = self._cache / name
        return path if path.is_file() else None

    def do_one(self) -> bool:
        """Makes the most urgent clip, waiting for an order; False when told to stop."""
        order = self._orders.get()
        if order.utterance is None:
            return False
        with self._lock:
            making = self._making.get(order.name)
        if making is not None:  # else an earlier order for the same clip was served
            try:
                self._make(order.name, order.utterance)
            finally:
                with self._lock:
                    self._making.pop(order.name, None)
                making.made.set()
        return True

    def _work(self) -> None:
        while self.do_one():
            pass

    def _order(self, utterance: Utterance, urgency: Urgency) -> str | None:
        name = self._name(utterance)
        if name is None:
            return None
        with self._lock:
            if name not in self._making:
                if self._touched(name):
                    return name
                self._making[name] = Making(utterance)
            elif urgency is Urgency.WARM:
                return name
        self._orders.put(Order(urgency, next(self._turns), name, utterance))
        return name

    def _name(self, utterance: Utterance) -> str | None:
        voices = (engine.voice_of(utterance) for engine in self._engines)
        voice = next((voice for voice in voices if voice is not None), None)
        return _clip_name(voice, utterance) if voice is not None else None

    def _touched(self, name: str) -> bool:
        """Whether the clip exists; its time of change says when it was last wanted."""
        try:
            os.utime(self._cache / name)
        except OSError:
            return False
        return True

    def _make(self, name: str, utterance: Utterance) -> None:
        part = self._part(name)
        for engine in self._in_turn(name, utterance):
            try:
                engine.write(utterance, part)
                part.replace(self._cache / name)
            except (EngineFailed, OSError) as error:
                log.warning("No clip for %r: %s", utterance.text, error)
                part.unlink(missing_ok=True)
                continue
            self._used += (self._cache / name).stat().st_size
            self._make_room(name)
            return

    def _in_turn(self, name: str, utterance: Utterance) -> list[VoiceEngine]:
        """Those that can say it, first that which the file is named for: a recording may have come since."""
        voices = [(engine, engine.voice_of(utterance)) for engine in self._engines]
        able = [(engine, voice) for engine, voice in voices if voice is not None]
        return [engine for engine, _ in sorted(able, key=lambda one: _clip_name(one[1], utterance) != name)]

    def _make_room(self, newest: str) -> None:
        """Removes the clips that were not wanted for the longest time once the limit is passed."""
        if self._used <= self._limit:
            return
        clips = sorted(self._clips())
        self._used = sum(size for _, size, _ in clips)
        for _, size, path in clips:
            if self._used <= self._limit * KEPT_SHARE:
                break
            if path.name != newest:
                path.unlink(missing_ok=True)
                self._used -= size

    def _clips(self) -> list[tuple[float, int, Path]]:
        """When last wanted, bytes, file."""
        found = []
        for path in self._cache.glob("*.wav"):
            if CLIP.fullmatch(path.name):
                stat = path.stat()
                found.append((stat.st_mtime, stat.st_size, path))
        return found

    def _part(self, name: str) -> Path:
        return self._cache / f"{name}.{os.getpid()}.part"

    def _clear(self) -> None:
        """Half-made files of processes that ended, and clips that a power cut emptied."""
        old = time.time() - ABANDONED
        for path in self._cache.glob("*.part*"):
            if path.stat().st_mtime < old:
                path.unlink(missing_ok=True)
        for _, size, path in self._clips():
            if size == 0:
                path.unlink(missing_ok=True)


def _clip_name(voice: str, utterance: Utterance) -> str:
    key = f"{voice}\n{utterance.language}\n{utterance.text}\n{utterance.spoken}"
    return hashlib.sha256(key.encode()).hexdigest()[:32] + ".wav"
