"""A human voice: words that the office recorded, put together to sentences (see README.md in this folder)."""

import hashlib
import re
import tomllib
import wave
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError

from displays.announce import Utterance
from displays.voice.engine import EngineFailed

MANIFEST = "pack.toml"
WORD = re.compile(r"[^\W_]+")


class PackRefused(Exception):
    """A voice pack cannot be used; the sentence names the file."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """pack.toml: whose voice it is, and the silences in thousandths of a second."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    language: str
    speaker: str
    comma_ms: int = 300
    word_ms: int = 30


@dataclass(frozen=True, slots=True)
class Format:
    """What all recordings of a pack have in common."""

    channels: int
    width: int
    rate: int

    def silence(self, milliseconds: int) -> bytes:
        zero = b"\x80" if self.width == 1 else bytes(self.width)
        return zero * self.channels * (self.rate * milliseconds // 1000)


class VoicePack:
    """A VoiceEngine; it speaks only sentences of which it has every word."""

    def __init__(self, manifest: Manifest, form: Format, clips: Mapping[str, Path], identity: str) -> None:
        self.language = manifest.language
        self.speaker = manifest.speaker
        self.phrases = frozenset(clips)  # what was recorded, in small letters
        self._manifest = manifest
        self._format = form
        self._clips = dict(clips)
        self._longest = max(phrase.count(" ") + 1 for phrase in clips)
        self._identity = identity

    @classmethod
    def load(cls, folder: Path) -> "VoicePack":
        """Raises PackRefused. `silakan-menuju.wav` holds the phrase "silakan menuju"."""
        manifest = _manifest(folder / MANIFEST)
        files = sorted(folder.glob("*.wav"))
        if not files:
            raise PackRefused(f"{folder}: no recordings (*.wav)")
        form = _format(files[0])
        for file in files:
            if _format(file) != form:
                raise PackRefused(
                    f"{file}: recorded differently from {files[0].name} (rate, channels or bits)"
                )
        clips = {" ".join(WORD.findall(file.stem)).lower(): file for file in files}
        return cls(manifest, form, clips, _identity(folder / MANIFEST, *files))

    def voice_of(self, utterance: Utterance) -> str | None:
        if utterance.language != self.language or self.missing(utterance):
            return None
        return self._identity

    def missing(self, utterance: Utterance) -> tuple[str, ...]:
        """The words of the sentence that were not recorded."""
        phrases = (phrase for part in utterance.text.split(",") for phrase in self._phrases(part))
        return tuple(phrase for phrase in phrases if phrase not in self._clips)

    def write(self, utterance: Utterance, path: Path) -> None:
        comma = self._format.silence(self._manifest.comma_ms)
        gap = self._format.silence(self._manifest.word_ms)
        try:
            parts = [
                gap.join(_frames(self._clips[phrase]) for phrase in self._phrases(part))
                for part in utterance.text.split(",")
            ]
            with path.open("wb") as file, wave.open(file, "wb") as sound:
                sound.setnchannels(self._format.channels)
                sound.setsampwidth(self._format.width)
                sound.setframerate(self._format.rate)
                sound.writeframes(comma.join(parts))
        except (OSError, wave.Error, EOFError) as error:
            raise EngineFailed(f"voice pack of {self.speaker}: {error}") from error

    def close(self) -> None:
        """Nothing is held open."""

    def _phrases(self, text: str) -> Iterator[str]:
        """The words of `text`, the longest recorded phrases first; a word without recording stands alone."""
        words = WORD.findall(text.lower())
        while words:
            length = next(
                (
                    n
                    for n in range(min(self._longest, len(words)), 1, -1)
                    if " ".join(words[:n]) in self._clips
                ),
                1,
            )
            yield " ".join(words[:length])
            words = words[length:]


def _manifest(path: Path) -> Manifest:
    try:
        return TypeAdapter(Manifest).validate_python(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackRefused(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise PackRefused(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def _format(path: Path) -> Format:
    try:
        with wave.open(str(path), "rb") as sound:
            return Format(
                channels=sound.getnchannels(), width=sound.getsampwidth(), rate=sound.getframerate()
            )
    except (OSError, wave.Error, EOFError) as error:
        raise PackRefused(f"{path}: {error}") from error


def _frames(path: Path) -> bytes:
    with wave.open(str(path), "rb") as sound:
        return sound.readframes(sound.getnframes())


def _identity(*files: Path) -> str:
    """Changes when a recording is added, removed or replaced."""
    stats = ((file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files)
    return "pack " + hashlib.sha256(repr(tuple(stats)).encode()).hexdigest()
