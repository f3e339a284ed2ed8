"""What the office sets on a display: over the mall's data, and told to nobody but who may know."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.layout import Theme
from app.domain.staff import Grant, Role
from tests.factories import MAIN
from tests.web.api.caller import Api

PATH = f"/api/v1/sites/{MAIN}/displays"
WISH = {"layout": "agencies", "distance_m": 7.5, "screen_inches": 65, "theme": "dark"}


def change(api: Api, wish: dict[str, Any], *, display: str = "TV1") -> Any:
    session = api.session(Grant(Role.ADMINISTRATOR))
    return api.ask("PATCH", f"{PATH}/{display}", session=session, body=wish)


def displays(api: Api) -> list[dict[str, Any]]:
    listed = api.ask("GET", PATH, session=api.session(Grant(Role.ADMINISTRATOR))).get_json()
    found: list[dict[str, Any]] = listed["displays"]
    return found


def test_a_display_is_set_as_the_mall_says_until_somebody_sets_it(api: Api) -> None:
    before = displays(api)[0]
    assert (before["layout"], before["distance_m"], before["screen_inches"]) == ("calls", 6, 55)
    assert change(api, WISH).status_code == 200
    after = displays(api)[0]
    assert {key: after[key] for key in WISH} == WISH
    assert change(api, {**WISH, "theme": None}).get_json()["displays"][0]["theme"] is None


def test_what_is_left_to_the_malls_data_is_as_they_say(api: Api) -> None:
    before = displays(api)[0]
    assert set(before["chosen"].values()) == {None}
    assert change(api, {**WISH, "volume": 30, "always_on": True}).status_code == 200
    after = displays(api)[0]
    assert (after["volume"], after["always_on"], after["chosen"]["volume"]) == (30, True, 30)
    assert after["usual"] == before["usual"]
    assert change(api, {"volume": 0}).status_code == 200
    partly = displays(api)[0]
    assert (partly["volume"], partly["layout"], partly["distance_m"]) == (0, "calls", 6)
    assert change(api, {}).status_code == 200
    assert displays(api)[0] == before


def test_the_browsers_own_colours_can_be_chosen_where_the_malls_data_name_others(api: Api) -> None:
    dark = tuple(replace(each, theme=Theme.DARK) for each in api.mall.site[MAIN].displays)
    api.mall = replace(api.mall, sites=(replace(api.mall.site[MAIN], displays=dark), *api.mall.sites[1:]))
    assert displays(api)[0]["theme"] == "dark"
    assert change(api, {"theme": "browser"}).status_code == 200
    chosen = displays(api)[0]
    assert (chosen["theme"], chosen["usual"]["theme"], chosen["chosen"]["theme"]) == (None, "dark", "browser")


def test_the_layouts_of_the_system_are_offered(api: Api) -> None:
    listed = api.ask("GET", PATH, session=api.session(Grant(Role.ADMINISTRATOR))).get_json()
    codes = [layout["code"] for layout in listed["layouts"]]
    assert codes == ["calls", "agencies", "media", "film", "guide"]
    for code in codes:
        assert change(api, {"layout": code}).get_json()["displays"][0]["layout"] == code


@pytest.mark.parametrize(
    ("wish", "display", "code"),
    [
        ({**WISH, "layout": "agency"}, "TV1", "unknown_place"),
        (WISH, "TV9", "unknown_place"),
        ({**WISH, "distance_m": 0.5}, "TV1", "bad_request"),
        ({**WISH, "screen_inches": 500}, "TV1", "bad_request"),
        ({**WISH, "theme": "blue"}, "TV1", "bad_request"),
        ({**WISH, "volume": 101}, "TV1", "bad_request"),
        ({**WISH, "always_on": "seldom"}, "TV1", "bad_request"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    api: Api, wish: dict[str, Any], display: str, code: str
) -> None:
    before = displays(api)
    assert change(api, wish, display=display).get_json()["code"] == code
    assert displays(api) == before
