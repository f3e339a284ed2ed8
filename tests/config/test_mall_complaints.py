"""Every mistake has a code, a sentence in either language and a path that leads to its field."""

import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.mall import Mistake, mistakes
from config.mall_complaints import SECTION, Complaint, Hint
from config.mall_mistakes import MallError
from config.words import shipped_words
from tests.config.good_mall import GOOD, changed
from tests.config.mall_mistakes import MISTAKES

CONFIG = Path(__file__).parents[2] / "config"


def found(text: str) -> list[Mistake]:
    return mistakes(tomllib.loads(text))


def only(old: str, new: str) -> Mistake:
    (mistake,) = found(changed(old, new))
    return mistake


@pytest.mark.parametrize(("old", "new", "told"), MISTAKES, ids=[told for _, _, told in MISTAKES])
def test_a_mistake_is_told_in_either_language(old: str, new: str, told: str) -> None:
    for mistake in found(changed(old, new)):
        spoken = mistake.sentence("id"), mistake.sentence("en")
        assert spoken[0] != spoken[1]
        assert not any(
            "{" in sentence and mistake.code not in ("bad_brace", "wants_blanks") for sentence in spoken
        )
        assert all(sentence[-1] in ".?" for sentence in spoken)


@pytest.mark.parametrize(("old", "new", "told"), MISTAKES, ids=[told for _, _, told in MISTAKES])
def test_a_path_leads_as_far_as_the_document_goes(old: str, new: str, told: str) -> None:
    document = tomllib.loads(changed(old, new))
    for mistake in mistakes(document):
        here: Any = document
        for part in mistake.path[:-1]:
            here = below(here, part)
            assert here is not None, mistake.path


def below(here: Any, part: str) -> Any:
    if isinstance(here, list):
        named = (row for row in here if part in (str(row.get("code")), str(row.get("date"))))
        return next(named, None) or here[int(part)]
    return here.get(part)


def test_a_path_goes_by_codes_and_dates_and_else_by_places() -> None:
    assert only("minutes = 20", "minutes = 0").path == ("agency", "B", "service", "B01", "minutes")
    assert only('printer = "P1"', 'printer = "P3"').path == ("site", "MAIN", "kiosk", "K1", "printer")
    assert only('to = "13:00"', 'to = "11:00"').path == ("break", "0", "to")
    assert only(', en = "Friday prayer"', "").path == ("break", "0", "reason", "en")
    assert only("[rules]", '[words.id]\n"kiosk.greeting" = ""\n[rules]').path == (
        "words",
        "id",
        "kiosk.greeting",
    )
    assert only('name = "Hari Kemerdekaan"', 'name = ""').path == ("holiday", "2026-08-17", "name")


def test_an_entry_of_a_list_is_told_with_its_place_and_leads_to_the_list() -> None:
    mistake = only('["fri", "mon"]', '["fri", "jum"]')
    assert mistake.path == ("break", "0", "days")
    assert mistake.sentence("id").startswith("Isian ke-2 harus 'mon', 'tue'")


def test_a_sentence_stands_alone_and_a_line_says_where() -> None:
    mistake = only("quota = 0", "quota = -1")
    assert mistake.code == "at_least"
    assert mistake.sentence("en") == "Must be 0 or more, not -1."
    assert mistake.sentence("id") == "Harus 0 atau lebih, bukan -1."
    assert mistake.line("id").endswith("[[agency.service]] A02 quota harus 0 atau lebih, bukan -1")
    assert MallError([mistake]).lines("id") == mistake.line("id")


def test_choices_and_hints_are_told_in_the_language_too() -> None:
    told = only('transport = "tcp"', 'transport = "fax"')
    assert told.sentence("id") == "Harus 'tcp', 'usb', 'serial', 'cups' atau 'emulator', bukan 'fax'."
    hinted = only('zones = ["Z1"]', 'zones = ["Z1"]\nlayout = "agency"').sentence("id")
    assert hinted == "Menyebut agency, yang bukan tata letak; maksudnya agencies?"


def test_what_was_written_is_shown_where_it_is_short_and_plain() -> None:
    assert Complaint("number", given=True).phrase("en") == "must be a number, not true"
    assert Complaint("number", given="x" * 60).phrase("en") == "must be a number"
    assert Complaint("number", given=["x"]).phrase("en") == "must be a number"
    assert Complaint("number", given="{x}").phrase("en") == "must be a number, not '{x}'"
    assert (
        Complaint("unknown_key", hint=Hint(("a", "b"), alike=False)).phrase("id").endswith("; yang ada: a, b")
    )


def test_every_sentence_belongs_to_a_mistake() -> None:
    sources = "".join(file.read_text(encoding="utf-8") for file in CONFIG.glob("mall_*.py"))
    codes = [
        key.removeprefix(f"{SECTION}.") for key in shipped_words().sentences["en"] if key.startswith(SECTION)
    ]
    built = ("what_", "unknown_", "colour_")
    assert [code for code in codes if f'"{code}"' not in sources and not code.startswith(built)] == []


JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, float("nan"), 10**30, "", "x", "all", "{", "\x00", "24:00", "2026-02-30",
    "a" * 500, [], [1], [[]], ["x"], [{"code": "x"}], [None], {}, {"code": 1}, {"id": "x"},
    {"kiosk.greeting": "{x"},
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_document_is_told_and_never_a_crash(data: st.DataObject) -> None:
    document = tomllib.loads(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        places = spots(document)
        holder, key = data.draw(st.sampled_from(places)) if places else (document, "mall")
        holder[key] = deepcopy(data.draw(st.sampled_from(JUNK)))
    for mistake in mistakes(document):
        assert mistake.path
        assert mistake.sentence("id")
        assert mistake.line("en").startswith("mall.toml: ")


def spots(here: Any) -> list[tuple[Any, Any]]:
    """Every place of a document in which something stands."""
    keys = list(here) if isinstance(here, dict) else range(len(here)) if isinstance(here, list) else ()
    return [(here, key) for key in keys] + [spot for key in keys for spot in spots(here[key])]


def test_a_good_mall_has_no_mistakes() -> None:
    assert found(GOOD) == []
