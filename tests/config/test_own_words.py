"""What a mall says in its own words, and everything else in those of the system."""

from collections.abc import Mapping

import pytest

from config.own_words import words_of
from config.words import Words

SHIPPED = Words(
    {
        "id": {"kiosk.greeting": "Selamat datang di {mall}", "kiosk.end": "Selesai", "paper.thanks": "Salam"},
        "en": {"kiosk.greeting": "Welcome to {mall}", "kiosk.end": "Done", "paper.thanks": "Thank you"},
    }
)


def spoken(own: Mapping[str, Mapping[str, str]]) -> Words:
    return words_of(SHIPPED, lambda: own)


def test_an_own_sentence_is_said_in_its_language_alone() -> None:
    words = spoken({"id": {"kiosk.end": "Rampung"}})
    assert words.say("id", "kiosk.end") == "Rampung"
    assert words.say("en", "kiosk.end") == "Done"


def test_its_blanks_are_filled() -> None:
    words = spoken({"en": {"kiosk.greeting": "{mall} greets you"}})
    assert words.say("en", "kiosk.greeting", mall="MPP") == "MPP greets you"


def test_a_section_is_whole() -> None:
    words = spoken({"id": {"kiosk.end": "Rampung"}})
    assert words.section("id", "kiosk") == {"greeting": "Selamat datang di {mall}", "end": "Rampung"}


def test_the_next_mall_is_heard_at_once() -> None:
    malls = [{"id": {"kiosk.end": "Rampung"}}]
    words = words_of(SHIPPED, lambda: malls[-1])
    assert words.say("id", "kiosk.end") == "Rampung"
    malls.append({})
    assert words.say("id", "kiosk.end") == "Selesai"
    malls.append({"id": {"kiosk.end": "Sudah"}})
    assert words.say("id", "kiosk.end") == "Sudah"


@pytest.mark.parametrize(
    "own",
    [
        {"kiosk.greeting": "Selamat datang"},
        {"kiosk.greeting": "Selamat datang di {mall} dan {city}"},
        {"kiosk.greeting": "Selamat datang di {mall.__class__}"},
        {"kiosk.greeting": "Selamat datang di {mall!r}"},
        {"kiosk.gone": "Dari versi lama"},
    ],
)
def test_what_a_newer_version_could_not_say_gives_way(own: dict[str, str]) -> None:
    words = spoken({"id": own})
    assert words.say("id", "kiosk.greeting", mall="MPP") == "Selamat datang di MPP"
    assert "gone" not in words.section("id", "kiosk")


def test_the_languages_are_those_of_the_system() -> None:
    assert spoken({"jv": {"kiosk.end": "Rampung"}}).languages == ("id", "en")
