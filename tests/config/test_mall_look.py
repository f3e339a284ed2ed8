"""A colour that the screens could not wear is a mistake of the mall, told with its place."""

from typing import Any

import pytest

from config import mall as mall_files
from config.mall_document import document
from tests.factories import a_mall


def told(look: Any) -> list[tuple[tuple[str, ...], str]]:
    found = mall_files.mistakes({**document(a_mall()), "look": look})
    return [(each.path, each.sentence("id")) for each in found]


@pytest.mark.parametrize("look", [{}, {"primary": "#ffff00"}, {"primary": "#0b5d4f", "accent": "#f2b705"}])
def test_colours_that_can_be_worn_are_no_mistake(look: Any) -> None:
    assert told(look) == []


@pytest.mark.parametrize(
    ("accent", "why"), [("#fffef8", "warna kertas"), ("#101010", "warna malam")], ids=["pale", "dark"]
)
def test_a_colour_in_which_calls_would_be_lost_is_one(accent: str, why: str) -> None:
    ((path, sentence),) = told({"accent": accent})
    assert path == ("look", "accent")
    assert why in sentence


@pytest.mark.parametrize("look", [{"accent": "gold"}, {"accent": 7}, "#ffffff", ["#ffffff"]])
def test_what_is_no_colour_is_told_once(look: Any) -> None:
    assert len(told(look)) == 1


def test_no_site_is_called_as_the_address_of_the_logo() -> None:
    whole = document(a_mall())
    whole["site"][0]["code"] = "logo"
    assert [each.path for each in mall_files.mistakes(whole)] == [("site", "logo", "code")]
