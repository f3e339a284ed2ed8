"""The clerk's moves at the door: what is told, what is hidden, and who may break the order."""

from typing import Any

from app.domain.staff import Grant, Role
from tests.factories import MAIN
from tests.web.api.caller import Api, SignedIn


def waiting(api: Api, number: int = 1, **wish: Any) -> list[dict[str, Any]]:
    """So many visitors with a number, and counter 1 open."""
    tickets = [api.take(key=f"t{place}", **wish).get_json() for place in range(number)]
    api.clerk("1", "open")
    return tickets


def deed(api: Api, path: str, who: SignedIn, **body: Any) -> Any:
    where = f"/api/v1/counters/1/{path}?site={MAIN}"
    return api.ask("POST", where, session=who, body=body, key=f"{path} {body}")


def test_a_move_tells_until_when_it_may_be_taken_back(api: Api) -> None:
    waiting(api)
    undo = api.clerk("1", "call-next").get_json()["undo"]
    assert (undo["move"], undo["until"]) == ("call", "2026-11-23T01:30:10+00:00")

    back = api.clerk("1", "undo").get_json()
    assert (back["ticket"]["state"], back["undo"]) == ("waiting", None)
    assert api.clerk("1", "undo", key="once more").get_json()["code"] == "nothing_to_undo"


def test_a_miss_after_one_call_says_what_to_do_first(api: Api) -> None:
    waiting(api)
    api.clerk("1", "call-next")
    refusal = api.clerk("1", "miss")

    assert (refusal.status_code, refusal.get_json()["code"]) == (409, "recall_first")
    assert "Panggil ulang" in refusal.get_json()["detail"]


def test_a_supervisor_parks_a_number_whose_clerk_called_once_and_is_gone(api: Api) -> None:
    waiting(api)
    api.clerk("1", "call-next")
    freed = api.ask(
        "POST", f"/api/v1/counters/1/free?site={MAIN}", role="admin", body={"move": "miss"}, key="free"
    )
    seen = api.ask("GET", f"/api/v1/counters/1?site={MAIN}", role="counter").get_json()

    assert freed.status_code == 200
    assert (seen["ticket"], len(seen["missed"])) == (None, 1)


def test_a_number_is_freed_only_while_it_is_the_one_at_the_counter(api: Api) -> None:
    first, second = waiting(api, 2)
    api.clerk("1", "call-next")
    api.clerk("1", "serve")
    api.clerk("1", "finish")
    api.clerk("1", "call-next", key="the next one")
    where = f"/api/v1/counters/1/free?site={MAIN}"
    late = api.ask("POST", where, role="admin", body={"move": "finish", "number": first["number"]}, key="a")
    meant = api.ask("POST", where, role="admin", body={"move": "return", "number": second["number"]}, key="b")

    assert (late.status_code, late.get_json()["code"]) == (409, "wrong_state")
    assert (meant.status_code, meant.get_json()["ticket"]) == (200, None)


def test_what_staff_write_is_not_shown_to_the_visitor(api: Api) -> None:
    ticket = waiting(api)[0]
    api.clerk("1", "call-next")
    noted = api.clerk("1", "note", text="berkas kurang").get_json()["ticket"]
    held = api.clerk("1", "hold", reason="fotokopi").get_json()["ticket"]
    seen = api.ask("GET", f"/api/v1/tickets/{ticket['token']}").get_json()

    assert (noted["note"], held["hold_reason"]) == ("berkas kurang", "fotokopi")
    assert (seen["note"], seen["hold_reason"]) == (None, None)


def test_the_stops_of_a_visit_are_told_to_everybody(api: Api) -> None:
    ticket = api.ask(
        "POST",
        f"/api/v1/sites/{MAIN}/tickets",
        role="kiosk",
        body={"service": "ktp", "then": ["paspor"]},
        key="journey",
    ).get_json()

    assert [(stop["service"], stop["counter"]) for stop in ticket["stops"]] == [("paspor", None)]


def test_only_who_was_given_it_calls_out_of_turn(api: Api) -> None:
    late = waiting(api, 2)[1]
    clerk, supervisor = api.session(Grant(Role.CLERK, MAIN)), api.session(Grant(Role.SUPERVISOR, MAIN))

    assert deed(api, "call", clerk, ticket=late["id"]).status_code == 403
    called = deed(api, "call", supervisor, ticket=late["id"])
    assert called.get_json()["ticket"]["number"] == late["number"]


def test_a_clerk_is_called_nobody_of_another_agency(api: Api) -> None:
    waiting(api)
    clerk = api.session(Grant(Role.CLERK, MAIN, frozenset({"IMIGRASI"})))

    assert deed(api, "call-next", clerk).get_json()["code"] == "forbidden"
