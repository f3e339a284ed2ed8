"""Every word a person reads or hears, from one TOML file a language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Self

from app.domain.mall import LANGUAGES


class WordsError(Exception):
    """A file of words cannot be used; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences by language and by key: "kiosk.greeting" is `greeting` in the table `[kiosk]`."""

    sentences: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read `<language>.toml` of every language of the system; raises WordsError."""
        return cls(MappingProxyType({language: _read(folder / f"{language}.toml") for language in LANGUAGES}))

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.sentences)

    def say(self, language: str, key: str, /, **blanks: object) -> str:
        """The sentence with its blanks filled in; KeyError names what is unknown or was left out."""
        sentence = self._of(language).get(key)
        if sentence is None:
            raise KeyError(f"no words for {key!r} in language {language!r}")
        try:
            return sentence.format_map(blanks)
        except KeyError as missing:
            raise KeyError(f"{key!r} in language {language!r} needs the blank {missing}") from None

    def section(self, language: str, name: str) -> dict[str, str]:
        """All sentences of one table, keyed without its name; KeyError where there is no such table."""
        prefix = f"{name}."
        section = {
            key.removeprefix(prefix): sentence
            for key, sentence in self._of(language).items()
            if key.startswith(prefix)
        }
        if not section:
            raise KeyError(f"no words in section {name!r} in language {language!r}")
        return section

    def _of(self, language: str) -> Mapping[str, str]:
        if language not in self.sentences:
            raise KeyError(f"no words in language {language!r}; there are: {', '.join(self.sentences)}")
        return self.sentences[language]


@cache
def shipped_words() -> Words:
    """The sentences of the system itself, read once; those of a mall stand over them, never in them."""
    return Words.load(Path(__file__).with_name("words"))


def _read(file: Path) -> Mapping[str, str]:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WordsError(f"{file}: this file of words is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as mistake:
        raise WordsError(f"{file}: {mistake}") from None
    sentences: dict[str, str] = {}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise WordsError(f"{file}: {name} stands outside the tables; move it into one")
        for key, sentence in table.items():
            if not isinstance(sentence, str):
                raise WordsError(f"{file}: [{name}] {key} must be a sentence in quotes")
            sentences[f"{name}.{key}"] = sentence
    return MappingProxyType(sentences)
