"""What staff are told of the printers of their site, and the slips that they ask for."""

from typing import Any

from tests.factories import BRANCH, MAIN
from tests.web.api.caller import Api

PLACE = {"site": MAIN, "code": "P1"}


def printer(api: Api, *, site: str = MAIN) -> Any:
    (found,) = api.ask("GET", f"/api/v1/sites/{site}/printers", role="admin").get_json()["printers"]
    return found


def prints(api: Api) -> Any:
    """The agent takes the next paper and brings it; returns its slip."""
    job = api.ask("POST", "/api/v1/agent/lease", role="agent", body={"printers": [PLACE]}).get_json()["jobs"][
        0
    ]
    done = {"job": job["id"], "attempt": job["attempt"], "verdict": "PRINTED"}
    api.ask("POST", "/api/v1/agent/report", role="agent", body=done)
    return job["slip"]


def test_a_printer_nobody_told_of_is_shown_as_that(api: Api) -> None:
    told = printer(api)

    assert (told["code"], told["profile"], told["fallback"], told["agent"]) == ("P1", "epson-80", None, None)
    assert (told["state"], told["since"], told["seen_at"]) == (None, None, None)
    assert (told["alarms"], told["slips"], told["tickets_left"]) == ([], [], None)
    assert told["kiosks"] == ["Anjungan 1"]


def test_its_alarms_stand_beside_it(api: Api) -> None:
    health = {"printers": [{**PLACE, "state": "paper_out"}]}
    api.ask("POST", "/api/v1/agent/health", role="agent", body=health)
    api.watchman.do_one()

    assert [alarm["kind"] for alarm in printer(api)["alarms"]] == ["paper_out"]
    assert printer(api, site=BRANCH)["alarms"] == []


def test_its_last_papers_are_shown_the_newest_first(api: Api) -> None:
    for _ in range(6):
        api.take()
    prints(api)
    slips = printer(api)["slips"]
    assert [slip["number"] for slip in slips] == ["A-006", "A-005", "A-004", "A-003", "A-002"]
    assert {slip["state"] for slip in slips} == {"queued"}

    path = f"/api/v1/tickets/1/reprint?site={MAIN}"
    api.ask("POST", path, role="counter", body={"reason": "hilang"}, key="again")
    newest = printer(api)["slips"][0]
    assert (newest["number"], newest["mark"]) == ("A-001", "CETAK ULANG 1")


def test_a_test_comes_out_and_belongs_to_nobody(api: Api) -> None:
    answer = api.ask("POST", f"/api/v1/sites/{MAIN}/printers/P1/test", role="admin")
    slip = prints(api)

    assert answer.get_json() == {"job": 1}
    assert (slip["number"], slip["service"], slip["url"]) == ("TES CETAK", "P1, Anjungan 1", "")
    assert slip["issued"]
    shown = printer(api)["slips"][0]
    assert (shown["ticket"], shown["number"], shown["state"]) == (None, "TES CETAK", "printed")


def test_a_reprint_goes_where_it_was_sent_and_says_so(api: Api) -> None:
    ticket = api.take().get_json()
    prints(api)
    path = f"/api/v1/tickets/{ticket['id']}/reprint?site={MAIN}"
    body = {"reason": " kertas robek ", "printer": "P1"}
    answer = api.ask("POST", path, role="counter", body=body, key="again").get_json()

    assert answer["print"] == {"state": "queued", "printer": "P1", "place": None}
    facts = api.ask("GET", f"/api/v1/journal?site={MAIN}", role="partner").get_json()["facts"]
    (fact,) = [fact for fact in facts if fact["kind"] == "ticket_reprinted"]
    assert fact["actor"].startswith("counter:")
    assert (fact["data"]["reason"], fact["data"]["printer"]) == ("kertas robek", "P1")
    assert prints(api)["attempt_mark"] == "CETAK ULANG 1"


def test_a_roll_put_in_is_counted_down(api: Api) -> None:
    for _ in range(2):
        api.take()
    prints(api)
    assert (printer(api)["tickets_left"], printer(api)["roll_since"]) == (None, None)
    said = api.ask("POST", f"/api/v1/sites/{MAIN}/printers/P1/roll", role="counter").get_json()
    assert said == printer(api)
    assert (said["tickets_left"], said["roll_since"], said["roll_m"]) == (842, api.now.isoformat(), 80.0)
    prints(api)

    assert printer(api)["tickets_left"] == 841
    assert printer(api, site=BRANCH)["tickets_left"] is None
    facts = api.ask("GET", f"/api/v1/journal?site={MAIN}", role="partner").get_json()["facts"]
    (fact,) = [fact for fact in facts if fact["kind"] == "roll_changed"]
    assert (fact["actor"].partition(":")[0], fact["data"]) == ("counter", {"printer": "P1"})
