"""How a number looks on paper, on a screen and in a mouth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.numbering import number


@pytest.mark.parametrize(("ordinal", "shown"), [(1, "A-001"), (7, "A-007"), (42, "A-042"), (999, "A-999")])
def test_a_number_has_three_figures(ordinal: int, shown: str) -> None:
    assert number("A", ordinal) == shown


def test_the_thousandth_visitor_still_gets_a_number() -> None:
    assert number("A", 1000) == "A-1000"


@given(st.integers(1, 100_000), st.integers(1, 100_000))
def test_two_visitors_of_a_series_never_read_the_same_number(one: int, other: int) -> None:
    assert (number("A", one) == number("A", other)) == (one == other)
