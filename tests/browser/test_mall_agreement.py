"""The browser and the server make the same of a change of the mall, whoever told it."""

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from config.mall_changes import Change, Move, Put, apply, differences
from config.mall_mistakes import Document

TOLD = Path(__file__).with_name("changes_told.mjs")
PAIRS = 150


def test_the_browser_and_the_server_make_the_same_of_a_change(
    node: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    chance = random.Random(20260817)
    documents = [(a_mall(chance), a_mall(chance)) for _ in range(PAIRS)]
    asked = [
        {"before": before, "after": after, "changes": list(map(told, differences(before, after)))}
        for before, after in documents
    ]
    (tmp_path / "asked.json").write_text(json.dumps(asked), "utf-8")
    done = node(TOLD, tmp_path / "asked.json", tmp_path / "told.json")
    assert done.returncode == 0, done.stdout
    answers = json.loads((tmp_path / "told.json").read_text("utf-8"))
    for (before, after), answer in zip(documents, answers, strict=True):
        assert filled(answer["document"]) == after
        assert filled(apply(before, map(read, answer["changes"]))) == after


def told(change: Change) -> Document:
    if isinstance(change, Move):
        return {"path": change.path, "before": change.before}
    return {"path": change.path, "value": change.value}


def read(change: Document) -> Change:
    path = tuple(change["path"])
    return Move(path, change["before"]) if "before" in change else Put(path, change["value"])


def a_mall(chance: random.Random) -> Document:
    """Some of the tables of a mall, with few codes, so that two of them often have the same."""
    languages = chance.choice((["id"], ["id", "en"]))
    week = {day: chance.choice(("", "08:00-15:00")) for day in ("mon", "tue") if chance.random() < 0.7}
    pause = {"days": ["fri"], "from": "11:30", "to": "13:00"}
    counters = [{"code": each, "services": some(chance, "AB")} for each in some(chance, "12345")]
    made = {
        "mall": {"code": "x", "name": chance.choice("ab"), "languages": languages},
        "hours": week,
        "break": [{**pause, "from": f"1{chance.randrange(3)}:00"} for _ in range(chance.randrange(3))],
        "holiday": [{"date": f"2026-0{day}-01", "name": chance.choice("ab")} for day in some(chance, "1234")],
        "agency": [{"code": code, "service": services(chance, code)} for code in some(chance, "ABCDE")],
        "site": [{"code": "S", "counter": counters}],
    }
    return dict(filled(made))


def services(chance: random.Random, agency: str) -> list[Document]:
    return [{"code": agency + each, "minutes": chance.randrange(3)} for each in some(chance, "123456")]


def some(chance: random.Random, letters: str) -> list[str]:
    return chance.sample(letters, chance.randrange(len(letters) + 1))


def filled(value: Any) -> Any:
    """Without empty tables and lists, which say the same as none."""
    if isinstance(value, dict):
        return {key: full for key, each in value.items() if (full := filled(each)) not in ({}, [])}
    return [filled(each) for each in value] if isinstance(value, list) else value
