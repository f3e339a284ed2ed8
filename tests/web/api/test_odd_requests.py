"""What no screen of ours would ever send, and days on which nothing can be saved."""

import pytest

from tests.factories import MAIN
from tests.hall import row_counts
from tests.web.api.caller import Api
from tests.web.api.conftest import Open
from tests.web.api.test_refusals import (
    TICKETS,
    problem_of,
    with_a_visitor_called,
    with_an_open_counter,
)

ODD_VALUES = {
    "a number beyond every database": ("recall", {"ticket": 2**70}),
    "a number below every database": ("recall", {"ticket": -(2**70)}),
    "a byte no text may hold": ("break", {"reason": "salat\x00Jumat"}),
    "a byte in a held ticket's reason": ("hold", {"reason": "\x00"}),
    "a byte in a service": ("transfer", {"service": "k\x00tp"}),
}


@pytest.mark.parametrize("odd", ODD_VALUES)
def test_odd_values_are_the_senders_mistake_and_not_a_crash(api_on_each: Api, odd: str) -> None:
    deed, body = ODD_VALUES[odd]
    with_an_open_counter(api_on_each)
    if deed in ("hold", "transfer"):
        with_a_visitor_called(api_on_each)
    before = row_counts(api_on_each.database)

    assert api_on_each.clerk("1", deed, **body).status_code in (404, 409, 422)
    assert row_counts(api_on_each.database) == before


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("report", {"job": 2**70, "attempt": 1, "verdict": "PRINTED"}),
        ("report", {"job": 1, "attempt": 2**70, "verdict": "PRINTED"}),
        ("report", {"job": 1, "attempt": 1, "verdict": "PRINTED", "reason": "\x00"}),
        ("lease", {"printers": [{"site": MAIN, "code": "P\x001"}]}),
        ("lease", {"printers": [{"site": "mo\x00on", "code": "P1"}]}),
        ("health", {"printers": [{"site": MAIN, "code": "P1", "state": "ready", "reason": "\x00"}]}),
    ],
)
def test_an_agent_that_talks_nonsense_is_told_so(api_on_each: Api, path: str, body: dict) -> None:
    answer = api_on_each.ask("POST", f"/api/v1/agent/{path}", role="agent", body=body)

    assert answer.status_code in (403, 404, 422)


@pytest.mark.parametrize("token", ["%00", "x" * 2000, "%F0%9F%8E%AB", "..%2F..", "'%20OR%201=1"])
def test_a_strange_address_is_just_not_found(api_on_each: Api, token: str) -> None:
    assert api_on_each.ask("GET", f"/api/v1/tickets/{token}").status_code == 404
    assert api_on_each.ask("GET", f"/api/v1/sites/{token}").status_code == 404
    journal = api_on_each.ask("GET", f"/api/v1/journal?site={token}", role="partner")
    assert journal.status_code == 404


def test_while_nothing_can_be_saved_nothing_is_issued_and_it_is_said(api: Api, open_api: Open) -> None:
    token = api.token("kiosk")
    path = api.database.url.removeprefix("sqlite:///")
    locked = open_api(f"sqlite:///file:{path}?mode=ro&uri=true")

    refused = locked.ask("POST", f"{TICKETS}?lang=en", token=token, body={"service": "ktp"}, key="a")
    problem = problem_of(refused)
    assert (problem.status, problem.code) == (503, "store_unavailable")
    assert locked.ask("GET", f"/api/v1/sites/{MAIN}").status_code == 200
    assert api.take(key="a").status_code == 201


def test_a_server_whose_database_is_away_says_that_it_is_not_ready(open_api: Open) -> None:
    away = open_api("postgresql+psycopg://antrean@127.0.0.1:9/antrean")

    assert away.ask("GET", "/healthz").status_code == 200
    assert away.ask("GET", "/readyz").status_code == 503
    assert away.ask("GET", f"/api/v1/sites/{MAIN}").status_code == 503


def test_a_wrong_method_is_told_the_right_ones(api: Api) -> None:
    allowed = api.ask("PUT", "/api/v1/sites").headers["Allow"]

    assert "GET" in allowed


def test_who_is_not_known_is_told_how_to_say_who_it_is(api: Api) -> None:
    assert api.ask("GET", "/api/v1/me").headers["WWW-Authenticate"] == "Bearer"


def test_people_get_a_page_and_programs_a_document(api: Api) -> None:
    page = api.ask("GET", "/nowhere/at/all", headers={"Accept": "text/html"})

    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "application/problem" not in page.content_type
