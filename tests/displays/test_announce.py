"""What the voice says for a call, in both languages and both ways of reading numbers."""

import re
from pathlib import Path

import pytest

from app.domain.mall import NumberSpeech
from displays.announce import Utterance, said_counter, said_number, utterances
from displays.announcer import said_place
from displays.voice.lexicon import load_lexicons

LEXICONS = load_lexicons(Path(__file__).parents[2] / "config" / "voice")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS, WORDS = NumberSpeech.DIGITS, NumberSpeech.WORDS

NUMBERS = """
id digits A-001  | A, nol nol satu
id digits A-007  | A, nol nol tujuh
id digits B-010  | B, nol satu nol
id digits C-011  | C, nol satu satu
id digits D-100  | D, satu nol nol
id digits E-999  | E, sembilan sembilan sembilan
id digits HU-112 | H U, satu satu dua
id digits KJ-045 | K J, nol empat lima
id digits BC-306 | B C, tiga nol enam
id digits A-1000 | A, satu nol nol nol
id digits A2-008 | A dua, nol nol delapan
id digits 042    | nol empat dua
id words  A-001  | A, satu
id words  A-002  | A, dua
id words  A-003  | A, tiga
id words  A-004  | A, empat
id words  A-005  | A, lima
id words  A-006  | A, enam
id words  A-007  | A, tujuh
id words  A-008  | A, delapan
id words  A-009  | A, sembilan
id words  A-010  | A, sepuluh
id words  A-011  | A, sebelas
id words  A-012  | A, dua belas
id words  A-015  | A, lima belas
id words  A-019  | A, sembilan belas
id words  A-020  | A, dua puluh
id words  A-021  | A, dua puluh satu
id words  A-066  | A, enam puluh enam
id words  A-099  | A, sembilan puluh sembilan
id words  A-100  | A, seratus
id words  A-101  | A, seratus satu
id words  A-110  | A, seratus sepuluh
id words  A-111  | A, seratus sebelas
id words  A-117  | A, seratus tujuh belas
id words  A-140  | A, seratus empat puluh
id words  A-199  | A, seratus sembilan puluh sembilan
id words  A-200  | A, dua ratus
id words  A-211  | A, dua ratus sebelas
id words  A-305  | A, tiga ratus lima
id words  A-999  | A, sembilan ratus sembilan puluh sembilan
id words  A-1000 | A, seribu
id words  A-1234 | A, seribu dua ratus tiga puluh empat
id words  A-2011 | A, dua ribu sebelas
id words  HU-012 | H U, dua belas
en digits A-007  | A, zero zero seven
en digits HU-120 | H U, one two zero
en words  A-007  | A, seven
en words  A-010  | A, ten
en words  A-012  | A, twelve
en words  A-020  | A, twenty
en words  A-021  | A, twenty-one
en words  A-100  | A, one hundred
en words  A-107  | A, one hundred and seven
en words  A-112  | A, one hundred and twelve
en words  A-340  | A, three hundred and forty
en words  A-999  | A, nine hundred and ninety-nine
en words  A-1005 | A, one thousand and five
en words  A-1250 | A, one thousand two hundred and fifty
"""

COUNTERS = """
id Loket 3            | loket tiga
id Loket 03           | loket tiga
id Loket 12           | loket dua belas
id Loket 3A           | loket tiga A
id LOKET B            | loket B
id loket 21           | loket dua puluh satu
id Meja Informasi     | meja informasi
id Meja Informasi 2   | meja informasi dua
id Ruang Minak Jinggo | ruang Minak Jinggo
id Pos Jum'at         | Pos Jum'at
en Loket 3            | counter three
en Loket 12           | counter twelve
en Loket 3A           | counter three A
en Meja Informasi     | the information desk
en Meja 4             | desk four
en Ruang Minak Jinggo | room Minak Jinggo
"""

SENTENCES = """
id call          | Nomor antrean, A, nol nol tujuh, silakan menuju, loket tiga
id recall        | Panggilan ulang, nomor antrean, A, nol nol tujuh, silakan menuju, loket tiga
id short         | A, nol nol tujuh, loket tiga
id short recall  | Panggilan ulang, A, nol nol tujuh, loket tiga
en call          | Number A, zero zero seven, please go to counter three
en recall        | Calling again, number A, zero zero seven, please go to counter three
en short         | A, zero zero seven, counter three
en short recall  | Calling again, A, zero zero seven, counter three
"""


def rows(table: str) -> list[tuple[str, str]]:
    """(what is given, what is said) of each line."""
    lines = (line.split("|") for line in table.strip().splitlines())
    return [(given.strip(), said.strip()) for given, said in lines]


def say(
    number: str = "A-007",
    counter: str = "Loket 3",
    *,
    language: str = "id",
    style: NumberSpeech = DIGITS,
    recall: bool = False,
    short: bool = False,
) -> Utterance:
    (utterance,) = utterances(
        number=number, counter_name=counter, recall=recall, short=short,
        languages=[language], style=style, lexicons=LEXICONS,
    )  # fmt: skip
    return utterance


@pytest.mark.parametrize(("given", "said"), rows(NUMBERS))
def test_a_number_is_said_as_people_say_it(given: str, said: str) -> None:
    language, style, number = given.split()
    assert said_number(number, LEXICONS[language], NumberSpeech(style)) == said


@pytest.mark.parametrize(("given", "said"), rows(COUNTERS))
def test_a_counter_is_said_in_words(given: str, said: str) -> None:
    language, name = given.split(" ", 1)
    assert said_counter(name, LEXICONS[language]) == said


@pytest.mark.parametrize(("given", "said"), rows(SENTENCES))
def test_a_call_is_a_whole_sentence(given: str, said: str) -> None:
    language, *kind = given.split()
    assert say(language=language, recall="recall" in kind, short="short" in kind).text == said


def test_each_language_of_the_display_is_spoken_in_its_order() -> None:
    said = utterances(
        number="A-007", counter_name="Loket 3", recall=False,
        languages=["en", "id"], style=DIGITS, lexicons=LEXICONS,
    )  # fmt: skip
    assert [utterance.language for utterance in said] == ["en", "id"]


def test_a_language_without_lexicon_is_left_out() -> None:
    said = utterances(
        number="A-007", counter_name="Loket 3", recall=False,
        languages=["jv", "id"], style=DIGITS, lexicons=LEXICONS,
    )  # fmt: skip
    assert [utterance.language for utterance in said] == ["id"]


def test_difficult_words_and_letters_carry_their_sounds() -> None:
    assert say("B-006", "Loket 11").spoken == (
        "Nomor [[antRe'an]], [[b'e]], [[n'Ol]] [[n'Ol]] [[@n'am]], silakan menuju, [[l'okEt]] [[s@b@l'as]]"
    )


def test_a_counter_name_cannot_smuggle_sounds_or_marks() -> None:
    spoken = say(counter="Loket [[x]] <break/> {number} 3, 4").spoken
    assert spoken.endswith("[[l'okEt]] [['Eks]] break number tiga [[@mp'at]]")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("letter", LETTERS)
def test_the_digits_of_every_number_can_be_read_back(language: str, letter: str) -> None:
    lexicon = LEXICONS[language]
    value_of = {word: str(value) for value, word in enumerate(lexicon.numbers.below_twenty[:10])}
    for value in range(1, 1000):
        said, digits = said_number(f"{letter}-{value:03d}", lexicon, DIGITS).split(", ")
        assert said == letter
        assert "".join(value_of[word] for word in digits.split()) == f"{value:03d}"


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("letter", LETTERS)
def test_the_words_of_every_number_can_be_read_back(language: str, letter: str) -> None:
    read = {"id": value_of_indonesian, "en": value_of_english}[language]
    for value in range(1, 1000):
        said, words = said_number(f"{letter}-{value:03d}", LEXICONS[language], WORDS).split(", ")
        assert (said, read(words)) == (letter, value)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("style", list(NumberSpeech))
def test_every_word_of_every_call_is_spelled_or_given_as_a_sound(language: str, style: NumberSpeech) -> None:
    for value in range(1, 1000):
        letter = LETTERS[value % 26]
        said = say(f"{letter}-{value:03d}", f"Loket {value % 80 + 1}", language=language, style=style)
        assert not re.search(r"\d", said.spoken)
        assert said.spoken.count("[[") == said.spoken.count("]]")
        assert re.search(rf"\b{letter}\b", said.text)


def value_of_indonesian(words: str) -> int:
    """An independent reading of Indonesian number words below one thousand."""
    names = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
    units = {name: value for value, name in enumerate(names, 1)}
    total = 0
    held = 0
    for word in words.split():
        match word:
            case "seratus":
                total += 100
            case "ratus":
                total, held = total + 100 * held, 0
            case "puluh":
                total, held = total + 10 * held, 0
            case "belas":
                total, held = total + 10 + held, 0
            case "sepuluh":
                total += 10
            case "sebelas":
                total += 11
            case _:
                held = units[word]
    return total + held


def value_of_english(words: str) -> int:
    """An independent reading of English number words below one thousand."""
    names = (
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    )  # fmt: skip
    values = {name: value for value, name in enumerate(names, 1)}
    values |= {"forty": 40, "twenty": 20, "thirty": 30, "fifty": 50, "sixty": 60, "seventy": 70}
    values |= {"eighty": 80, "ninety": 90}
    total = 0
    for word in words.replace("-", " ").split():
        if word == "hundred":
            total *= 100
        elif word != "and":
            total += values[word]
    return total


@pytest.mark.parametrize(
    ("zones", "language", "said"),
    [
        (["Z3"], "id", "loket lima puluh dua"),
        (["Z3", "Z1"], "id", "lantai tiga loket lima puluh dua"),
        (["Z3", "Z1"], "en", "floor three counter fifty-two"),
    ],
)
def test_a_call_to_another_floor_says_which(zones: list[str], language: str, said: str) -> None:
    call = {"counter_name": "Loket 52", "zone_name": "Lantai 3", "zones": zones}
    assert said_counter(said_place(call), LEXICONS[language]) == said
