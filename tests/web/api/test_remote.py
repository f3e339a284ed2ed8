"""Numbers from afar over HTTP: a phone takes one, is known again, and proves to be here."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.domain.arriving import CODE_SECONDS
from app.domain.staff import Grant, Role
from app.web.phone import NAME
from tests.factories import BRANCH, LINKS, MAIN
from tests.hall import row_counts
from tests.web.api.caller import Api

TAKE = f"/api/v1/sites/{MAIN}/remote-tickets"
PRESENCE = f"/api/v1/sites/{MAIN}/presence"


@pytest.fixture
def api(api: Api) -> Api:
    api.mall = replace(api.mall, rules=replace(api.mall.rules, remote_tickets=True))
    return api


def take(api: Api, key: str = "k1", *, cookie: str | None = None, service: str = "ktp") -> TestResponse:
    headers = {"Idempotency-Key": key, **({"Cookie": f"{NAME}={cookie}"} if cookie else {})}
    return api.app.test_client(use_cookies=False).post(TAKE, json={"service": service}, headers=headers)


def cookie_of(answer: TestResponse) -> str:
    return str(answer.headers["Set-Cookie"]).partition(";")[0].partition("=")[2]


def code(api: Api) -> str:
    return str(api.ask("GET", PRESENCE, token=api.token("kiosk")).get_json()["code"])


def arrive(api: Api, ticket: dict[str, Any], said: str) -> TestResponse:
    return api.ask("POST", f"/api/v1/tickets/{ticket['token']}/check-in", body={"code": said})


def test_a_phone_takes_a_number_and_is_told_when_to_come(api: Api) -> None:
    answer = take(api)
    ticket = answer.get_json()

    assert answer.status_code == 201
    assert (ticket["state"], ticket["number"]) == ("expected", "A-001")
    assert ticket["arrival"]["arrived_at"] is None
    assert ticket["arrival"]["promised_at"] <= ticket["arrival"]["arrives_by"]


def test_the_cookie_of_a_phone_is_out_of_reach_of_scripts_and_other_sites(api: Api) -> None:
    told = take(api).headers["Set-Cookie"]

    assert "HttpOnly" in told
    assert "SameSite=Lax" in told


def test_a_request_sent_again_gives_the_same_number_to_the_same_phone(api: Api) -> None:
    first, again = take(api), take(api)

    assert (again.status_code, again.get_json()["number"]) == (200, first.get_json()["number"])
    assert cookie_of(first) == cookie_of(again)


def test_a_phone_is_known_again(api: Api) -> None:
    phone = cookie_of(take(api))
    refused = take(api, "k2", cookie=phone)

    assert (refused.status_code, refused.get_json()["code"]) == (409, "phone_limit")
    assert take(api, "k3").status_code == 201


def test_what_is_no_secret_of_ours_is_nobodys_cookie(api: Api) -> None:
    answer = take(api, cookie="x" * 64)
    assert answer.status_code == 201
    assert cookie_of(answer) != "x" * 64


def test_a_visitor_checks_in_with_the_code_of_the_screens(api: Api) -> None:
    ticket = take(api).get_json()
    shown = code(api)
    here = arrive(api, ticket, f"{shown[:3]} {shown[3:].lower()}")

    assert (here.status_code, here.get_json()["state"]) == (200, "waiting")
    assert here.get_json()["arrival"]["arrived_at"] is not None
    assert arrive(api, ticket, "whatever").get_json()["state"] == "waiting"


def test_a_code_that_is_not_shown_any_more_lets_nobody_in(api: Api) -> None:
    ticket, old = take(api).get_json(), code(api)
    api.now += timedelta(seconds=2 * CODE_SECONDS)
    refused = arrive(api, ticket, old)

    assert (refused.status_code, refused.get_json()["code"]) == (409, "wrong_presence_code")
    assert code(api) != old


def test_guessing_codes_comes_to_an_end(api: Api) -> None:
    ticket = take(api).get_json()
    answers = [arrive(api, ticket, "222222").status_code for _ in range(6)]

    assert answers == [409] * 5 + [429]
    assert arrive(api, ticket, code(api)).status_code == 429  # the right one too: it may have been guessed
    api.now += timedelta(minutes=10)
    assert arrive(api, ticket, code(api)).status_code == 200


def test_a_code_leads_to_the_site_that_shows_it(api: Api) -> None:
    shown = api.ask("GET", PRESENCE, token=api.token("display")).get_json()

    assert shown["url"] == f"{LINKS.public_url}/{MAIN}/here/{shown['code']}"
    refused = api.ask("GET", f"/api/v1/sites/{BRANCH}/presence", token=api.token("kiosk"))
    assert refused.status_code == 403
    assert api.ask("GET", PRESENCE).status_code == 401


def test_a_receptionist_checks_in_whoever_stands_at_the_desk(api: Api) -> None:
    ticket = take(api).get_json()
    desk = api.session(Grant(Role.RECEPTIONIST, MAIN))
    path = f"/api/v1/sites/{MAIN}/tickets/{ticket['id']}/check-in"
    here = api.ask("POST", path, session=desk, body={})

    assert (here.status_code, here.get_json()["state"], here.get_json()["token"]) == (200, "waiting", None)
    stranger = api.session(Grant(Role.RECEPTIONIST, MAIN, frozenset({"IMIGRASI"})))
    assert api.ask("POST", path, session=stranger, body={}).status_code == 403


def test_a_press_for_more_time_that_is_sent_again_counts_once(api: Api) -> None:
    ticket = take(api).get_json()
    path = f"/api/v1/tickets/{ticket['token']}/postpone"
    first = api.ask("POST", path, body={}, key="p1").get_json()
    again = api.ask("POST", path, body={}, key="p1").get_json()
    other = api.ask("POST", path, body={}, key="p2").get_json()

    assert first["arrival"] == again["arrival"]
    assert (
        other["arrival"]["promised_at"] > first["arrival"]["promised_at"] > ticket["arrival"]["promised_at"]
    )
    enough = api.ask("POST", path, body={}, key="p3")
    assert (enough.status_code, enough.get_json()["code"]) == (409, "postponed_enough")


def test_going_to_the_end_is_for_whoever_waits(api: Api) -> None:
    ticket = take(api).get_json()
    path = f"/api/v1/tickets/{ticket['token']}/to-end"
    assert api.ask("POST", path, body={}, key="e1").get_json()["code"] == "wrong_state"
    arrive(api, ticket, code(api))
    assert api.ask("POST", path, body={}, key="e1").get_json()["state"] == "waiting"


def test_a_closed_door_changes_nothing(api: Api) -> None:
    api.mall = replace(api.mall, rules=replace(api.mall.rules, remote_tickets=False))
    before = row_counts(api.database)
    refused = take(api)

    assert (refused.status_code, refused.get_json()["code"]) == (409, "remote_closed")
    assert row_counts(api.database) == before
