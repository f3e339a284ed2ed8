"""What the server says of a ticket; the browser's twin is held to the same table."""

import json
from datetime import datetime, timedelta
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
    assert face.is_soon(ticket) is case.get("soon", False)
    puts_off = [face.may_postpone(ticket), face.may_go_to_end(ticket)]
    assert puts_off == case.get("may_put_off", [False, False])


@pytest.mark.parametrize("language", WORDS.languages)
def test_every_state_has_its_sentence(language: str) -> None:
    assert {case["ticket"]["state"] for case in CASES} == set(Status)
    for case in CASES:
        key, blanks = case["sentence"]
        assert WORDS.say(language, f"visitor.{key}", **blanks)


def test_whoever_is_expected_is_told_when_to_come_and_then_to_come_now() -> None:
    promised = "2026-11-23T02:00:00+00:00"
    ticket = {"state": "expected", "arrival": {"promised_at": promised}}
    moment = datetime.fromisoformat(promised)
    assert face.come(ticket, moment - timedelta(milliseconds=1)) == "come_before"
    assert face.come(ticket, moment) == "come_now"
    assert face.come({**ticket, "state": "waiting"}, moment) is None
