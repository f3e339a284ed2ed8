"""Turns a call into what the voice says, language by language; pure, so every wording can be tested."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.mall import NumberSpeech
from displays.voice.lexicon import Lexicon

NUMBER = re.compile(r"(?P<prefix>.*?)-?(?P<digits>\d*)")
NAME_WORD = re.compile(r"\d+|[^\W\d_]+(?:['’-][^\W\d_]+)*")
LARGEST_SPOKEN = 9999


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence in one language: `text` to be read, `spoken` the same for a speech engine."""

    language: str
    text: str
    spoken: str


def utterances(
    *,
    number: str,
    counter_name: str,
    recall: bool,
    languages: Sequence[str],
    style: NumberSpeech,
    lexicons: Mapping[str, Lexicon],
    short: bool = False,
) -> tuple[Utterance, ...]:
    """The call in each language that has a lexicon, in the order of `languages`."""
    return tuple(
        _utterance(lexicons[language], number, counter_name, style, recall=recall, short=short)
        for language in languages
        if language in lexicons
    )


def _utterance(
    lexicon: Lexicon, number: str, counter_name: str, style: NumberSpeech, *, recall: bool, short: bool
) -> Utterance:
    sentence = lexicon.sentences.of(recall=recall, short=short)
    said = sentence.format(
        number=said_number(number, lexicon, style), counter=said_counter(counter_name, lexicon)
    )
    text = said[:1].upper() + said[1:]
    return Utterance(language=lexicon.language, text=text, spoken=lexicon.pronounced(text))


def read_aloud(text: str, lexicon: Lexicon) -> Utterance:
    """A sentence that somebody wrote, on one line, with this language's names as they are said."""
    line = " ".join(text.split())
    return Utterance(language=lexicon.language, text=line, spoken=lexicon.pronounced(line))


def said_number(number: str, lexicon: Lexicon, style: NumberSpeech) -> str:
    """A-007 is "A, nol nol tujuh" by digits and "A, tujuh" in words; HU-012 begins "H U"."""
    parts = NUMBER.fullmatch(number)
    prefix, digits = (parts["prefix"], parts["digits"]) if parts else (number, "")
    letters = " ".join(_said_sign(sign, lexicon) for sign in prefix.upper() if sign.isalnum())
    count = _in_words(digits, lexicon) if style is NumberSpeech.WORDS else lexicon.numbers.digits(digits)
    return ", ".join(part for part in (letters, count) if part)


def said_counter(name: str, lexicon: Lexicon) -> str:
    """Loket 12 is "loket dua belas", Loket 3A is "loket tiga A"; unknown words stay as they are."""
    return " ".join(_said_name(NAME_WORD.findall(name), lexicon))


def _said_name(words: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    at = 0
    while at < len(words):
        length, said = _longest_name(words[at:], lexicon)
        yield said
        at += length


def _longest_name(words: Sequence[str], lexicon: Lexicon) -> tuple[int, str]:
    """How many of the first words belong together, and how they are said."""
    for length in range(len(words), 0, -1):
        said = lexicon.names.get(" ".join(words[:length]).lower())
        if said:
            return length, said
    word = words[0]
    if word.isdecimal():
        return 1, _in_words(word, lexicon)
    return 1, word.upper() if len(word) == 1 else word


def _said_sign(sign: str, lexicon: Lexicon) -> str:
    return lexicon.numbers.digits(sign) if sign.isdecimal() else sign


def _in_words(digits: str, lexicon: Lexicon) -> str:
    if not digits:
        return ""
    value = int(digits)
    return lexicon.numbers.say(value) if value <= LARGEST_SPOKEN else lexicon.numbers.digits(digits)
