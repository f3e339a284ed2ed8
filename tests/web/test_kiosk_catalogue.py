"""What kiosks are told of a catalogue they already have: figures that moved, and nothing else."""

from typing import Any

from app.web.kiosk.catalogue import figures, news


def agency(code: str, *, waiting: int = 0) -> dict[str, Any]:
    service = {"code": f"{code}1", "name": "KTP", "requirements": ["KK"], "waiting": waiting, "open": True}
    return {"code": code, "name": "Dispendukcapil", "hue": 30, "waiting": waiting, "services": [service]}


def test_names_and_papers_stay_at_home() -> None:
    assert figures(agency("A", waiting=3)) == {
        "code": "A",
        "waiting": 3,
        "services": [{"code": "A1", "waiting": 3, "open": True}],
    }


def test_only_agencies_that_moved_are_news() -> None:
    before = {code: figures(agency(code)) for code in ("A", "B")}
    document = {"agencies": [agency("A"), agency("B", waiting=1)]}
    assert [moved["code"] for moved in news(before, document)] == ["B"]


def test_at_first_everything_is_news() -> None:
    assert [moved["code"] for moved in news({}, {"agencies": [agency("A"), agency("B")]})] == ["A", "B"]
