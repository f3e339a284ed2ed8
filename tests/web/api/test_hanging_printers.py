"""A number never waits for paper: whatever the printers and their agents do, it is given at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.printing import PrinterState
from tests.factories import BRANCH, MAIN
from tests.web.api.caller import Api

VISITORS = 20


@pytest.mark.parametrize("state", [state for state in PrinterState if state != PrinterState.READY])
def test_numbers_are_given_while_the_printer_is_in_trouble(api: Api, state: PrinterState) -> None:
    told = {"printers": [{"site": MAIN, "code": "P1", "state": state}]}
    assert api.ask("POST", "/api/v1/agent/health", role="agent", body=told).status_code == 200
    tickets = [api.take().get_json() for _ in range(VISITORS)]

    assert [ticket["number"] for ticket in tickets] == [f"A-{n:03d}" for n in range(1, VISITORS + 1)]
    assert {ticket["print"]["state"] for ticket in tickets} == {"queued"}


def test_numbers_are_given_while_an_agent_holds_a_paper_for_ever(api_on_each: Api) -> None:
    api = api_on_each
    api.take()
    wish = {"printers": [{"site": MAIN, "code": "P1"}]}
    assert api.ask("POST", "/api/v1/agent/lease", role="agent", body=wish).get_json()["jobs"]

    assert [api.take().status_code for _ in range(VISITORS)] == [201] * VISITORS


def test_an_agent_that_waits_for_work_holds_nobody_up(api_on_each: Api) -> None:
    """It waits for the branch's first paper; whatever it held would be missed by the visitors meanwhile."""
    api = api_on_each
    agent, kiosk = api.token("agent"), api.token("kiosk", site=BRANCH, code="K1")
    api.token("kiosk")
    wish = {"printers": [{"site": BRANCH, "code": "P1"}], "wait": 25}
    asking = threading.Event()

    def wait_for_work() -> list[object]:
        asking.set()
        answer = api.ask("POST", "/api/v1/agent/lease", token=agent, body=wish)
        jobs: list[object] = answer.get_json()["jobs"]
        return jobs

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(wait_for_work)
        assert asking.wait(60)
        given = [api.take().status_code for _ in range(VISITORS)]
        assert given == [201] * VISITORS
        assert not waiting.done()
        path = f"/api/v1/sites/{BRANCH}/tickets"
        assert api.ask("POST", path, token=kiosk, body={"service": "ktp"}, key="b").status_code == 201
        assert len(waiting.result(timeout=60)) == 1
