"""The API of a mall's look: colours judged, a ticket as paper, and the sentences that may be its own."""

import io
from base64 import b64decode
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from tests.web.api.caller import Api

INDONESIAN = {"Accept-Language": "id"}


def told(api: Api, path: str, **headers: Any) -> Any:
    answer = api.ask("GET", f"/api/v1/mall/{path}", role="admin", headers=headers or None)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_two_colours_are_judged_in_the_askers_language(api: Api) -> None:
    found = told(api, "look?primary=%230b5d4f&accent=%23ffffff", **INDONESIAN)
    assert found["refused"] is True
    assert found["roles"]["day"]["accent"] == "#0b5d4f"
    assert "call" not in found["roles"]["day"]
    first, second = found["verdicts"]
    assert (first["of"], first["level"]) == ("primary", "fine")
    assert "7,3 : 1" in first["sentence"]
    assert (second["of"], second["level"]) == ("accent", "refused")
    assert "warna kertas" in second["sentence"]
    english = told(api, "look?primary=%230b5d4f", **{"Accept-Language": "en"})
    assert "7.3 : 1" in english["verdicts"][0]["sentence"]


def test_no_colours_set_nothing(api: Api) -> None:
    nothing: dict[str, Any] = {"day": {}, "night": {}, "more": {}}
    assert told(api, "look") == {"roles": nothing, "verdicts": [], "refused": False}


@pytest.mark.parametrize(
    "path", ["look?primary=red", "look?accent=%23fff", "ticket?width=70", "ticket?language=jv"]
)
def test_what_cannot_be_asked_is_refused(api: Api, path: str) -> None:
    answer = api.ask("GET", f"/api/v1/mall/{path}", role="admin")
    assert (answer.status_code, answer.json and answer.json["code"]) == (422, "bad_request")


@pytest.mark.parametrize(("width", "dots"), [("58", 464), ("80", 640)])
def test_a_ticket_is_drawn_as_paper_with_the_footer_that_is_tried(api: Api, width: str, dots: int) -> None:
    paper = told(api, f"ticket?width={width}&language=en&footer=Salam%20dari%20kami")
    assert paper["text"].rstrip().endswith("Salam dari kami")
    assert "P-007" in paper["text"]
    assert "10-20" in paper["text"]
    with Image.open(io.BytesIO(b64decode(paper["picture"]))) as image:
        assert image.width == dots
    assert 80 < paper["mm"] < 130
    assert 300 < paper["size"] < 4096


def test_without_a_footer_to_try_the_malls_own_stands_there_and_an_empty_one_is_thanks(api: Api) -> None:
    api.mall = replace(api.mall, ticket_footer="Sampai jumpa")
    assert told(api, "ticket?language=id")["text"].rstrip().endswith("Sampai jumpa")
    assert "Terima kasih" in told(api, "ticket?language=id&footer=")["text"].splitlines()[-1]


def test_a_mall_without_services_has_no_ticket_to_show(api: Api) -> None:
    api.mall = replace(api.mall, agencies=tuple(replace(each, archived=True) for each in api.mall.agencies))
    assert api.ask("GET", "/api/v1/mall/ticket", role="admin").status_code == 422


def test_the_sentences_of_visitors_are_listed_as_the_system_says_them(api: Api) -> None:
    sections = {each["section"]: each for each in told(api, "words", **INDONESIAN)["sections"]}
    assert sections["kiosk"]["title"] == "Anjungan"
    (greeting,) = (each for each in sections["kiosk"]["sentences"] if each["key"] == "kiosk.greeting")
    assert greeting["en"] == "Take a queue number"
    ahead = next(each for each in sections["paper"]["sentences"] if each["key"] == "paper.ahead")
    assert ahead["blanks"] == ["{count}", "{high}", "{low}"]
    assert "admin" not in sections
