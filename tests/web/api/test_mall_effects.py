"""A preview says what saving would do to those who are in the mall now, in the asker's language."""

from typing import Any

import pytest

from tests.web.api.caller import Api
from tests.web.api.test_mall import change, preview, put

ARCHIVE = put(["agency", "DUKCAPIL", "archived"], True)


def effects(api: Api, *changes: dict[str, Any], **more: Any) -> Any:
    return preview(api, 0, *changes, **more)["effects"]


def test_a_change_that_leaves_somebody_standing_is_told_as_a_danger(api: Api) -> None:
    assert effects(api, ARCHIVE) == []
    api.take("ktp")
    (effect,) = effects(api, ARCHIVE)
    assert effect["level"] == "danger"
    assert "1" in effect["sentence"]


def test_nothing_is_foretold_of_what_cannot_be_saved(api: Api) -> None:
    api.take("ktp")
    wrong = put(["agency", "DUKCAPIL", "name"], "")
    told = preview(api, 0, ARCHIVE, wrong)
    assert told["mistakes"]
    assert told["effects"] == []


@pytest.mark.parametrize(("language", "word"), [("id", "antre"), ("en", "waiting")])
def test_an_effect_is_told_in_the_language_of_who_asks(api: Api, language: str, word: str) -> None:
    api.take("ktp")
    (effect,) = effects(api, ARCHIVE, headers={"Accept-Language": language})
    assert word in effect["sentence"]


@pytest.mark.parametrize(("language", "word"), [("id", "merugikan"), ("en", "turns against")])
def test_advice_is_told_in_the_language_of_who_asks(api: Api, language: str, word: str) -> None:
    assert change(api, 0, put(["rules"], {"priority_ratio": "1:2"})).status_code == 200
    told = api.ask("GET", "/api/v1/mall", role="admin", headers={"Accept-Language": language}).get_json()
    assert word in told["advice"][0]
