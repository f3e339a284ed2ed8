"""A hub and its satellite as those see them who look after both: who keeps what, and what is wrong."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from werkzeug.test import TestResponse

from app.satellite_visit import mistakes
from app.store.journal import since
from app.store.tables import journal
from tests.factories import BRANCH, MAIN
from tests.web.api.hub_house import House, fine


def text(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def waiting_at_the_branch(house: House) -> int:
    agencies = fine(house.here.ask("GET", f"/api/v1/sites/{BRANCH}")).get_json()["agencies"]
    return sum(agency["waiting"] for agency in agencies)


def test_neither_server_changes_the_site_of_the_other(house: House) -> None:
    for api, site in ((house.here, BRANCH), (house.there, MAIN)):
        token = api.token("kiosk", site=site)
        path = f"/api/v1/sites/{site}/tickets"
        answer = api.ask("POST", path, token=token, body={"service": "ktp"}, key="once")
        assert (answer.status_code, answer.get_json()["code"]) == (409, "site_elsewhere")


def test_a_journal_that_is_not_the_one_from_before_is_not_mixed_with_it(
    house: House,
) -> None:
    """The satellite was restored from an old copy, or its address leads to another server."""
    house.take_there()
    house.take_there()
    house.pull()
    with house.there.database.read() as connection:
        last = since(connection, BRANCH, 0)[-1].id
    house.there.database.write(BRANCH, lambda tx: tx.execute(delete(journal).where(journal.c.id == last)))
    house.take_there()
    house.pull()
    assert waiting_at_the_branch(house) == 2


def test_a_site_that_a_server_knows_nothing_of_is_shown_nowhere_on_it(house: House) -> None:
    """The satellite has the mall of all sites, and the facts of its own alone."""
    known = fine(house.there.ask("GET", "/api/v1/sites")).get_json()["sites"]
    assert [site["code"] for site in known] == [BRANCH]
    for path in (f"/api/v1/sites/{MAIN}", f"/{MAIN}", f"/{MAIN}/board", f"/{MAIN}/layanan/ktp"):
        answer = house.there.ask("GET", path)
        assert answer.status_code == 409, path
        assert "server lain" in text(answer)
    assert "Antrean lokasi ini dijalankan oleh server lain." in text(house.there.ask("GET", "/"))


def test_the_agent_beside_a_server_serves_the_printers_of_its_own_sites(house: House) -> None:
    for api, site in ((house.here, MAIN), (house.there, BRANCH)):
        printers = fine(api.ask("GET", "/api/v1/agent/printers", role="agent")).get_json()["printers"]
        assert {printer["site"] for printer in printers} == {site}


def test_monitoring_hears_of_a_satellite_that_is_silent(house: House) -> None:
    house.pull()
    assert fine(house.here.ask("GET", "/readyz")).get_json() == {"status": "ok", "lag": 0}
    house.cut()
    house.here.now += timedelta(minutes=5)
    house.pull()
    assert fine(house.here.ask("GET", "/readyz")).get_json()["silent_satellites"] == [BRANCH]
    figures = text(house.here.ask("GET", "/metrics")).splitlines()
    assert f'antrean_satellite_up{{site="{BRANCH}"}} 0' in figures
    assert f'antrean_satellite_age_seconds{{site="{BRANCH}"}} 300' in figures


def test_the_administrator_sees_what_is_known_of_each_satellite(house: House) -> None:
    house.take_there()
    house.pull()
    house.cut()
    house.here.now += timedelta(minutes=5)
    house.pull()
    told = fine(house.here.ask("GET", "/api/v1/admin/satellites", role="admin")).get_json()
    assert told["own"] == ["Mal Utama"]
    satellite = told["satellites"][0]
    assert (satellite["site"], satellite["trouble"], satellite["fresh"]) == (BRANCH, "away", False)
    assert (satellite["as_of"], satellite["since"]) == (
        "2026-11-23T01:30:00+00:00",
        "2026-11-23T01:35:00+00:00",
    )
    assert (satellite["issued"], satellite["waiting"]) == (1, 1)
    assert house.there.ask("GET", "/api/v1/admin/satellites", role="admin").get_json()["elsewhere"] == [
        "Mal Utama"
    ]


def test_a_hub_is_let_in_for_the_journal_of_its_site_alone(house: House) -> None:
    token = house.there.token("hub", site=BRANCH)
    journal = fine(house.there.ask("GET", f"/api/v1/journal?site={BRANCH}", token=token)).get_json()
    assert journal["cursor"] == 0
    for method, path in (("GET", "/api/v1/admin/satellites"), ("POST", f"/api/v1/sites/{BRANCH}/tickets")):
        assert house.there.ask(method, path, token=token, body={}, key="once").status_code == 403


def test_a_visit_to_the_satellite_names_what_is_wrong(house: House) -> None:
    """A wrong token, clocks that are apart, and a site that both servers believe to keep."""
    satellite, now = house.satellite, datetime.now(UTC)
    assert mistakes(satellite, own=[MAIN], now=now) == []
    (refused,) = mistakes(replace(satellite, token="0" * 64), own=[MAIN], now=now)
    assert "does not know this token" in refused
    (apart,) = mistakes(satellite, own=[MAIN], now=now + timedelta(minutes=10))
    assert "10 min away" in apart
    (twice,) = mistakes(satellite, own=[MAIN, BRANCH], now=now)
    assert f"ANTREAN_SITES={BRANCH}" in twice
    house.cut()
    (silent,) = mistakes(satellite, own=[MAIN], now=now)
    assert "does not answer" in silent
