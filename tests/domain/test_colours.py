"""Whatever two colours a mall chooses, its screens can be read."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.colours import (
    DANGER,
    DAY_GROUNDS,
    EDGE,
    MORE,
    NIGHT_GROUNDS,
    TEXT,
    Level,
    Theme,
    contrast,
    difference,
    ink_on,
    readable,
    theme,
)

TOKENS = (Path(__file__).parents[2] / "app/web/static/tokens.css").read_text(encoding="utf-8")
COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def level(found: Theme, of: str) -> tuple[Level, str]:
    return next((each.level, each.code) for each in found.verdicts if each.of == of)


@settings(max_examples=150, deadline=None)
@given(COLOURS, COLOURS)
@example("#ffff00", "#000000")
@example("#808080", "#767676")
def test_every_choice_can_be_read_by_day_by_night_and_in_high_contrast(primary: str, accent: str) -> None:
    found = theme(primary, accent)
    for roles, grounds, floor in (
        (found.day, DAY_GROUNDS, TEXT), (found.night, NIGHT_GROUNDS, TEXT), (found.more, DAY_GROUNDS, MORE),
    ):  # fmt: skip
        assert all(contrast(roles["accent"], ground) >= floor for ground in grounds)
        assert contrast(roles["accent"], roles["accent-ink"]) >= TEXT
        assert all(contrast(roles.get("focus", roles["accent"]), ground) >= EDGE for ground in grounds)
        assert "call" not in roles or contrast(roles["call"], roles["call-ink"]) >= TEXT


@settings(max_examples=60, deadline=None)
@given(COLOURS)
def test_some_ink_can_be_read_on_any_ground(ground: str) -> None:
    assert contrast(ink_on(ground), ground) >= TEXT


@pytest.mark.parametrize("colour", ["#0b5d4f", "#0B5D4F"])
def test_a_colour_that_can_be_read_stays_as_it_is(colour: str) -> None:
    assert theme(colour, None).day["accent"] == "#0b5d4f"
    assert level(theme(colour, None), "primary") == (Level.FINE, "primary_fine")


def test_a_pale_colour_becomes_a_neighbour_that_can_be_read() -> None:
    shown = theme("#7fc8a9", None).day["accent"]
    assert level(theme("#7fc8a9", None), "primary") == (Level.CHANGED, "primary_changed")
    assert 4.5 <= contrast(shown, "#faf8f3") < 4.6
    assert difference(shown, "#7fc8a9") < 0.3


@pytest.mark.parametrize(
    ("primary", "accent", "said"),
    [
        (None, "#f2b705", (Level.FINE, "accent_fine")),
        (None, "#fffdf0", (Level.REFUSED, "accent_pale")),
        (None, "#000000", (Level.REFUSED, "accent_dark")),
        (None, "#14142a", (Level.REFUSED, "accent_dark")),
        (None, "#b3241c", (Level.DOUBTFUL, "accent_like_danger")),
        ("#f2b705", "#f2b705", (Level.FINE, "accent_fine")),  # the buttons are darker than was asked for
        ("#0b5d4f", "#0b6d5f", (Level.DOUBTFUL, "accent_like_primary")),
    ],
)
def test_what_is_said_of_the_colour_of_calls(
    primary: str | None, accent: str, said: tuple[Level, str]
) -> None:
    assert level(theme(primary, accent), "accent") == said


def test_a_refused_colour_leaves_the_calls_as_they_were() -> None:
    refused = theme("#0b5d4f", "#ffffff")
    assert refused.is_refused
    assert "call" not in refused.day
    assert "call" not in refused.night


def test_a_red_of_buttons_is_doubted() -> None:
    assert level(theme("#c02020", None), "primary") == (Level.DOUBTFUL, "primary_like_danger")


def test_no_colours_set_nothing() -> None:
    nothing = theme(None, None)
    assert (dict(nothing.day), dict(nothing.night), dict(nothing.more), nothing.verdicts) == ({}, {}, {}, ())


@pytest.mark.parametrize("wrong", ["", "red", "#fff", "#0b5d4", "#0b5d4f0", "#0b5d4g", "#0b5d4f\n"])
def test_what_is_no_colour_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="is no colour"):
        theme(wrong, None)


def test_readable_goes_no_further_than_it_must() -> None:
    assert contrast(readable("#ffffff", ("#ffffff",), floor=4.5), "#ffffff") == pytest.approx(4.5, abs=0.06)


def test_the_grounds_are_those_of_the_screens() -> None:
    def token(name: str) -> str:
        return str(re.findall(rf"--{name}: (#\w+);", TOKENS)[0])

    assert (token("paper-50"), token("paper-0")) == DAY_GROUNDS
    assert (token("night-950"), token("night-900")) == NIGHT_GROUNDS
    assert token("chili-700") == DANGER
