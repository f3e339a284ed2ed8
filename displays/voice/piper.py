"""A neural voice that the office brought: the program Piper with a model in <data>/voice/piper.

Nothing of it is included: the program is fetched by `pip install piper-tts` or a package of the system, and
each model has a licence of its own, which the office judges. A model is two files, as Piper's voices come,
`id_ID-somebody-medium.onnx` and `id_ID-somebody-medium.onnx.json`; it begins with its language.
Piper reads words as they are written: the sounds of the lexicon are for espeak-ng.
"""

import importlib.util
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from displays.announce import Utterance
from displays.voice.engine import EngineFailed

FOLDER = "piper"
LANGUAGE = re.compile(r"[a-z]{2,3}(?=[_.-])")
PATIENCE = 4.0  # seconds a sentence may take: a display waits five for its clip, and another voice needs some
REST = 60.0  # seconds without this voice after two failures in a row


def piper_command() -> tuple[str, ...] | None:
    """How Piper is started on this computer; None where it is not installed."""
    if importlib.util.find_spec("piper") is not None:
        return (sys.executable, "-m", "piper")
    found = shutil.which("piper")
    return (found,) if found else None


def piper_models(folder: Path) -> dict[str, Path]:
    """By language the first model of the folder that is complete."""
    models: dict[str, Path] = {}
    for model in sorted(folder.glob("*.onnx")):
        language = LANGUAGE.match(model.name)
        if language and model.with_name(f"{model.name}.json").is_file():
            models.setdefault(language.group(), model)
    return models


class Piper:
    """A VoiceEngine; each sentence is a run of the program, which may crash or hang without harm."""

    def __init__(
        self, command: Sequence[str], models: Mapping[str, Path], *, patience: float = PATIENCE
    ) -> None:
        self._command = tuple(command)
        self._models = dict(models)
        self._patience = patience
        self._identity = {language: _identity(model) for language, model in models.items()}
        self._failures = 0
        self._rests_until = 0.0

    def voice_of(self, utterance: Utterance) -> str | None:
        if time.monotonic() < self._rests_until:
            return None
        return self._identity.get(utterance.language)

    def write(self, utterance: Utterance, path: Path) -> None:
        # These names of its options are understood by Piper 1.2 and by its successor of 2025, too.
        model = str(self._models[utterance.language])
        command = [*self._command, "--model", model, "--output_file", str(path)]
        line = " ".join(utterance.text.split()) + "\n"
        try:
            done = subprocess.run(
                command, input=line.encode(), capture_output=True, check=False, timeout=self._patience
            )
        except subprocess.TimeoutExpired as late:
            raise self._failed(f"took longer than {self._patience:g} s") from late
        except OSError as error:
            raise self._failed(str(error)) from error
        if done.returncode or not _is_sound(path):
            said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise self._failed(said or "wrote no sound")
        self._failures = 0

    def close(self) -> None:
        """Nothing is held open; a run that is under way ends by itself, or by its patience."""

    def _failed(self, why: str) -> EngineFailed:
        self._failures += 1
        if self._failures > 1:
            self._rests_until = time.monotonic() + REST
        return EngineFailed(f"piper: {why}")


def _is_sound(path: Path) -> bool:
    """Whether the file begins as a WAV file does and holds more than its head."""
    try:
        with path.open("rb") as file:
            head = file.read(64)
    except OSError:
        return False
    return head[:4] == b"RIFF" and len(head) == 64


def _identity(model: Path) -> str:
    stat = model.stat()
    return f"piper {model.name} {stat.st_size} {stat.st_mtime_ns}"
