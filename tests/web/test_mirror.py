"""What phones know of a board, and what they are told when it changes."""

from dataclasses import replace
from datetime import date
from typing import Any

from app.web.visitor.mirror import MOST_CALLS, MOST_OF_AGENCY, Mirror, Told, difference, mirrored
from tests.factories import branch_site, main_site

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def call(number: str, **changes: Any) -> dict[str, Any]:
    values = {"counter_name": "Loket 1", "zone_name": "Lantai 1", "recall": False, "state": "called"}
    told = {"id": f"{number}-1", "number": number, "agency": number[0], "at": "2026-11-23T08:00:00+07:00"}
    return {**values, **told, "ticket": 7, "hue": 0, **changes}


def agency(code: str, **changes: Any) -> dict[str, Any]:
    values = {"short_name": code, "hue": 30, "zone": "Z1", "waiting": 2, "current": None}
    return {"code": code, **values, **changes}


def board(*calls: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"calls": list(calls), "agencies": [agency("A"), agency("B")], "notices": None, **changes}


def seen(*calls: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return mirrored(board(*calls, **changes), main_site())


def test_a_phone_is_told_what_it_shows_and_no_more() -> None:
    told = seen(call("A-001"), agencies=[agency("A", current="A-001")])
    assert set(told["calls"]["A-001-1"]) == {
        "id", "number", "counter_name", "zone_name", "agency", "recall", "at", "state"
    }  # fmt: skip
    assert told["agencies"]["A"] == {
        "place": 0, "short_name": "A", "hue": 30, "zone_name": "Lantai 1", "waiting": 2, "current": "A-001"
    }  # fmt: skip


def test_a_busy_agency_leaves_the_others_their_newest_calls() -> None:
    busy = [call(f"A-{count:03}") for count in range(20)]
    rare = [call(f"B-{count:03}") for count in range(MOST_OF_AGENCY + 1)]
    told = list(seen(*busy, *rare)["calls"])
    assert told == [each["id"] for each in (*busy[:MOST_CALLS], *rare[:MOST_OF_AGENCY])]


def test_only_what_reads_differently_is_news() -> None:
    before = seen(call("A-001"), call("A-002"))
    after = seen(call("A-003"), call("A-002", state="served"), agencies=[agency("A", waiting=1), agency("B")])
    news = difference(before, after)
    assert news is not None
    assert set(news["calls"]) == {"A-003-1", "A-002-1"}
    assert list(news["agencies"]) == ["A"]
    assert news["gone"] == {"calls": ["A-001-1"], "agencies": []}
    assert difference(after, after) is None


def test_a_notice_is_news_and_so_is_its_end() -> None:
    notice = {"id": "Senam pagi", "en": "Morning exercise", "until": None}
    plain, noticed = seen(), seen(notices=notice)
    assert (difference(plain, noticed) or {})["notice"] == notice
    assert (difference(noticed, plain) or {})["notice"] is None


class Boards:
    """Sites' boards, which a test changes; counts how often somebody looked."""

    def __init__(self) -> None:
        self.now = Told(1, MONDAY, seen(call("A-001")))
        self.looks = 0

    def look(self, _site: object) -> Told:
        self.looks += 1
        return self.now

    def move(self, cursor: int, *calls: dict[str, Any], day: date = MONDAY) -> None:
        self.now = Told(cursor, day, seen(*calls))


def test_a_thousand_newcomers_cost_one_look() -> None:
    boards = Boards()
    mirror = Mirror(boards.look)
    told = [mirror.known(main_site()) for _ in range(1000)]
    assert (boards.looks, set(map(id, told))) == (1, {id(boards.now)})


def test_news_follow_on_what_everybody_knew() -> None:
    boards = Boards()
    mirror, site = Mirror(boards.look), main_site()
    mirror.known(site)
    boards.move(5, call("A-002"))
    news = mirror.news(site)
    assert news is not None
    assert (news["after"], news["cursor"], list(news["calls"])) == (1, 5, ["A-002-1"])
    assert mirror.known(site).cursor == 5


def test_what_changes_no_board_is_not_told_and_breaks_no_chain() -> None:
    boards = Boards()
    mirror, site = Mirror(boards.look), main_site()
    mirror.known(site)
    boards.now = replace(boards.now, cursor=4)
    assert mirror.news(site) is None
    boards.move(5, call("A-002"))
    assert (mirror.news(site) or {})["after"] == 1


def test_where_nobody_knows_anything_there_are_no_news() -> None:
    boards = Boards()
    mirror = Mirror(boards.look)
    assert mirror.news(main_site()) is None
    mirror.known(main_site())
    mirror.forget(main_site().code)
    assert mirror.news(main_site()) is None
    assert mirror.news(branch_site()) is None


def test_phones_of_yesterday_are_told_what_is_gone_on_the_new_day() -> None:
    boards = Boards()
    mirror, site = Mirror(boards.look), main_site()
    yesterday = list(mirror.known(site).board["calls"])
    assert mirror.outlived(MONDAY) == []
    boards.move(1, day=TUESDAY)  # nothing happened, but the day
    assert mirror.outlived(TUESDAY) == [site.code]
    news = mirror.news(site)
    assert news is not None
    assert (news["after"], news["cursor"], news["gone"]["calls"]) == (1, 1, yesterday)
    assert mirror.known(site).board["calls"] == {}


def test_a_new_day_on_which_nothing_reads_differently_is_looked_at_once() -> None:
    boards = Boards()
    mirror, site = Mirror(boards.look), main_site()
    mirror.known(site)
    boards.now = replace(boards.now, day=TUESDAY)
    assert mirror.news(site) is None
    assert mirror.outlived(TUESDAY) == []
