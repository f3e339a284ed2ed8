"""The words of the system: complete in every language, and clear about what is missing."""

import re
from pathlib import Path
from string import Formatter

import pytest

from config.words import Words, WordsError

FOLDER = Path(__file__).parents[2] / "config" / "words"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "id", '[kiosk]\ngreeting = "Selamat datang di {mall}"\nend = "Selesai"\n[empty]\n')
    write(tmp_path, "en", '[kiosk]\ngreeting = "Welcome to {mall}"\nend = "Done"\n')
    return tmp_path


def write(folder: Path, language: str, text: str) -> None:
    (folder / f"{language}.toml").write_text(text, encoding="utf-8")


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_a_sentence_is_said_in_the_asked_language_with_its_blanks_filled(folder: Path) -> None:
    words = Words.load(folder)
    assert words.say("id", "kiosk.greeting", mall="MPP") == "Selamat datang di MPP"
    assert words.say("en", "kiosk.greeting", mall="MPP") == "Welcome to MPP"


def test_blanks_may_be_called_language_or_key(folder: Path) -> None:
    write(folder, "en", '[kiosk]\nblank = "{language} {key}"\n')
    assert Words.load(folder).say("en", "kiosk.blank", language="a", key="b") == "a b"


def test_a_section_has_its_own_keys_only(folder: Path) -> None:
    write(folder, "en", '[kiosk]\nend = "Done"\n[kiosk_more]\nend = "Other"\n')
    assert Words.load(folder).section("en", "kiosk") == {"end": "Done"}


def test_the_languages_are_those_of_the_system(folder: Path) -> None:
    assert Words.load(folder).languages == ("id", "en")


@pytest.mark.parametrize(
    ("language", "key", "told"),
    [
        ("id", "kiosk.nothing", "no words for 'kiosk.nothing' in language 'id'"),
        ("jv", "kiosk.end", "no words in language 'jv'; there are: id, en"),
        ("id", "kiosk.greeting", "'kiosk.greeting' in language 'id' needs the blank 'mall'"),
    ],
)
def test_what_cannot_be_said_is_named(folder: Path, language: str, key: str, told: str) -> None:
    with pytest.raises(KeyError, match=re.escape(told)):
        Words.load(folder).say(language, key)


def test_an_unknown_section_is_named(folder: Path) -> None:
    with pytest.raises(KeyError, match="no words in section 'nowhere'"):
        Words.load(folder).section("id", "nowhere")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[kiosk\n", "en.toml: .*line 1"),
        ("[kiosk]\nend = 3\n", r"en.toml: \[kiosk\] end must be a sentence"),
        ("[kiosk]\n[kiosk.deep]\nend = 'x'\n", r"en.toml: \[kiosk\] deep must be a sentence"),
        ('end = "Done"\n', "en.toml: end stands outside the tables"),
    ],
)
def test_a_bad_file_is_named_with_the_place(folder: Path, text: str, told: str) -> None:
    write(folder, "en", text)
    with pytest.raises(WordsError, match=told):
        Words.load(folder)


def test_a_missing_language_is_named(folder: Path) -> None:
    (folder / "en.toml").unlink()
    with pytest.raises(WordsError, match=r"en\.toml: this file of words is missing"):
        Words.load(folder)


def test_our_languages_have_the_same_keys() -> None:
    words = Words.load(FOLDER)
    assert words.sentences["id"].keys() == words.sentences["en"].keys()


def test_our_sentences_have_the_same_blanks_in_every_language() -> None:
    words = Words.load(FOLDER)
    for key, sentence in words.sentences["id"].items():
        assert blanks(sentence) == blanks(words.sentences["en"][key]), key


def test_no_sentence_of_ours_is_empty() -> None:
    words = Words.load(FOLDER)
    assert [
        key for table in words.sentences.values() for key, text in table.items() if not text.strip()
    ] == []
