"""The lexicons as they hold now: those of config/voice, and over them the words that the office has set."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from app.domain.voicing import OfficeWord, WordPart
from displays.voice.lexicon import Lexicon


class Lexicons(Mapping[str, Lexicon]):
    """By language; whoever holds it hears of a new word with the next sentence."""

    def __init__(self, written: Mapping[str, Lexicon]) -> None:
        self.written = dict(written)  # as config/voice has them
        self._now = dict(written)

    def keep(self, words: Iterable[OfficeWord]) -> None:
        """From now on these are all the words of the office."""
        kept = tuple(words)
        self._now = {language: with_words(lexicon, kept) for language, lexicon in self.written.items()}

    def __getitem__(self, language: str) -> Lexicon:
        return self._now[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now)

    def __len__(self) -> int:
        return len(self._now)


def with_words(lexicon: Lexicon, words: Iterable[OfficeWord]) -> Lexicon:
    """The same with those words that are of its language."""
    names, sounds = dict(lexicon.names), dict(lexicon.sounds)
    for word in words:
        if word.language == lexicon.language:
            (names if word.part is WordPart.NAME else sounds)[word.word] = word.said
    return replace(lexicon, names=names, sounds=sounds)
