"""What a display of some zones shows of a board document."""

from typing import Any

from displays.board import view


def call(number: str, **changes: Any) -> dict[str, Any]:
    return {"number": number, "zone": "Z1", "state": "called", "at": f"2026-11-23T08:{number}:00", **changes}


def agency(code: str, zone: str | None) -> dict[str, Any]:
    return {"code": code, "zone": zone, "waiting": 1}


def numbers(board: dict[str, Any], **options: Any) -> list[str]:
    seen = view({"agencies": [], **board}, **options)
    return [str(call["number"]) for call in (seen.last, *seen.recent) if call]


def test_the_newest_call_is_the_last_one() -> None:
    assert numbers({"calls": [call("01"), call("03"), call("02")]}) == ["03", "02", "01"]


def test_a_display_shows_the_calls_of_its_zones() -> None:
    calls = [call("01", zone="Z1"), call("02", zone="Z2"), call("03", zone=None)]
    assert numbers({"calls": calls}, zones=["Z2"]) == ["03", "02"]


def test_a_call_of_a_counter_that_helps_is_seen_where_its_visitors_wait() -> None:
    helped = call("01", zone="Z1", zones=["Z1", "Z2"])
    assert numbers({"calls": [helped]}, zones=["Z2"]) == ["01"]
    assert numbers({"calls": [helped]}, zones=["Z1"]) == ["01"]
    assert numbers({"calls": [helped]}, zones=["Z3"]) == []


def test_without_zones_everything_is_shown() -> None:
    assert numbers({"calls": [call("01", zone="Z1"), call("02", zone="Z2")]}) == ["02", "01"]


def test_who_went_back_to_the_queue_or_away_is_not_called_any_more() -> None:
    calls = [call("01", state=state) for state in ("waiting", "cancelled", "voided", "expired")]
    assert numbers({"calls": [*calls, call("02", state="missed")]}) == ["02"]


def test_an_empty_board_has_no_last_call() -> None:
    assert view({"calls": [], "agencies": []}).last is None


def test_the_notice_of_the_hall_is_shown_in_every_zone() -> None:
    notice = {"id": "Senam pagi", "en": "Morning exercise", "until": None}
    board = {"calls": [], "agencies": [], "notices": notice}
    assert view(board, zones=["Z2"]).notice == notice


def test_agencies_are_those_of_the_zones_and_of_none() -> None:
    board = {"calls": [], "agencies": [agency("A", "Z1"), agency("B", "Z2"), agency("C", None)]}
    assert [agency["code"] for agency in view(board, zones=["Z1"]).waiting] == ["A", "C"]
