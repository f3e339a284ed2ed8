"""The synthetic voice: espeak-ng in a child process that may crash or hang without harm to the server."""

import contextlib
import importlib.util
import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, cast

from displays.announce import Utterance
from displays.voice.engine import EngineFailed
from displays.voice.lexicon import Voice

CHILD = (sys.executable, "-P", str(Path(__file__).with_name("espeak_child.py")))
PATIENCE = 5.0  # seconds that one answer may take before the child is killed
REST = 30.0  # seconds without a voice after two failures in a row


def espeak_found() -> bool:
    """Whether this computer has espeak-ng, as a Python package or as a command."""
    return importlib.util.find_spec("espeakng_loader") is not None or shutil.which("espeak-ng") is not None


class Espeak:
    """A VoiceEngine; the child starts with the first sentence and again after every failure."""

    def __init__(
        self, voices: Mapping[str, Voice], *, child: Sequence[str] = CHILD, patience: float = PATIENCE
    ) -> None:
        self._voices = dict(voices)
        self._child = list(child)
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._asking = threading.Lock()  # the studio writes while a page asks how a word sounds
        self._failures = 0
        self._rests_until = 0.0

    def voice_of(self, utterance: Utterance) -> str | None:
        voice = self._voices.get(utterance.language)
        if time.monotonic() < self._rests_until:
            return None
        return f"espeak-ng {voice.name} {voice.rate} {voice.pitch}" if voice else None

    def write(self, utterance: Utterance, path: Path) -> None:
        voice = self._voices[utterance.language]
        self._ask(
            do="write", text=utterance.spoken, path=str(path),
            voice=voice.name, rate=voice.rate, pitch=voice.pitch,
        )  # fmt: skip

    def ipa(self, utterance: Utterance) -> str:
        """How the sentence will sound, in the phonetic alphabet."""
        answer = self._ask(do="ipa", text=utterance.spoken, voice=self._voices[utterance.language].name)
        return str(answer["ipa"])

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was still to be written to a dead child
                    pipe.close()

    def _ask(self, **request: Any) -> dict[str, Any]:
        with self._asking:
            process = self._process or self._started()
            answer = self._exchange(process, json.dumps(request).encode() + b"\n")
            self._failures = 0
            return answer

    def _started(self) -> subprocess.Popen[bytes]:
        """A child that has said how it will speak."""
        try:
            process = subprocess.Popen(self._child, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            self._failed()
            raise EngineFailed(f"espeak-ng cannot be started: {error}") from error
        self._process = process
        self._exchange(process, None)
        return process

    def _exchange(self, process: subprocess.Popen[bytes], line: bytes | None) -> dict[str, Any]:
        """Sends a line, if any, and reads one answer. A late child is killed, which ends the reading."""
        late = threading.Timer(self._patience, process.kill)
        late.start()
        try:
            answer = _answer(process, line)
        except OSError:
            answer = None  # its pipe broke: it has ended
        finally:
            late.cancel()
        if answer is None:
            self._failed()
            raise EngineFailed(f"espeak-ng ended, or was ended after {self._patience:g} s without an answer")
        if "error" in answer:
            if line is None:
                self._failed()  # it said that it cannot speak at all
            raise EngineFailed(f"espeak-ng: {answer['error']}")
        return answer

    def _failed(self) -> None:
        """The next sentence starts a new child; after two failures in a row the voice rests a while."""
        self.close()
        self._failures += 1
        if self._failures > 1:
            self._rests_until = time.monotonic() + REST


def _answer(process: subprocess.Popen[bytes], line: bytes | None) -> dict[str, Any] | None:
    requests, answers = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
    if line is not None:
        requests.write(line)
        requests.flush()
    answer = answers.readline()
    return dict(json.loads(answer)) if answer.endswith(b"\n") else None
