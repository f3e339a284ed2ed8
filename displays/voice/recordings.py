"""The folder into which the office records a voice: one WAV file a phrase, saved whole or not at all."""

import io
import json
import os
import secrets
import tomllib
import wave
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path

from app.domain.voicing import PHRASE, NoRecording, WrongRecording
from displays.voice.pack import MANIFEST

RATE = 22050  # samples a second: what the page makes of whatever a microphone gives
SHORTEST, LONGEST = 0.1, 6.0  # seconds
FAINTEST = 400  # the loudest sample of something that was said at all, of 32,767


class Recordings:
    """The voice pack of one language that is recorded in the browser: <packs>/<language>."""

    def __init__(self, packs: Path, language: str) -> None:
        self.folder = packs / language
        self._language = language

    def path(self, phrase: str) -> Path:
        """The file need not exist; raises NoRecording for what can be no phrase."""
        if not PHRASE.fullmatch(phrase) or phrase != phrase.lower():
            raise NoRecording
        return self.folder / (phrase.replace(" ", "-") + ".wav")

    def found(self, phrase: str) -> Path:
        """Raises NoRecording."""
        path = self.path(phrase)
        if not path.is_file():
            raise NoRecording
        return path

    def phrases(self) -> tuple[str, ...]:
        """What was recorded."""
        return tuple(sorted(path.stem.replace("-", " ").lower() for path in self.folder.glob("*.wav")))

    def speaker(self) -> str | None:
        """Whose voice it is; None while nothing was recorded."""
        try:
            told = tomllib.loads((self.folder / MANIFEST).read_text("utf-8")).get("speaker")
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            return None
        return told if isinstance(told, str) else None

    def keep(self, phrase: str, sound: bytes, *, speaker: str) -> None:
        """Raises WrongRecording; a recording that was there is replaced."""
        check_recording(sound)
        path = self.path(phrase)
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.folder / MANIFEST).is_file():
            self.name(speaker)
        _replace(path, sound)

    def name(self, speaker: str) -> None:
        """Whose voice it is; the silences stay as somebody may have set them by hand."""
        self.folder.mkdir(parents=True, exist_ok=True)
        told: Mapping[str, str] = {"language": self._language, "speaker": speaker}
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in told.items()]
        manifest = self.folder / MANIFEST
        if manifest.is_file():
            kept = manifest.read_text("utf-8").splitlines()
            lines += [line for line in kept if line.split("=")[0].strip() not in told]
        _replace(manifest, ("\n".join(lines) + "\n").encode())

    def drop(self, phrase: str) -> None:
        """Raises NoRecording."""
        self.found(phrase).unlink()


def check_recording(sound: bytes) -> None:
    """Raises WrongRecording unless it is 16 bit, mono, 22,050 Hz, of some length, and heard."""
    try:
        with wave.open(io.BytesIO(sound)) as file:
            form = (file.getnchannels(), file.getsampwidth(), file.getframerate())
            told = file.getnframes()
            samples = array("h", file.readframes(told)) if form == (1, 2, RATE) else array("h")
    except (wave.Error, EOFError, ValueError) as error:
        raise WrongRecording from error
    is_long_enough = SHORTEST * RATE <= len(samples) <= LONGEST * RATE and len(samples) == told
    if not is_long_enough or _loudest(samples) < FAINTEST:
        raise WrongRecording


def _loudest(samples: Iterable[int]) -> int:
    return max(abs(sample) for sample in samples)


def _replace(path: Path, content: bytes) -> None:
    """Whoever reads meanwhile finds the old file or the new one; a power cut leaves one of them."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")  # two may record one word at once
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
