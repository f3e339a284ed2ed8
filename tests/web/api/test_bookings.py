"""Bookings over HTTP: slots to choose from, a code to come back with, and a number on the day."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.domain.staff import Grant, Role
from app.web.phone import NAME
from tests.factories import BRANCH, LINKS, MAIN, moment
from tests.hall import row_counts
from tests.web.api.caller import Api

BOOK = f"/api/v1/sites/{MAIN}/bookings"
SLOTS = f"/api/v1/sites/{MAIN}/services/ktp/slots"
NINE = "2026-11-24T09:00:00+07:00"


@pytest.fixture
def api(api: Api) -> Api:
    api.mall = replace(api.mall, rules=replace(api.mall.rules, bookings=True))
    return api


def book(api: Api, key: str = "b1", *, starts_at: str = NINE, cookie: str | None = None) -> TestResponse:
    headers = {"Cookie": f"{NAME}={cookie}"} if cookie else {}
    return api.ask("POST", BOOK, body={"service": "ktp", "starts_at": starts_at}, key=key, headers=headers)


def test_the_slots_of_a_week_say_what_is_free_and_from_when(api: Api) -> None:
    days = api.ask("GET", SLOTS).get_json()["days"]
    tomorrow = days[1]

    assert (tomorrow["day"], len(days)) == ("2026-11-24", 8)
    assert tomorrow["slots"][0]["starts_at"] == "2026-11-24T08:00:00+07:00"
    assert {slot["free"] for slot in tomorrow["slots"]} == {3}
    assert all(slot["open"] for slot in tomorrow["slots"])
    assert [slot["open"] for slot in days[7]["slots"]].count(True) == 1  # the first is given out at eight
    assert days[0]["slots"][0]["starts_at"] == "2026-11-23T09:00:00+07:00"


def test_a_booking_has_a_code_and_an_address(api: Api) -> None:
    answer = book(api)
    booking = answer.get_json()

    assert (answer.status_code, booking["state"], booking["service"]) == (201, "booked", "ktp")
    assert booking["url"] == f"{LINKS.public_url}/b/{booking['code']}"
    assert len(booking["code"]) == 10
    again = book(api)
    assert (again.status_code, again.get_json()) == (200, booking)


def test_a_code_is_found_however_it_is_typed(api: Api) -> None:
    code = book(api).get_json()["code"]
    typed = f"{code[:5].lower()}-{code[5:]}"

    assert api.ask("GET", f"/api/v1/bookings/{typed}").get_json()["code"] == code
    assert api.ask("GET", "/api/v1/bookings/ZZZZZZZZZZ").get_json()["code"] == "unknown_booking"


def test_guessing_codes_comes_to_an_end(api: Api) -> None:
    answers = {api.ask("GET", f"/api/v1/bookings/ZZZZZZZZ{n:02}").status_code for n in range(40)}
    assert answers == {404, 429}
    assert api.ask("GET", f"/api/v1/bookings/{book(api).get_json()['code']}").status_code == 200


def test_the_journal_tells_no_code(api: Api) -> None:
    code = book(api).get_json()["code"]
    facts = api.ask("GET", f"/api/v1/journal?site={MAIN}", role="partner").get_data(as_text=True)

    assert "booking_made" in facts
    assert code not in facts


def test_a_booking_becomes_a_number_once(api: Api) -> None:
    code = book(api).get_json()["code"]
    api.now = moment("2026-11-24 08:50")
    presence = api.ask("GET", f"/api/v1/sites/{MAIN}/presence", role="kiosk").get_json()["code"]
    path = f"/api/v1/bookings/{code}/check-in"
    wrong = api.ask("POST", path, body={"presence": "222222"})
    assert (wrong.status_code, wrong.get_json()["code"]) == (409, "wrong_presence_code")

    ticket = api.ask("POST", path, body={"presence": presence}).get_json()
    again = api.ask("POST", path, body={"presence": "222222"}).get_json()
    assert (ticket["state"], ticket["number"], again["number"]) == ("waiting", "A-001", "A-001")
    assert api.ask("GET", f"/api/v1/bookings/{code}").get_json()["ticket"] == ticket["token"]


def test_a_kiosk_and_a_desk_receive_visitors_by_their_code(api: Api) -> None:
    codes = [book(api, f"k{n}").get_json()["code"] for n in range(2)]
    api.now = moment("2026-11-24 08:50")
    path = f"/api/v1/sites/{MAIN}/arrivals"
    printed = api.ask("POST", path, role="kiosk", body={"booking": codes[0]}).get_json()
    desk = api.session(Grant(Role.RECEPTIONIST, MAIN))
    told = api.ask("POST", path, session=desk, body={"booking": codes[1]}).get_json()

    assert (printed["print"]["state"], printed["token"] is None) == ("queued", False)
    assert (told["print"]["state"], told["token"]) == ("none", None)


def test_two_kiosks_at_the_same_moment_give_one_number_and_one_paper(api_on_each: Api) -> None:
    api = api_on_each
    api.mall = replace(api.mall, rules=replace(api.mall.rules, bookings=True))
    code = book(api).get_json()["code"]
    api.now = moment("2026-11-24 08:50")
    keys = [api.token("kiosk", code=kiosk) for kiosk in ("K1", "K2")] * 4
    barrier = threading.Barrier(len(keys))

    def come(token: str) -> tuple[int, Any]:
        barrier.wait()
        headers = {"Authorization": f"Bearer {token}"}
        way = f"/api/v1/sites/{MAIN}/arrivals"
        answer = api.app.test_client().post(way, json={"booking": code}, headers=headers)
        return answer.status_code, answer.get_json()["number"]

    with ThreadPoolExecutor(len(keys)) as hands:
        assert set(hands.map(come, keys)) == {(200, "A-001")}
    counts = row_counts(api.database)
    assert (counts["ticket"], counts["print_job"] <= 1) == (1, True)


def test_a_kiosk_of_another_site_says_where_the_booking_is_for(api: Api) -> None:
    code = book(api).get_json()["code"]
    kiosk = api.token("kiosk", site=BRANCH)
    way = f"/api/v1/sites/{BRANCH}/arrivals"
    told = api.ask("POST", way, token=kiosk, body={"booking": code}).get_json()
    assert told["code"] == "booking_elsewhere"
    assert "untuk Mal Utama" in told["detail"]


def test_what_cannot_be_booked_changes_nothing(api: Api) -> None:
    before = row_counts(api.database)
    refused: list[tuple[int, Any]] = []
    for starts_at in ("2026-11-24T09:10:00+07:00", "2026-11-22T09:00:00+07:00", "2026-11-24T09:00:00"):
        answer = book(api, starts_at=starts_at)
        refused.append((answer.status_code, answer.get_json()["code"]))

    assert refused == [(409, "slot_unavailable"), (409, "slot_unavailable"), (422, "bad_request")]
    assert row_counts(api.database) == before
