"""An alarm reaches every console of its site by itself."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.clerk import SITE, Clerk, clerks
from tests.journeys.patience import until
from tests.services.server import Server
from tests.web.ear import Ear


@pytest.fixture
def clerk(live: Server) -> Clerk:
    return clerks(live)[0]


@pytest.fixture
def ear(clerk: Clerk) -> Iterator[Ear]:
    told = {"token": clerk.tokens["counter"], "site": SITE, "counter": clerk.counter}
    ear = Ear(clerk.server.url, "/counter", told, events=("snapshot", "alarms"))
    yield ear
    ear.close()


def state_of_the_first_printer(clerk: Clerk) -> str | None:
    answer = clerk.server.request("GET", f"/api/v1/sites/{SITE}/printers", token=clerk.tokens["counter"])
    state: str | None = answer.json["printers"][0]["state"]
    return state


def take_the_roll_out(clerk: Clerk) -> None:
    """Of the first printer, at its emulator."""
    me = clerk.server.request("GET", "/api/v1/me", token=clerk.tokens["counter"]).json
    deed = urllib.request.Request(
        f"{me['emulator_url'].rstrip('/')}/printers/{SITE}-P1/deeds",
        data=json.dumps({"deed": "paper_out", "on": True}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(deed, timeout=60) as answer:
        assert answer.status == 204


def test_a_console_hears_of_an_alarm_and_of_who_sees_to_it(clerk: Clerk, ear: Ear) -> None:
    assert isinstance(ear.next("snapshot")["alarms"], list)
    until(lambda: state_of_the_first_printer(clerk), within=60)  # its agent begins after the server
    take_the_roll_out(clerk)

    def paper_out(news: dict[str, Any]) -> list[Any]:
        return [alarm for alarm in news["alarms"] if (alarm["printer"], alarm["kind"]) == ("P1", "paper_out")]

    alarm = paper_out(ear.next("alarms", paper_out))[0]
    clerk.server.request(
        "POST", f"/api/v1/sites/{SITE}/alarms/{alarm['id']}/acknowledge", token=clerk.tokens["counter"]
    )
    seen_to = ear.next("alarms", lambda news: paper_out(news)[0]["acknowledged_at"])
    assert paper_out(seen_to)[0]["acknowledged_by"]
