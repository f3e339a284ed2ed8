"""Codes that people read aloud and type, and when guessing them ends."""

import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from app.domain.pairing import (
    ALPHABET,
    CODE_LIVES,
    LOCKED_FOR,
    MOST_WRONG,
    WRONG_WITHIN,
    is_good,
    is_one_too_many,
    locked_until,
    neighbourhood,
    new_code,
    plain_name,
    poll_key,
    same_code,
    shown,
    to_give_way,
    typed,
)

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def test_a_code_is_eight_letters_that_spell_no_word() -> None:
    code = new_code(os.urandom)

    assert len(code) == 8
    assert set(code) <= set("BCDFGHJKLMNPQRSTVWXZ")
    assert typed(shown(code)) == code


def test_every_letter_is_as_likely_as_any_other() -> None:
    """Out of all 256 values of a byte each letter comes from the same number; the rest is thrown away."""
    bytes_in_turn = count()
    letters = Counter(
        "".join(new_code(lambda n: bytes(next(bytes_in_turn) % 256 for _ in range(n))) for _ in range(30))
    )

    assert letters == dict.fromkeys(ALPHABET, 12)


@pytest.mark.parametrize("text", ["BCDF-GHJK", "bcdfghjk", " bcdf ghjk ", "BCDF - GHJK", "b-c-d-f-g-h-j-k"])
def test_a_code_may_be_typed_in_any_way_a_person_reads_it(text: str) -> None:
    assert typed(text) == "BCDFGHJK"


@pytest.mark.parametrize("text", ["", "BCDF", "BCDF-GHJKL", "ABCD-EFGH", "BCDF-GHJ1", "ＢＣＤＦＧＨＪＫ"])
def test_what_can_be_no_code_is_none(text: str) -> None:
    assert typed(text) is None


def test_codes_are_the_same_or_not() -> None:
    assert same_code("BCDFGHJK", "BCDFGHJK")
    assert not same_code("BCDFGHJK", "BCDFGHJL")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("pc-01", "pc-01"),
        ("  pc\t01\n", "pc 01"),
        ("pc\x00\x1b[31m01", "pc [31m01"),
        ("pc\u202e10", "pc 10"),
        ("x" * 500, "x" * 40),
        ("", ""),
    ],
)
def test_a_strangers_name_is_one_short_line_without_tricks(text: str, plain: str) -> None:
    assert plain_name(text) == plain


def test_the_key_for_asking_again_is_not_the_secret() -> None:
    assert poll_key("a") != poll_key("b")
    assert len(bytes.fromhex(poll_key("a"))) == 32


def test_the_fifth_wrong_code_in_ten_minutes_is_one_too_many() -> None:
    earlier = [NOW - timedelta(minutes=9 - number) for number in range(MOST_WRONG - 1)]

    assert is_one_too_many(earlier, now=NOW)
    assert not is_one_too_many(earlier[1:], now=NOW)
    assert not is_one_too_many([NOW - WRONG_WITHIN, *earlier[1:]], now=NOW)


def test_a_lock_ends_after_ten_minutes_and_a_clock_set_back_makes_it_no_longer() -> None:
    until = NOW + LOCKED_FOR

    assert locked_until([until], now=NOW) == until
    assert locked_until([until], now=until) is None
    assert locked_until([until], now=NOW - timedelta(hours=1)) is None
    assert locked_until([], now=NOW) is None


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("somewhere", "somewhere"),
    ],
)
def test_a_neighbourhood_is_an_address_or_a_household(address: str, home: str) -> None:
    assert neighbourhood(address) == home


@pytest.mark.parametrize(("homes", "which"), [("a", 0), ("abba", 0), ("abb", 1), ("abbcc", 1), ("abc", 0)])
def test_the_oldest_of_the_most_crowded_neighbourhood_gives_way(homes: str, which: int) -> None:
    assert to_give_way(homes) == which


def test_a_code_is_good_for_its_ten_minutes_and_for_no_more() -> None:
    assert is_good(NOW + CODE_LIVES, now=NOW)
    assert not is_good(NOW, now=NOW)
    assert not is_good(NOW + CODE_LIVES + timedelta(seconds=1), now=NOW)
