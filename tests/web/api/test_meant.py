"""A press that arrives late: it is about the number that its console showed, or about nobody."""

from typing import Any

import pytest

from tests.factories import MAIN
from tests.web.api.caller import Api

ABOUT: dict[str, dict[str, Any]] = {
    "serve": {},
    "finish": {},
    "miss": {},
    "hold": {"reason": "fotokopi"},
    "return": {},
    "transfer": {"service": "paspor"},
    "cancel": {},
    "note": {"text": "berkas kurang"},
    "recall": {"in_hand": True},
}


@pytest.fixture
def hall(api: Api) -> list[dict[str, Any]]:
    """Three visitors; the first was looked at and called at counter 1."""
    tickets = [api.take(key=f"t{place}").get_json() for place in range(3)]
    api.clerk("1", "open")
    api.clerk("1", "look")
    api.clerk("1", "call")
    return tickets


def at_counter(api: Api) -> Any:
    seen = api.ask("GET", f"/api/v1/counters/1?site={MAIN}", role="counter").get_json()
    return seen["ticket"]


@pytest.mark.parametrize("deed", ABOUT)
def test_a_late_press_touches_no_other_number(api: Api, hall: list[dict[str, Any]], deed: str) -> None:
    first = hall[0]["id"]
    api.clerk("1", "serve")
    api.clerk("1", "finish", ticket=first)
    api.clerk("1", "call-next")
    if deed != "miss":
        api.clerk("1", "serve")
    before = at_counter(api)
    late = api.clerk("1", deed, ticket=first, **ABOUT[deed])

    assert (late.status_code, late.get_json()["code"]) == (409, "moved_on")
    assert at_counter(api) == before


@pytest.mark.parametrize("deed", [deed for deed in ABOUT if deed != "miss"])
def test_the_number_that_is_meant_is_moved_on(api: Api, hall: list[dict[str, Any]], deed: str) -> None:
    assert api.clerk("1", deed, ticket=hall[0]["id"], **ABOUT[deed]).status_code == 200


def test_a_number_looked_at_is_called_only_while_it_is_at_the_counter(
    api: Api, hall: list[dict[str, Any]]
) -> None:
    api.clerk("1", "cancel")
    looked = api.clerk("1", "look").get_json()["ticket"]["id"]
    api.clerk("1", "return")
    late = api.clerk("1", "call", ticket=looked, in_hand=True)
    assert (late.get_json()["code"], at_counter(api)) == ("moved_on", None)
    api.clerk("1", "look", key="again")
    assert api.clerk("1", "call", ticket=looked, in_hand=True, key="b").status_code == 200


def test_only_the_move_that_is_meant_is_taken_back(api: Api, hall: list[dict[str, Any]]) -> None:
    meant = api.clerk("1", "serve").get_json()["undo"]
    api.clerk("1", "finish")
    for other in ({"move": meant["move"]}, {"move": "finish", "ticket": hall[1]["id"]}):
        late = api.clerk("1", "undo", **other)
        assert (late.status_code, late.get_json()["code"]) == (409, "moved_on")
    assert at_counter(api) is None
    back = api.clerk("1", "undo", move="finish", ticket=meant["ticket"])
    assert back.get_json()["ticket"]["state"] == "serving"
