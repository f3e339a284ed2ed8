"""The words that a person has to record so that every call of this mall can be said in that voice; pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.domain.mall import Mall, NumberSpeech
from displays.announce import said_counter
from displays.voice.lexicon import Lexicon, Sentences

WORD = re.compile(r"[^\W_]+")
BLANK = re.compile(r"{\w+}|,")
HIGHEST = 999  # of a ticket's number


class Group(StrEnum):
    """What a phrase is for, in the order of the page."""

    SENTENCE = "sentence"
    LETTER = "letter"
    NUMBER = "number"
    COUNTER = "counter"


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is recorded in one go: its words in small letters; a letter stands alone."""

    group: Group
    words: str


def repertoire(lexicon: Lexicon, mall: Mall) -> tuple[Phrase, ...]:
    """Each phrase once, in the order in which it is best recorded."""
    found: dict[str, Phrase] = {}
    for group, phrases in (
        (Group.SENTENCE, _of_sentences(lexicon.sentences)),
        (Group.LETTER, _letters(mall)),
        (Group.NUMBER, _numbers(lexicon, mall.rules.number_speech)),
        (Group.COUNTER, _counters(lexicon, mall)),
    ):
        for phrase in phrases:
            if phrase:
                found.setdefault(phrase, Phrase(group, phrase))
    return tuple(found.values())


def plain(text: str) -> str:
    """A stretch of words as recordings are named: "Silakan menuju" is "silakan menuju"."""
    return " ".join(WORD.findall(text)).lower()


def _of_sentences(sentences: Sentences) -> Iterator[str]:
    for sentence in (sentences.call, sentences.recall, sentences.short, sentences.short_recall):
        yield from (plain(part) for part in BLANK.split(sentence))


def _letters(mall: Mall) -> Iterator[str]:
    prefixes = {agency.prefix for agency in mall.agencies}
    prefixes |= {service.prefix for agency in mall.agencies for service in agency.services}
    yield from sorted({sign.lower() for prefix in prefixes for sign in prefix if sign.isalpha()})


def _numbers(lexicon: Lexicon, style: NumberSpeech) -> Iterator[str]:
    yield from lexicon.numbers.below_twenty[:10]
    if style is NumberSpeech.WORDS:
        yield from _single(lexicon.numbers.say(value) for value in range(10, HIGHEST + 1))


def _counters(lexicon: Lexicon, mall: Mall) -> Iterator[str]:
    """The words of all counters, and of the floors where a call is heard elsewhere, too."""
    for site in mall.sites:
        names = [counter.name for counter in site.counters]
        names += [zone.name for zone in site.zones] if len(site.zones) > 1 else []
        yield from _single(said_counter(name, lexicon) for name in names)


def _single(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (word.lower() for word in WORD.findall(text))
