"""How one language words and pronounces a call, read from config/voice/<language>.toml."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import ascii_uppercase

from pydantic import ConfigDict, TypeAdapter, ValidationError

WORD = re.compile(r"[^\W\d_]+")


class LexiconError(Exception):
    """A lexicon cannot be used; the sentence names the file and the key."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The synthetic voice of a language: espeak-ng's name, words a minute, pitch 0 to 99."""

    name: str
    rate: int = 150
    pitch: int = 50


@dataclass(frozen=True, slots=True)
class Sentences:
    """The four calls; each holds {number} and {counter}, a comma is a short pause."""

    call: str
    recall: str
    short: str
    short_recall: str

    def of(self, *, recall: bool, short: bool) -> str:
        if short:
            return self.short_recall if recall else self.short
        return self.recall if recall else self.call


@dataclass(frozen=True, slots=True)
class Numbers:
    """The words from which a language builds 0 to 9999."""

    below_twenty: tuple[str, ...]
    tens: tuple[str, ...]
    tens_joint: str
    hundred: str
    hundreds: str
    thousand: str
    thousands: str
    rest_joint: str

    def say(self, value: int) -> str:
        """107 is "seratus tujuh"; raises ValueError outside 0 to 9999."""
        if not 0 <= value <= 9999:
            raise ValueError(f"{value} has no words: only 0 to 9999 are spoken")
        if value < 20:
            return self.below_twenty[value]
        if value < 100:
            ten, unit = divmod(value, 10)
            return self.tens[ten - 2] + (self.tens_joint + self.below_twenty[unit] if unit else "")
        if value < 1000:
            return self._large(*divmod(value, 100), one=self.hundred, many=self.hundreds)
        return self._large(*divmod(value, 1000), one=self.thousand, many=self.thousands)

    def _large(self, count: int, rest: int, *, one: str, many: str) -> str:
        head = one if count == 1 else many.format(count=self.say(count))
        if not rest:
            return head
        return head + (self.rest_joint if rest < 100 else " ") + self.say(rest)

    def digits(self, digits: str) -> str:
        """007 is "nol nol tujuh"."""
        return " ".join(self.below_twenty[int(digit)] for digit in digits)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language of the voice: its wording, its numbers and the words to be pronounced specially."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    language: str
    voice: Voice
    sentences: Sentences
    numbers: Numbers
    letters: Mapping[str, str]
    names: Mapping[str, str]
    sounds: Mapping[str, str]

    def pronounced(self, text: str) -> str:
        """The same text with letters and difficult words as sounds: "loket" is "[[l'okEt]]"."""
        return WORD.sub(lambda found: self._sound(found.group()), text)

    def _sound(self, word: str) -> str:
        return self.letters.get(word) or self.sounds.get(word.lower(), word)


def load_lexicon(path: Path) -> Lexicon:
    """Raises LexiconError for a file that cannot be read or lacks a part."""
    try:
        lexicon = _form().validate_python(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise LexiconError(f"{path}: {key}: {first['msg']}") from error
    _check(lexicon, path)
    return lexicon


@cache
def _form() -> TypeAdapter[Lexicon]:
    return TypeAdapter(Lexicon)


def load_lexicons(folder: Path) -> dict[str, Lexicon]:
    """Every <language>.toml of the folder by its language."""
    lexicons = (load_lexicon(path) for path in sorted(folder.glob("*.toml")))
    return {lexicon.language: lexicon for lexicon in lexicons}


def _check(lexicon: Lexicon, path: Path) -> None:
    missing = set(ascii_uppercase) - set(lexicon.letters)
    if missing:
        raise LexiconError(f"{path}: letters: no sound for {', '.join(sorted(missing))}")
    if (len(lexicon.numbers.below_twenty), len(lexicon.numbers.tens)) != (20, 8):
        raise LexiconError(f"{path}: numbers: below_twenty needs 20 words and tens 8")
    sentences = lexicon.sentences
    for name in ("call", "recall", "short", "short_recall"):
        blanks = set(re.findall(r"{(\w*)}", getattr(sentences, name)))
        if blanks != {"number", "counter"}:
            raise LexiconError(
                f"{path}: sentences.{name} must hold {{number}} and {{counter}} and no other blank"
            )
