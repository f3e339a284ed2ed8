"""Two agents that may serve the same printer, as those of two servers on one database: one does."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.alarms import AGENT_LOST_SECONDS
from tests.factories import MAIN
from tests.web.api.caller import Api

PLACE = {"site": MAIN, "code": "P1"}
AGENT = "/api/v1/agent"


class Agent:
    def __init__(self, api: Api) -> None:
        self._api = api
        _, self._token = api.new_token("agent", None, None)

    def work(self) -> dict[str, Any]:
        return self._ask("lease", {"printers": [PLACE]})

    def says(self, state: str) -> None:
        self._ask("health", {"printers": [{**PLACE, "state": state}]})

    def _ask(self, deed: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._api.ask("POST", f"{AGENT}/{deed}", token=self._token, body=body)
        assert answer.status_code == 200
        document: dict[str, Any] = answer.get_json()
        return document


@pytest.fixture
def agents(api: Api) -> tuple[Agent, Agent]:
    return Agent(api), Agent(api)


def state(api: Api) -> str:
    overview = api.ask("GET", f"/api/v1/admin/overview?site={MAIN}", role="admin").get_json()
    return str(overview["printers"][0]["state"])


def test_a_paper_is_leased_to_one_of_them(api: Api, agents: tuple[Agent, Agent]) -> None:
    one, other = agents
    api.take()

    assert len(one.work()["jobs"]) == 1
    assert other.work()["jobs"] == []


def test_the_word_of_the_one_that_serves_the_printer_counts(api: Api, agents: tuple[Agent, Agent]) -> None:
    one, other = agents
    one.says("ready")
    other.says("unreachable")
    assert state(api) == "ready"
    api.now += timedelta(seconds=AGENT_LOST_SECONDS)
    other.says("unreachable")

    assert state(api) == "unreachable"


def test_the_one_that_serves_the_printer_is_asked_what_it_can_do(
    api: Api, agents: tuple[Agent, Agent]
) -> None:
    one, other = agents
    one.says("ready")
    ask = api.ask("POST", f"/api/v1/sites/{MAIN}/printers/P1/probe", role="admin", body={"slip": False})
    assert ask.status_code == 200

    assert other.work()["probes"] == []
    assert len(one.work()["probes"]) == 1
