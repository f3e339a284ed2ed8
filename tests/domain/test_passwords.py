"""Passwords that are refused, and those that are not: people may write a sentence."""

import os

import pytest

from app.domain.passwords import SHORTEST, Weakness, plain_password, temporary_password, weakness

COMMON = [
    "password1234",
    "P@ssw0rd2026!",
    "Sandi!Banyuwangi2026",
    "R4hasia2024!!!!",
    "Antre4nLoket3!!",
    "qwertyuiop12",
    "poiuytrewq99",
    "081234567890",
    "17-08-1945-17-08",
    "aaaaaaaaaaaa",
    "loketloketloket",
    "kxmkxmkxmkxm",
    "JanuariFebruari",
    "selamat datang 2026",
]
GOOD = ["kuda lumping menari", "correct horse battery", "tQ7v-mm2x-9fkp", "lima ekor kucing di atap"]


@pytest.mark.parametrize("password", COMMON)
def test_what_everybody_takes_is_refused(password: str) -> None:
    assert weakness(password, username="siti") is Weakness.COMMON


@pytest.mark.parametrize("password", GOOD)
def test_a_sentence_or_chance_is_good_enough(password: str) -> None:
    assert weakness(password, username="siti") is None


def test_eleven_letters_are_too_few_and_twelve_enough() -> None:
    assert weakness("kuda lumpin", username="siti") is Weakness.SHORT
    assert weakness("kuda lumping", username="siti") is None
    assert len("kuda lumping") == SHORTEST


def test_a_book_is_refused() -> None:
    assert weakness("kuda lumping " * 20, username="siti") is Weakness.LONG


@pytest.mark.parametrize("password", ["siti.rahayu-kuda", "kuda SITI RAHAYU", "xxSitiRahayu2026"])
def test_the_own_name_is_no_secret(password: str) -> None:
    assert weakness(password, username="siti.rahayu") is Weakness.NAME


def test_a_letter_counts_the_same_from_every_keyboard() -> None:
    assert plain_password("cafe\u0301 hitam manis") == plain_password("caf\u00e9 hitam manis")


def test_a_temporary_password_is_good_and_never_the_same() -> None:
    made = {temporary_password(os.urandom) for _ in range(50)}
    assert len(made) == 50
    assert all(weakness(password, username="siti") is None for password in made)
