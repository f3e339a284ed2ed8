"""The lexicons an office may edit, and what it is told when an edit went wrong."""

import re
from pathlib import Path

import pytest

from displays.voice.lexicon import LexiconError, load_lexicon, load_lexicons

FOLDER = Path(__file__).parents[2] / "config" / "voice"
LEXICONS = load_lexicons(FOLDER)


def edited(folder: Path, old: str, new: str) -> Path:
    """The Indonesian lexicon with one edit."""
    text = (FOLDER / "id.toml").read_text("utf-8")
    assert old in text
    path = folder / "id.toml"
    path.write_text(text.replace(old, new), "utf-8")
    return path


def test_both_languages_are_there_and_know_the_same_counter_words() -> None:
    assert set(LEXICONS) == {"id", "en"}
    assert set(LEXICONS["id"].names) <= set(LEXICONS["en"].names)


@pytest.mark.parametrize("language", ["id", "en"])
def test_sounds_are_whole(language: str) -> None:
    lexicon = LEXICONS[language]
    for sound in (*lexicon.letters.values(), *lexicon.sounds.values()):
        assert re.fullmatch(r"\[\[[^][]+\]\]", sound)


def test_numbers_beyond_the_words_are_refused() -> None:
    with pytest.raises(ValueError, match="10000"):
        LEXICONS["id"].numbers.say(10000)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("call = ", "calls = ", r"id\.toml: sentences\.call"),
        ("rate = 150", 'rate = "fast"', r"id\.toml: voice\.rate"),
        ("[sounds]", "[noises]", r"id\.toml: (sounds|noises)"),
        (
            "silakan menuju, {counter}",
            "silakan menuju, {konter}",
            r"id\.toml: sentences\.(re)?call must hold",
        ),
        ('Z = "[[z\'Et]]"', "", r"id\.toml: letters: no sound for Z"),
        ('"dua puluh", ', "", r"id\.toml: numbers"),
        ("[letters]", "[letters", r"id\.toml: .*line"),
    ],
)
def test_a_wrong_edit_names_file_and_key(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    with pytest.raises(LexiconError, match=complaint):
        load_lexicon(edited(tmp_path, old, new))
