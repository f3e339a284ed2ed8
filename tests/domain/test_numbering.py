"""How a number looks on paper, on a screen and in a mouth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.numbering import meant, number


@pytest.mark.parametrize(("ordinal", "shown"), [(1, "A-001"), (7, "A-007"), (42, "A-042"), (999, "A-999")])
def test_a_number_has_three_figures(ordinal: int, shown: str) -> None:
    assert number("A", ordinal) == shown


def test_the_thousandth_visitor_still_gets_a_number() -> None:
    assert number("A", 1000) == "A-1000"


@given(st.integers(1, 100_000), st.integers(1, 100_000))
def test_two_visitors_of_a_series_never_read_the_same_number(one: int, other: int) -> None:
    assert (number("A", one) == number("A", other)) == (one == other)


@pytest.mark.parametrize("said", ["A-007", "a7", "A 7", "a.007", " A - 07 ", "A–7"])
def test_one_number_is_said_in_many_ways(said: str) -> None:
    assert ("a", 7) in meant(said)
    assert {ordinal for _, ordinal in meant(said)} == {7}


def test_without_letters_any_series_may_be_meant_and_without_figures_any_number() -> None:
    assert meant("017") == {("", 17)}
    assert meant("kua") == {("kua", None)}
    assert meant(" - ") == meant("a0") == frozenset()


def test_figures_at_the_end_may_belong_to_the_prefix() -> None:
    assert meant("b12") == {("b", 12), ("b1", 2)}


@given(st.sampled_from(["A", "B1", "KUA-2"]), st.integers(1, 999_999))
def test_what_is_shown_is_understood(prefix: str, ordinal: int) -> None:
    plain = prefix.lower().replace("-", "")
    assert (plain, ordinal) in meant(number(prefix, ordinal))
