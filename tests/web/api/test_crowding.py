"""A flood from one address is refused and counted, and the hall goes on; neighbours are not taken for one."""

from datetime import timedelta

import pytest

from app.web.crowding import MOST_ASKED, Crowd
from tests.factories import MAIN, MORNING
from tests.web.api.caller import Api

FLOODER, NEIGHBOUR = "203.0.113.7", "203.0.113.8"
PAGE = f"/{MAIN}/here/222222"


@pytest.fixture
def flooded(api: Api) -> Api:
    for _ in range(MOST_ASKED):
        assert api.ask("GET", "/api/v1/tickets/nobodys", address=FLOODER).status_code == 404
    return api


def test_a_flood_is_refused_with_a_sentence_and_counted_until_the_next_minute(flooded: Api) -> None:
    refused = flooded.ask("GET", PAGE, address=FLOODER)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "Terlalu banyak permintaan" in refused.text
    assert 'code="too_many"' in flooded.ask("GET", "/metrics").text
    assert flooded.ask("GET", PAGE, address=NEIGHBOUR).status_code == 200

    flooded.now += timedelta(minutes=1)
    assert flooded.ask("GET", PAGE, address=FLOODER).status_code == 200


def test_screens_monitoring_and_this_computer_are_not_part_of_a_flood(flooded: Api) -> None:
    by_token = flooded.ask("GET", f"/api/v1/sites/{MAIN}", role="kiosk", address=FLOODER)
    assert by_token.status_code == 200
    assert flooded.ask("GET", "/healthz", address=FLOODER).status_code == 200
    for _ in range(MOST_ASKED + 1):  # a proxy here that says of nobody who they are
        assert flooded.ask("GET", "/api/v1/tickets/nobodys").status_code == 404


def test_a_token_that_nobody_has_opens_no_way_around(flooded: Api) -> None:
    guessed = flooded.ask("GET", f"/api/v1/sites/{MAIN}", token="guessed", address=FLOODER)
    assert guessed.status_code in (401, 429)


def test_whoever_asks_too_often_waits_for_the_next_minute() -> None:
    crowd = Crowd(most=1)
    assert crowd.visit(FLOODER, now=MORNING) is None
    assert crowd.visit(FLOODER, now=MORNING) == MORNING + timedelta(minutes=1)
    assert crowd.visit(NEIGHBOUR, now=MORNING) is None
