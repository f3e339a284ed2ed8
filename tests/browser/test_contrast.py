"""Guards the colours: every pair that tokens.css promises is computed from that same file."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "app/web/static/tokens.css"
SOURCE = TOKENS.read_text(encoding="utf-8")
DECLARATION = re.compile(r"--([\w-]+):\s*([^;]+);")


def roles_of(selector: str) -> dict[str, str]:
    start = SOURCE.index(selector) + len(selector)
    return dict(DECLARATION.findall(SOURCE[start : SOURCE.index("}", start)]))


DAY = roles_of(":root {")
NIGHT = roles_of('\n[data-theme="dark"] {')
NIGHT_BY_DEVICE = roles_of(':root:not([data-theme="light"]) {')
HIGH_CONTRAST = roles_of('[data-contrast="more"] {')
THEMES = {"light": DAY, "dark": DAY | NIGHT, "high contrast": DAY | HIGH_CONTRAST}


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, WCAG 2.2."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def colour_of(theme: dict[str, str], role: str) -> str:
    value = theme[role]
    while value.startswith("var(--"):
        value = theme[value.removeprefix("var(--").removesuffix(")")]
    return value


def promised() -> Iterator[tuple[str, str, float]]:
    opening = SOURCE[: SOURCE.index("*/")]
    text, edges = opening.split("At least 3:1")
    for part, floor in ((text, 4.5), (edges, 3.0)):
        for grounds, inks in re.findall(r"\* +on ([\w -]+): ([\w -]+)", part):
            for ground in grounds.split():
                yield from ((ground, ink, floor) for ink in inks.split())


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ground", "ink", "floor"), list(promised()))
def test_a_promised_pair_can_be_read(theme: str, ground: str, ink: str, floor: float) -> None:
    roles = THEMES[theme]
    assert contrast(colour_of(roles, ground), colour_of(roles, ink)) >= floor


def test_the_promises_cover_every_ink() -> None:
    inks = {role for role in DAY if role == "ink" or role.endswith("-ink")}
    assert inks == {ink for _, ink, _ in promised() if ink == "ink" or ink.endswith("-ink")}


def test_night_is_the_same_whoever_asks_for_it() -> None:
    assert NIGHT == NIGHT_BY_DEVICE


def test_components_name_roles_and_no_colour() -> None:
    folders = [TOKENS.parents[1], TOKENS.parents[3] / "displays"]
    for sheet in (sheet for folder in folders for sheet in folder.rglob("*.css")):
        if sheet != TOKENS and "vendor" not in sheet.parts:
            colours = re.findall(
                r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)\(", sheet.read_text(encoding="utf-8")
            )
            assert colours == [], sheet
