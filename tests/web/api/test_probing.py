"""An administrator asks what a printer can do; its own agent learns of it with its lease and tells."""

from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.domain.probing import TAKE_UP_SECONDS
from tests.factories import BRANCH, MAIN
from tests.web.api.caller import Api

PLACE = {"site": MAIN, "code": "P1"}
FINDINGS = {
    "state": "ready",
    "name": "TM-T82",
    "process_id": True,
    "fence": True,
    "clear_buffer": None,
    "width": 80,
    "profile_80": "epson-80",
    "profile_58": "epson-58",
}
FOUND = {"end": "found", "findings": FINDINGS, "slip": "PRINTED", "reason": ""}


def ask(api: Api, **body: Any) -> Any:
    answer = api.ask("POST", f"/api/v1/sites/{MAIN}/printers/P1/probe", role="admin", body=body or None)
    assert answer.status_code == 200
    return answer.get_json()


def lease(api: Api) -> Any:
    return api.ask("POST", "/api/v1/agent/lease", role="agent", body={"printers": [PLACE]}).get_json()


def agent(api: Api, deed: str, body: dict[str, Any], **who: Any) -> TestResponse:
    return api.ask("POST", f"/api/v1/agent/{deed}", body=body, **(who or {"role": "agent"}))


def shown(api: Api) -> Any:
    (printer,) = api.ask("GET", f"/api/v1/sites/{MAIN}/printers", role="admin").get_json()["printers"]
    return printer["probe"]


def test_it_is_asked_taken_up_and_told(api_on_each: Api) -> None:
    api = api_on_each
    assert shown(api) is None
    asked = ask(api, slip=True)
    assert shown(api) == asked
    assert asked["slip"]
    assert asked["asked_by"].startswith("admin:")

    number = asked["id"]
    assert lease(api) == {
        "jobs": [],
        "probes": [{"probe": number, "site": MAIN, "printer": "P1", "slip": True}],
    }
    assert agent(api, "probe-taken", {"probe": number}).get_json() == {"wanted": True}
    assert lease(api)["probes"] == []
    assert agent(api, "probe-outcome", {"probe": number, **FOUND}).status_code == 200
    assert shown(api)["outcome"] == FOUND


def test_papers_come_beside_it(api: Api) -> None:
    ask(api)
    api.take()
    work = lease(api)

    assert (len(work["jobs"]), len(work["probes"])) == (1, 1)


def test_without_a_word_about_the_slip_none_is_printed(api: Api) -> None:
    assert ask(api)["slip"] is False


def test_nobody_is_asked_to_examine_a_printer_too_late(api: Api) -> None:
    number = ask(api)["id"]
    api.now += timedelta(seconds=TAKE_UP_SECONDS)

    assert lease(api)["probes"] == []
    assert agent(api, "probe-taken", {"probe": number}).get_json() == {"wanted": False}


def test_a_probe_that_is_not_there_is_wanted_by_nobody(api: Api) -> None:
    assert agent(api, "probe-taken", {"probe": 99}).get_json() == {"wanted": False}
    assert agent(api, "probe-outcome", {"probe": 99, **FOUND}).get_json() == {}


@pytest.mark.parametrize(("site", "code"), [(BRANCH, None), (MAIN, "kiosk-pc")])
def test_only_the_printers_own_agent_handles_it(api: Api, site: str, code: str | None) -> None:
    number = ask(api)["id"]
    stranger = api.token("agent", site=site, code=code)

    assert agent(api, "probe-taken", {"probe": number}, token=stranger).status_code == 403
    assert agent(api, "probe-outcome", {"probe": number, **FOUND}, token=stranger).status_code == 403
    assert shown(api)["started_at"] is None


@pytest.mark.parametrize(
    "odd",
    [
        {"end": "untaken"},
        {"end": "magic"},
        {"findings": {**FINDINGS, "width": 70}},
        {"findings": {**FINDINGS, "name": "a\x00b"}},
        {"findings": {**FINDINGS, "state": "tired"}},
        {"probe": 2**70},
        {"more": 1},
    ],
)
def test_an_agent_that_talks_nonsense_changes_nothing(api: Api, odd: dict[str, Any]) -> None:
    number = ask(api)["id"]
    answer = agent(api, "probe-outcome", {"probe": number, **FOUND, **odd})

    assert answer.status_code == 422
    assert shown(api)["ended_at"] is None


def test_both_deeds_are_in_the_journal(api: Api) -> None:
    number = ask(api)["id"]
    agent(api, "probe-taken", {"probe": number})
    agent(api, "probe-outcome", {"probe": number, **FOUND})
    facts = api.ask("GET", f"/api/v1/journal?site={MAIN}", role="partner").get_json()["facts"]

    assert [(fact["kind"], fact["actor"].partition(":")[0], fact["data"]) for fact in facts] == [
        ("printer_probe_asked", "admin", {"printer": "P1", "probe": number, "slip": False}),
        ("printer_probed", "agent", {"printer": "P1", "probe": number, "end": "found"}),
    ]
