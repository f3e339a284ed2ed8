"""Guessing, taking many, replaying, flooding: refused and counted, and the hall does not notice."""

import os
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.domain.arriving import CODE_SECONDS
from app.web.api.afar import MOST_TAKEN, TAKEN_WITHIN
from app.web.api.reservations import MOST_GUESSES
from app.web.phone import NAME
from tests.factories import MAIN, with_service
from tests.hall import row_counts
from tests.web.api.caller import Api

SITE = f"/api/v1/sites/{MAIN}"
COUNT = re.compile(r'^antrean_refused_total\{code="(\w+)"\} (\d+)$', re.MULTILINE)
FLOODER, NEIGHBOUR = "203.0.113.7", "198.51.100.9"


@pytest.fixture
def api(api: Api) -> Api:
    api.mall = replace(api.mall, rules=replace(api.mall.rules, remote_tickets=True, bookings=True))
    return api


def counted(api: Api) -> dict[str, int]:
    told = api.ask("GET", "/metrics").get_data(as_text=True)
    return {code: int(count) for code, count in COUNT.findall(told)}


def take(
    api: Api, *, address: str = NEIGHBOUR, cookie: str | None = None, service: str = "ktp", **headers: str
) -> TestResponse:
    """A phone that throws its cookie away, unless it is told to keep one."""
    sent = {**headers, **({"Cookie": f"{NAME}={cookie}"} if cookie else {})}
    wish, key = {"service": service}, os.urandom(8).hex()
    return api.ask("POST", f"{SITE}/remote-tickets", body=wish, key=key, headers=sent, address=address)


def code(api: Api) -> str:
    return str(api.ask("GET", f"{SITE}/presence", role="kiosk").get_json()["code"])


def arrive(api: Api, ticket: dict[str, Any], said: str) -> TestResponse:
    return api.ask("POST", f"/api/v1/tickets/{ticket['token']}/check-in", body={"code": said})


def expect_the_hall_goes_on(api: Api) -> None:
    """A kiosk gives a number and a clerk calls it."""
    assert api.take("paspor").status_code == 201
    assert api.clerk("3", "open").status_code == 200
    assert api.clerk("3", "call-next").status_code == 200


def test_guessed_addresses_of_tickets_find_nothing_and_are_counted(api: Api) -> None:
    mine = take(api).get_json()["token"]
    before = row_counts(api.database)
    for guess in range(50):
        token = os.urandom(16).hex().upper()[: len(mine)]
        path = f"/t/{token}" if guess % 2 else f"/api/v1/tickets/{token}"
        assert api.ask("GET", path, address=FLOODER).status_code == 404

    assert counted(api)["unknown_token"] == 50
    assert row_counts(api.database) == before
    assert api.ask("GET", f"/t/{mine}").status_code == 200
    expect_the_hall_goes_on(api)


def test_guessed_keys_of_screens_open_nothing_and_are_counted(api: Api) -> None:
    for _ in range(20):
        guess = api.ask("GET", "/api/v1/me", token=os.urandom(32).hex(), address=FLOODER)
        assert guess.status_code == 401

    assert counted(api)["unauthenticated"] == 20
    expect_the_hall_goes_on(api)


def test_whoever_guesses_codes_of_bookings_must_wait_and_nobody_else(api: Api) -> None:
    answers = [
        api.ask("GET", f"/api/v1/bookings/{os.urandom(5).hex().upper()}", address=FLOODER).status_code
        for _ in range(MOST_GUESSES + 5)
    ]

    assert answers == [404] * MOST_GUESSES + [429] * 5
    assert counted(api)["too_many"] == 5
    assert api.ask("GET", "/api/v1/bookings/ABCDE12345", address=NEIGHBOUR).status_code == 404


def test_one_phone_has_one_number_of_a_service(api: Api) -> None:
    cookie = str(take(api).headers["Set-Cookie"]).partition(";")[0].partition("=")[2]
    again = [take(api, cookie=cookie) for _ in range(10)]

    assert {answer.get_json()["code"] for answer in again} == {"phone_limit"}
    assert counted(api)["phone_limit"] == 10


def test_a_flood_from_one_address_is_stopped_whatever_it_says_of_itself(api: Api) -> None:
    """Cookies thrown away and addresses made up: it is the address of the connection that counts."""
    answers = [
        take(api, address=FLOODER, **{"X-Forwarded-For": f"10.0.0.{number}"})
        for number in range(MOST_TAKEN + 30)
    ]
    codes = [answer.get_json().get("code") for answer in answers]

    assert codes[MOST_TAKEN:] == ["too_many"] * 30
    assert "Retry-After" in answers[-1].headers
    assert counted(api)["too_many"] == 30
    assert take(api, address=NEIGHBOUR, service="paspor").status_code == 201
    expect_the_hall_goes_on(api)
    api.now += TAKEN_WITHIN
    assert take(api, address=FLOODER).get_json().get("code") != "too_many"


def test_however_many_phones_come_those_who_stand_in_the_hall_have_their_share(api: Api) -> None:
    api.mall = with_service(api.mall, "ktp", quota=10)
    taken = [take(api, address=f"192.0.2.{number}").status_code for number in range(20)]

    assert taken == [201] * 5 + [409] * 15
    assert counted(api)["remote_full"] == 15
    assert [api.take("ktp").status_code for _ in range(6)] == [201] * 5 + [409]


def test_a_code_that_was_photographed_is_soon_good_for_nothing(api: Api) -> None:
    shown, tickets = code(api), [take(api, address=f"192.0.2.{n}").get_json() for n in range(4)]
    api.now += timedelta(seconds=2 * CODE_SECONDS)
    replayed = [arrive(api, ticket, shown) for ticket in tickets]

    assert {answer.get_json()["code"] for answer in replayed} == {"wrong_presence_code"}
    assert counted(api)["wrong_presence_code"] == 4
    assert all(arrive(api, ticket, code(api)).status_code == 200 for ticket in tickets)


def test_a_check_in_that_is_replayed_moves_nobody(api: Api) -> None:
    ticket, shown = take(api).get_json(), code(api)
    here = arrive(api, ticket, shown).get_json()
    before = row_counts(api.database)
    api.now += timedelta(minutes=1)
    again = [arrive(api, ticket, shown).get_json() for _ in range(10)]

    assert {answer["arrival"]["arrived_at"] for answer in again} == {here["arrival"]["arrived_at"]}
    assert row_counts(api.database) == before


def test_a_number_that_was_given_up_cannot_be_checked_in(api: Api) -> None:
    ticket = take(api).get_json()
    assert api.ask("DELETE", f"/api/v1/tickets/{ticket['token']}").status_code == 200

    assert arrive(api, ticket, code(api)).get_json()["code"] == "wrong_state"
