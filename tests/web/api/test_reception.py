"""The reception desk at the door: what it finds, what it is told, and what it may change."""

from typing import Any

import pytest

from app.domain.staff import Grant, Role
from tests.factories import BRANCH, MAIN
from tests.web.api.caller import Api, SignedIn


@pytest.fixture
def desk(api: Api) -> SignedIn:
    return api.session(Grant(Role.RECEPTIONIST, MAIN), username="rina")


def find(api: Api, desk: SignedIn, said: str) -> list[str]:
    answer = api.ask("GET", f"/api/v1/sites/{MAIN}/tickets?find={said}", session=desk)
    assert answer.status_code == 200
    return [ticket["number"] for ticket in answer.get_json()["tickets"]]


def take(api: Api, desk: SignedIn, *, key: str = "k", **wish: Any) -> Any:
    body = {"service": "ktp", **wish}
    return api.ask("POST", f"/api/v1/sites/{MAIN}/tickets", session=desk, body=body, key=key)


def tell(api: Api, desk: SignedIn, ticket: int) -> dict[str, Any]:
    told: dict[str, Any] = api.ask("GET", f"/api/v1/sites/{MAIN}/tickets/{ticket}", session=desk).get_json()
    return told


def regrade(api: Api, desk: SignedIn, ticket: int, priority: str | None, *, key: str = "p") -> Any:
    path = f"/api/v1/tickets/{ticket}/priority?site={MAIN}"
    return api.ask("POST", path, session=desk, body={"priority": priority}, key=key)


@pytest.mark.parametrize("said", ["A-002", "a2", "A 2", "a.002", "2", "002", "%20a-02%20"])
def test_a_number_is_found_however_it_is_said(api: Api, desk: SignedIn, said: str) -> None:
    for _ in range(3):
        api.take()
    assert find(api, desk, said) == ["A-002"]


def test_figures_alone_find_every_series_and_letters_alone_the_newest(api: Api, desk: SignedIn) -> None:
    api.take("ktp"), api.take("ktp"), api.take("paspor")
    assert set(find(api, desk, "1")) == {"A-001", "P-001"}
    assert find(api, desk, "a") == ["A-002", "A-001"]
    assert find(api, desk, "") == ["P-001", "A-002", "A-001"]


@pytest.mark.parametrize("said", ["Z-001", "a0", "--", "%C2%B2", "a9999999", "%25"])
def test_what_is_no_number_of_today_finds_nothing(api: Api, desk: SignedIn, said: str) -> None:
    api.take()
    assert find(api, desk, said) == []


def test_those_that_are_over_come_last(api: Api, desk: SignedIn) -> None:
    api.take("ktp")
    newest = api.take("paspor").get_json()
    assert find(api, desk, "1") == ["P-001", "A-001"]
    api.ask("DELETE", f"/api/v1/tickets/{newest['token']}")
    assert find(api, desk, "1") == ["A-001", "P-001"]


def test_a_found_ticket_keeps_its_secret(api: Api, desk: SignedIn) -> None:
    ticket = api.take().get_json()
    told = tell(api, desk, ticket["id"])
    assert (told["ticket"]["token"], told["ticket"]["url"]) == (None, None)
    assert ticket["token"] not in str(told)


def test_the_story_says_what_happened_where_and_by_whom(api: Api, desk: SignedIn) -> None:
    ticket = take(api, desk, printer="P1").get_json()
    api.clerk("1", "open")
    api.clerk("1", "call-next")
    told = tell(api, desk, ticket["id"])

    facts = [(fact["kind"], fact["actor_name"], fact["counter_name"]) for fact in told["facts"]]
    assert facts[0] == ("ticket_issued", "Rina", None)
    assert facts[-1][0::2] == ("ticket_called", "Loket 1")
    assert (told["reprints_left"], told["credit_minutes"]) == (3, None)


def test_a_desk_that_looks_again_is_told_only_what_is_new(api: Api, desk: SignedIn) -> None:
    ticket = api.take().get_json()
    cursor = tell(api, desk, ticket["id"])["cursor"]
    path = f"/api/v1/sites/{MAIN}/tickets/{ticket['id']}?after="
    assert api.ask("GET", f"{path}{cursor}", session=desk).get_json()["facts"] == []
    regrade(api, desk, ticket["id"], "child")
    told = api.ask("GET", f"{path}{cursor}", session=desk).get_json()
    assert [fact["kind"] for fact in told["facts"]] == ["ticket_regraded"]
    assert told["cursor"] > cursor
    assert api.ask("GET", f"{path}x", session=desk).status_code == 422


def test_the_desk_gives_a_number_with_paper_where_it_wants(api: Api, desk: SignedIn) -> None:
    ticket = take(api, desk, priority="elderly", language="en", printer="P1").get_json()

    assert ticket["print"] == {"state": "queued", "printer": "P1", "place": None}
    assert (ticket["priority"], ticket["language"]) == ("elderly", "en")
    assert take(api, desk, priority="elderly", language="en", printer="P1").get_json() == ticket


def test_a_number_that_a_person_gave_is_waited_for_without_paper(api: Api, desk: SignedIn) -> None:
    ticket = take(api, desk).get_json()
    kinds = [fact["kind"] for fact in tell(api, desk, ticket["id"])["facts"]]
    assert (ticket["print"]["state"], kinds) == ("none", ["ticket_issued", "ticket_confirmed"])


def test_an_unknown_printer_takes_no_number(api: Api, desk: SignedIn) -> None:
    refused = take(api, desk, printer="P9")
    assert (refused.status_code, refused.get_json()["code"]) == (404, "unknown_printer")
    assert find(api, desk, "") == []


def test_a_kiosk_prints_at_its_own_printer_alone(api: Api) -> None:
    assert api.take(printer="P1").status_code == 403


def test_a_head_start_changes_the_place_once(api: Api, desk: SignedIn) -> None:
    api.take()
    ticket = api.take().get_json()
    first = regrade(api, desk, ticket["id"], "elderly").get_json()
    again = regrade(api, desk, ticket["id"], "elderly").get_json()

    assert (ticket["ahead"], first["ahead"], first["priority"]) == (1, 0, "elderly")
    assert again == first
    assert [fact["kind"] for fact in tell(api, desk, ticket["id"])["facts"]].count("ticket_regraded") == 1
    assert regrade(api, desk, ticket["id"], None, key="back").get_json()["ahead"] == 1


def test_whoever_was_called_keeps_the_lane(api: Api, desk: SignedIn) -> None:
    ticket = api.take().get_json()
    api.clerk("1", "open")
    api.clerk("1", "call-next")
    refused = regrade(api, desk, ticket["id"], "child")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "wrong_state")


@pytest.mark.parametrize("wish", [{}, {"priority": "vip"}, {"priority": "child", "more": 1}])
def test_a_wish_that_names_no_lane_is_malformed(api: Api, desk: SignedIn, wish: dict[str, Any]) -> None:
    ticket = api.take().get_json()
    path = f"/api/v1/tickets/{ticket['id']}/priority?site={MAIN}"
    assert api.ask("POST", path, session=desk, body=wish, key="p").status_code == 422


def test_a_desk_of_one_agency_sees_and_changes_nobody_elses(api: Api) -> None:
    mine, other = api.take("paspor").get_json(), api.take("ktp").get_json()
    desk = api.session(Grant(Role.RECEPTIONIST, MAIN, frozenset({"IMIGRASI"})))

    assert find(api, desk, "") == [mine["number"]]
    assert find(api, desk, other["number"]) == []
    assert tell(api, desk, mine["id"])["ticket"]["number"] == mine["number"]
    assert tell(api, desk, other["id"])["code"] == "forbidden"
    assert regrade(api, desk, other["id"], "child").status_code == 403


def test_a_number_of_another_site_or_day_is_not_told(api: Api, desk: SignedIn) -> None:
    ticket = api.take().get_json()
    elsewhere = api.session(Grant(Role.RECEPTIONIST, BRANCH))
    path = f"/api/v1/sites/{BRANCH}/tickets/{ticket['id']}"
    assert api.ask("GET", path, session=elsewhere).get_json()["code"] == "unknown_ticket"
    assert tell(api, desk, 999_999)["code"] == "unknown_ticket"
    assert api.ask("GET", f"/api/v1/sites/{MAIN}/tickets/{2**70}", session=desk).status_code == 404


@pytest.mark.parametrize("role", ["counter", "kiosk", "partner"])
def test_other_screens_find_nobody(api: Api, role: str) -> None:
    assert api.ask("GET", f"/api/v1/sites/{MAIN}/tickets", role=role).status_code == 403


def test_a_desk_of_one_agency_promises_nothing_of_another(api: Api) -> None:
    desk = api.session(Grant(Role.RECEPTIONIST, MAIN, frozenset({"DUKCAPIL"})))
    wish = {"service": "ktp", "then": ["paspor"]}

    refused = api.ask("POST", f"/api/v1/sites/{MAIN}/tickets", session=desk, body=wish, key="once")
    assert refused.status_code == 403
    wish["then"] = ["kk"]
    assert (
        api.ask("POST", f"/api/v1/sites/{MAIN}/tickets", session=desk, body=wish, key="more").status_code
        == 201
    )
