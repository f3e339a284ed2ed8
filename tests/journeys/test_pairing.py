"""A kiosk's computer is paired by the code on its console, and prints until it is revoked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.office import SITE, Office
from tests.journeys.paper import Paper
from tests.journeys.patience import until
from tests.services.agent import Agent
from tests.services.databases import Databases
from tests.services.server import Server

pytestmark = pytest.mark.slow

SERVERS_OWN = ""  # the printers of the demonstration name no agent


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """eventlet, unless the test names engines."""
    return str(getattr(request, "param", "eventlet"))


@pytest.fixture
def server(sqlite_databases: Databases, tmp_path: Path, engine: str) -> Iterator[Server]:
    folder = tmp_path / "server"
    folder.mkdir()
    options = ("--demo", "--no-agent")
    server = Server(data=folder, database=sqlite_databases.fresh(folder), engine=engine, options=options)
    yield server
    server.kill()


@pytest.fixture
def agent(server: Server, tmp_path: Path) -> Iterator[Agent]:
    agent = Agent(tmp_path / "kiosk", server.url)
    yield agent
    agent.kill()


def pair(office: Office, code: str) -> dict[str, Any]:
    """What an administrator does at /admin/devices; returns the device."""
    admin = office.token("admin")
    seen = office.post("/admin/pairings/find", admin, {"code": code.lower()})
    assert (seen["role"], seen["name"], seen["address"]) == ("agent", "pc-01", "127.0.0.1")
    place = {"code": code, "role": "agent", "site": SITE, "place": SERVERS_OWN, "name": seen["name"]}
    device: dict[str, Any] = office.post("/admin/pairings/confirm", admin, place)
    return device


def prints(office: Office) -> None:
    number = office.take_number("G01", kiosk="K2")["number"]
    Paper(office).slip_of(number, printer="BWI-P2")


def test_from_an_empty_folder_to_paper_through_restarts_to_the_end(server: Server, agent: Agent) -> None:
    office = Office(server.start())
    code = agent.start().code()
    assert f"{server.url}/admin/devices" in agent.said
    device = pair(office, code)
    prints(office)
    kept = agent.folder / "agent" / "token.json"
    assert kept.stat().st_mode & 0o777 == 0o600

    assert agent.end() == 0
    server.stop()
    server.start()
    agent.start()
    prints(office)
    assert code not in agent.said

    office.post(f"/admin/devices/{device['id']}/revoke", office.token("admin"), {})
    fresh = agent.code(unlike=code, within=120)
    pair(office, fresh)
    prints(office)


@pytest.mark.parametrize("engine", ["threading"], indirect=True)
def test_an_agent_and_a_server_that_die_while_a_code_is_shown_lose_nothing(
    server: Server, agent: Agent
) -> None:
    office = Office(server.start())
    code = agent.start().code()
    agent.kill()
    assert agent.start().code() == code
    server.kill()
    server.start()
    pair(office, code)
    prints(office)


def test_an_agent_that_came_first_and_was_off_when_confirmed_goes_to_work_at_once(
    server: Server, agent: Agent
) -> None:
    agent.start()
    until(lambda: "No Antrean answers" in agent.said)
    office = Office(server.start())
    code = agent.code()
    agent.kill()
    pair(office, code)
    agent.start()
    prints(office)
    assert until(lambda: "begins to print" in agent.said)
    assert code not in agent.said
