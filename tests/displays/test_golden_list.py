"""The golden list: every number of a day at every counter is said as the second account says it.

An ordinary run takes every letter with every number, and every pair of letters with every 37th;
TEST_GOLDEN_ALL=1 takes every pair with every number, and every number with every counter.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.mall import NumberSpeech
from displays.announce import Utterance, utterances
from displays.voice.espeak import Espeak
from displays.voice.lexicon import load_lexicons
from tests.displays.golden import (
    DOUBLE,
    IN_WORDS,
    KINDS,
    PLACES,
    SINGLE,
    SOUND_OF,
    Place,
    number,
    sentence,
)

LEXICONS = load_lexicons(Path(__file__).parents[2] / "config" / "voice")
EVERYTHING = os.environ.get("TEST_GOLDEN_ALL") == "1"
NUMBERS = range(1, 1000)
STRIDE = 1 if EVERYTHING else 37

Entry = tuple[str, int, Place, bool, bool]  # prefix, value, place, recall, short

both_languages = pytest.mark.parametrize("language", ["id", "en"])
both_styles = pytest.mark.parametrize("style", ["digits", "words"])


def entry(prefix: str, value: int, turn: int) -> Entry:
    """Counters and kinds of call take turns, so that each meets every letter and every hundred."""
    return (prefix, value, PLACES[turn % len(PLACES)], *KINDS[turn % len(KINDS)])


def letters() -> Iterator[Entry]:
    for turn, prefix in enumerate(SINGLE):
        for value in NUMBERS:
            yield entry(prefix, value, value + 5 * turn)


def pairs() -> Iterator[Entry]:
    for turn, prefix in enumerate(DOUBLE):
        for value in range(1 + turn % STRIDE, 1000, STRIDE):
            yield entry(prefix, value, value + turn)


def counters() -> Iterator[Entry]:
    """Every counter in every kind of call, with every number where there is time for it."""
    for turn, place in enumerate(PLACES):
        for recall, short in KINDS:
            for value in NUMBERS if EVERYTHING else (1, 11, 100, 999):
                yield SINGLE[(turn + value) % 26], value, place, recall, short


def said(made: Entry, language: str, style: str) -> Utterance:
    prefix, value, place, recall, short = made
    (utterance,) = utterances(
        number=f"{prefix}-{value:03d}", counter_name=place.name, recall=recall, short=short,
        languages=[language], style=NumberSpeech(style), lexicons=LEXICONS,
    )  # fmt: skip
    return utterance


def golden(made: Entry, language: str, style: str) -> str:
    """What the second account says."""
    prefix, value, place, recall, short = made
    text = sentence(language, number(prefix, value, language, style), place, recall=recall, short=short)
    return text[0].upper() + text[1:]


def wrong(entries: Iterator[Entry], language: str, style: str) -> list[tuple[Entry, str]]:
    texts = ((made, said(made, language, style).text) for made in entries)
    return [(made, text) for made, text in texts if text != golden(made, language, style)]


@both_languages
@both_styles
def test_every_letter_with_every_number_is_said_right(language: str, style: str) -> None:
    assert wrong(letters(), language, style) == []


@both_languages
@both_styles
def test_every_pair_of_letters_is_said_right(language: str, style: str) -> None:
    assert wrong(pairs(), language, style) == []


@both_languages
@both_styles
def test_every_counter_is_said_right(language: str, style: str) -> None:
    assert wrong(counters(), language, style) == []


@both_languages
def test_no_two_numbers_are_said_alike(language: str) -> None:
    """A slip of this list itself would show here."""
    assert len({IN_WORDS[language](value) for value in NUMBERS}) == len(NUMBERS)
    assert len({number(prefix, 7, language, "digits") for prefix in SINGLE + DOUBLE}) == 702


@pytest.fixture(scope="module")
def espeak() -> Iterator[Espeak]:
    engine = Espeak({language: lexicon.voice for language, lexicon in LEXICONS.items()})
    yield engine
    engine.close()


def words(text: str) -> list[str]:
    """The words of a text, small ones but for single letters."""
    return [word if len(word) == 1 else word.lower() for word in re.findall(r"[A-Za-z]+", text)]


def sound(text: str, language: str) -> re.Pattern[str]:
    """How the second account pronounces a sentence; an English r is heard where a vowel follows it."""
    parts = (SOUND_OF[language][word] for word in words(text))
    linked = (part + "ɹ?" if language == "en" and part[-1] in "əː" else part for part in parts)
    return re.compile("".join(linked))


@both_languages
@both_styles
def test_every_word_of_the_list_has_a_sound_in_the_second_account(language: str, style: str) -> None:
    texts = (said(made, language, style).text for entries in (pairs(), counters()) for made in entries)
    assert {word for text in texts for word in words(text)} <= set(SOUND_OF[language])


@both_languages
@both_styles
def test_calls_sound_right_word_by_word(espeak: Espeak, language: str, style: str) -> None:
    """Every letter and every counter, each with another number: what espeak-ng will really say."""
    for turn in range(260):
        call = said(entry(SINGLE[turn % 26], 1 + 383 * turn % 999, turn), language, style)
        heard = re.sub(r"[\s\u2060-]", "", espeak.ipa(call))
        assert sound(call.text, language).fullmatch(heard), (call.text, heard)
