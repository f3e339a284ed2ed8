"""What the server says of a ticket; the browser's twin is held to the same table."""

import json
from typing import Any

import pytest

from app.domain.ticket import Status
from app.web.visitor import face
from config.bootstrap import ROOT
from config.words import Words

CASES = json.loads((ROOT / "tests" / "browser" / "visitor_faces.json").read_text())
WORDS = Words.load(ROOT / "config" / "words")


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case['ticket']['state']} {case['ticket']['ahead']}"
)
def test_a_ticket_says_what_the_table_says(case: dict[str, Any]) -> None:
    ticket = case["ticket"]
    assert list(face.sentence(ticket, counter="Loket 3")) == case["sentence"]
    wait = face.wait(ticket)
    assert (list(wait) if wait else None) == case["wait"]
    assert face.may_cancel(ticket) is case["may_cancel"]


@pytest.mark.parametrize("language", WORDS.languages)
def test_every_state_has_its_sentence(language: str) -> None:
    assert {case["ticket"]["state"] for case in CASES} == set(Status)
    for case in CASES:
        key, blanks = case["sentence"]
        assert WORDS.say(language, f"visitor.{key}", **blanks)
