"""Addresses are sealed by the installation's secret, and open only where they belong."""

import os

import pytest

from app.vault import Unsealable, Vault

VAULT = Vault(b"a" * 32, os.urandom)


def test_what_is_sealed_can_be_opened_and_not_read() -> None:
    sealed = VAULT.seal("siti@example.org", place="main")
    assert b"siti" not in sealed
    assert VAULT.open(sealed, place="main") == "siti@example.org"


def test_the_same_address_is_sealed_otherwise_each_time_and_found_all_the_same() -> None:
    assert VAULT.seal("a", place="main") != VAULT.seal("a", place="main")
    assert VAULT.digest("a") == VAULT.digest("a") != VAULT.digest("b")


def test_another_secret_neither_opens_nor_finds() -> None:
    other = Vault(b"b" * 32, os.urandom)
    with pytest.raises(Unsealable):
        other.open(VAULT.seal("a", place="main"), place="main")
    assert other.digest("a") != VAULT.digest("a")


def test_a_row_that_was_carried_elsewhere_does_not_open() -> None:
    with pytest.raises(Unsealable):
        VAULT.open(VAULT.seal("a", place="main"), place="branch")


@pytest.mark.parametrize("damage", [b"", b"short", bytes(40)])
def test_what_is_damaged_does_not_open(damage: bytes) -> None:
    with pytest.raises(Unsealable):
        VAULT.open(damage, place="main")
