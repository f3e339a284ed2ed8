"""What a hub answers for a site that a satellite keeps, with the line up and with the line down."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.test import TestResponse

from app.domain.arriving import presence_code
from app.satellite_visit import mistakes
from app.store.journal import since
from app.store.tables import journal
from tests.factories import BRANCH, LINKS, MAIN
from tests.services.databases import Databases
from tests.web.api.hub_house import House, a_house, fine

FORM = f"/{BRANCH}/layanan/ktp"
HIDDEN = re.compile(r'name="key" value="([0-9a-f]{32})"')
TAKE = f"POST /api/v1/sites/{BRANCH}/remote-tickets"


@pytest.fixture
def house(database_url: str, sqlite_databases: Databases, tmp_path: Path) -> Iterator[House]:
    (tmp_path / "there").mkdir()
    with a_house(tmp_path, database_url, sqlite_databases.fresh(tmp_path / "there")) as house:
        house.pull()
        yield house


@pytest.fixture
def phone(house: House) -> FlaskClient:
    return house.here.app.test_client()


def text(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def key_on(page: str) -> str:
    found = HIDDEN.search(page)
    assert found is not None, page
    return found[1]


def press(phone: FlaskClient, key: str, *, form: str = FORM) -> TestResponse:
    return phone.post(f"{form}/take", data={"key": key, "priority": ""})


def take(phone: FlaskClient) -> str:
    """The address of the number's page on the hub."""
    answer = press(phone, key_on(text(phone.get(FORM))))
    assert answer.status_code == 303, text(answer)
    return str(answer.headers["Location"])


def waiting_at_the_branch(house: House) -> int:
    agencies = fine(house.here.ask("GET", f"/api/v1/sites/{BRANCH}")).get_json()["agencies"]
    return sum(agency["waiting"] for agency in agencies)


def issued_at_the_branch(house: House) -> list[str]:
    with house.there.database.read() as connection:
        facts = since(connection, BRANCH, 0)
    return [fact.data["number"] for fact in facts if fact.kind == "ticket_issued"]


def test_the_hub_shows_the_queue_of_the_satellite(house: House) -> None:
    house.take_there()
    house.take_there()
    house.pull()
    assert waiting_at_the_branch(house) == 2
    house.clerk_there("open")
    house.clerk_there("call-next")
    house.pull()
    assert waiting_at_the_branch(house) == 1
    board = fine(house.here.ask("GET", f"/api/v1/sites/{BRANCH}/board")).get_json()
    assert [call["number"] for call in board["calls"]] == ["A-001"]


def test_neither_server_changes_the_site_of_the_other(house: House) -> None:
    for api, site in ((house.here, BRANCH), (house.there, MAIN)):
        token = api.token("kiosk", site=site)
        path = f"/api/v1/sites/{site}/tickets"
        answer = api.ask("POST", path, token=token, body={"service": "ktp"}, key="once")
        assert (answer.status_code, answer.get_json()["code"]) == (409, "site_elsewhere")


def test_a_phone_gets_a_number_of_the_satellite_through_the_hub(house: House, phone: FlaskClient) -> None:
    page = take(phone)
    assert "A-001" in text(fine(phone.get(page)))
    assert issued_at_the_branch(house) == ["A-001"]
    document = fine(phone.get(f"/api/v1/tickets/{page.removeprefix('/t/')}")).get_json()
    assert document["url"] == f"{LINKS.public_url}{page}"


def test_a_number_of_the_satellite_is_checked_in_through_the_hub(house: House, phone: FlaskClient) -> None:
    page = take(phone)
    wrong = phone.post(f"{page}/check-in", data={"code": "AAAAAA"})
    assert wrong.status_code == 409
    code = presence_code(LINKS.secret, BRANCH, house.there.now)
    assert phone.post(f"{page}/check-in", data={"code": code}).status_code == 303
    house.pull()
    assert waiting_at_the_branch(house) == 1
    assert phone.post(f"{page}/cancel").status_code == 303
    house.pull()
    assert waiting_at_the_branch(house) == 0


def test_the_satellite_says_no_in_its_own_words(house: House, phone: FlaskClient) -> None:
    take(phone)
    again = press(phone, "0" * 32)
    assert again.status_code == 409
    assert "nomor" in text(again)
    assert issued_at_the_branch(house) == ["A-001"]


def test_an_answer_that_was_lost_comes_with_the_next_press(house: House, phone: FlaskClient) -> None:
    """The satellite gave the number, and nobody heard of it."""
    first = key_on(text(phone.get(FORM)))
    house.line.lose_answer_to(TAKE)
    lost = press(phone, first)
    assert lost.status_code == 503
    assert "dua nomor" in text(lost)
    assert issued_at_the_branch(house) == ["A-001"]
    assert key_on(text(lost)) == first
    assert press(phone, first).status_code == 303
    assert issued_at_the_branch(house) == ["A-001"]


def test_a_lost_answer_comes_also_with_a_page_opened_anew(house: House, phone: FlaskClient) -> None:
    """The phone is known, and its wish is the same: the key is that of the first press."""
    phone.set_cookie("antrean_phone", "ab" * 32)
    house.line.lose_answer_to(TAKE)
    assert press(phone, key_on(text(phone.get(FORM)))).status_code == 503
    page = take(phone)
    assert "A-001" in text(phone.get(page))
    assert issued_at_the_branch(house) == ["A-001"]


def test_without_a_line_a_phone_is_refused_with_a_sentence(house: House, phone: FlaskClient) -> None:
    house.pull()
    house.cut()
    house.pull()
    refused = press(phone, "0" * 32)
    assert refused.status_code == 503
    assert "Sambungan ke lokasi ini sedang terputus" in text(refused)
    asked = {"service": "ktp"}
    path = f"/api/v1/sites/{BRANCH}/remote-tickets"
    answer = house.here.ask("POST", path, body=asked, key="once", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.get_json()["code"]) == (503, "satellite_away")
    assert issued_at_the_branch(house) == []


def test_a_number_is_shown_as_it_was_known_last_while_the_line_is_down(
    house: House, phone: FlaskClient
) -> None:
    page = take(phone)
    house.pull()
    house.cut()
    house.pull()
    shown = text(fine(phone.get(page)))
    assert "A-001" in shown
    assert "Data dari jam 08.30" in shown


def test_a_booking_at_the_satellite_is_made_moved_and_given_up_through_the_hub(
    house: House, phone: FlaskClient
) -> None:
    path = f"/api/v1/sites/{BRANCH}/services/ktp/slots"
    slots = [
        slot for day in fine(phone.get(path)).get_json()["days"] for slot in day["slots"] if slot["open"]
    ]
    asked = {"service": "ktp", "starts_at": slots[0]["starts_at"]}
    headers = {"Idempotency-Key": "once"}
    made = phone.post(f"/api/v1/sites/{BRANCH}/bookings", json=asked, headers=headers)
    assert made.status_code == 201, text(made)
    code = made.get_json()["code"]
    assert fine(phone.get(f"/b/{code}")).status_code == 200
    later = {"starts_at": slots[1]["starts_at"]}
    moved = fine(phone.post(f"/api/v1/bookings/{code}/move", json=later)).get_json()
    assert datetime.fromisoformat(moved["starts_at"]) == datetime.fromisoformat(slots[1]["starts_at"])
    assert fine(phone.delete(f"/api/v1/bookings/{code}")).get_json()["state"] == "cancelled"


def test_a_booking_is_shown_as_it_was_known_last_while_the_line_is_down(
    house: House, phone: FlaskClient
) -> None:
    path = f"/api/v1/sites/{BRANCH}/services/ktp/slots"
    slots = [
        slot for day in fine(phone.get(path)).get_json()["days"] for slot in day["slots"] if slot["open"]
    ]
    asked = {"service": "ktp", "starts_at": slots[0]["starts_at"]}
    headers = {"Idempotency-Key": "once"}
    made = fine(phone.post(f"/api/v1/sites/{BRANCH}/bookings", json=asked, headers=headers)).get_json()
    code = made["code"]
    house.cut()
    house.pull()
    assert fine(phone.get(f"/api/v1/bookings/{code[:5]}-{code[5:].lower()}")).get_json() == made
    assert code[5:] in text(fine(phone.get(f"/b/{code}")))
    assert phone.delete(f"/api/v1/bookings/{code}").status_code == 503


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


def test_the_public_page_says_of_what_time_its_data_are(house: House, phone: FlaskClient) -> None:
    house.pull()
    page = text(fine(phone.get(f"/{BRANCH}")))
    assert "Data dari Pasar pukul 08.30." in page
    assert "terputus" not in page
    assert 'id="take"' in text(phone.get(FORM))
    assert "Data dari Pasar" not in text(phone.get(f"/{MAIN}"))


def test_the_public_page_says_that_the_line_is_down(house: House, phone: FlaskClient) -> None:
    house.take_there()
    house.pull()
    house.cut()
    house.here.now += timedelta(minutes=5)
    house.pull()
    for address in (f"/{BRANCH}", f"/{BRANCH}/board", FORM):
        page = text(fine(phone.get(address)))
        assert "Sambungan ke Pasar sedang terputus" in page
        assert "data dari jam 08.30" in page
    assert 'id="take"' not in text(phone.get(FORM))
    assert "Data dari Pasar pukul 08.30." in text(phone.get("/"))
    assert house.here.ask("GET", f"/api/v1/sites/{BRANCH}").get_json()["as_of"] == "2026-11-23T01:30:00+00:00"


def test_a_site_that_a_server_knows_nothing_of_is_shown_nowhere_on_it(house: House) -> None:
    """The satellite has the mall of all sites, and the facts of its own alone."""
    known = fine(house.there.ask("GET", "/api/v1/sites")).get_json()["sites"]
    assert [site["code"] for site in known] == [BRANCH]
    for path in (f"/api/v1/sites/{MAIN}", f"/{MAIN}", f"/{MAIN}/board", f"/{MAIN}/layanan/ktp"):
        answer = house.there.ask("GET", path)
        assert answer.status_code == 409, path
        assert "server lain" in text(answer)
    assert "Antrean lokasi ini dijalankan oleh server lain." in text(house.there.ask("GET", "/"))


def test_visitors_are_sent_to_a_quieter_site_only_while_its_data_are_fresh(
    house: House, phone: FlaskClient
) -> None:
    take = f"/api/v1/sites/{MAIN}/tickets"
    for _ in range(12):
        fine(house.here.ask("POST", take, role="kiosk", body={"service": "ktp"}, key=uuid4().hex))
    house.pull()
    assert 'class="notice elsewhere"' in text(phone.get(f"/{MAIN}/layanan/ktp"))
    house.cut()
    house.here.now += timedelta(minutes=5)
    assert 'class="notice elsewhere"' not in text(phone.get(f"/{MAIN}/layanan/ktp"))


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


def test_the_code_of_the_satellites_screens_is_good_at_the_hub(house: House, phone: FlaskClient) -> None:
    page = take(phone)
    assert page in text(phone.get(FORM))
    code = presence_code(LINKS.secret, BRANCH, house.there.now)
    here = f"/{BRANCH}/here/{code}"
    form = f'action="{page}/check-in"'
    assert form in text(phone.get(here))
    assert phone.post(f"{page}/check-in", data={"code": code}).status_code == 303
    assert form not in text(phone.get(here))
    assert page in text(phone.get(here))
    phone.post(f"{page}/cancel")
    assert page not in text(phone.get(here))


def test_a_phone_finds_its_booking_at_the_satellite_until_it_is_given_up(
    house: House, phone: FlaskClient
) -> None:
    path = f"/api/v1/sites/{BRANCH}/services/ktp/slots"
    slots = [
        slot for day in fine(phone.get(path)).get_json()["days"] for slot in day["slots"] if slot["open"]
    ]
    asked = {"service": "ktp", "starts_at": slots[0]["starts_at"]}
    made = fine(
        phone.post(f"/api/v1/sites/{BRANCH}/bookings", json=asked, headers={"Idempotency-Key": "once"})
    ).get_json()
    assert f"/b/{made['code']}" in text(phone.get(FORM))
    fine(phone.delete(f"/api/v1/bookings/{made['code']}"))
    assert f"/b/{made['code']}" not in text(phone.get(FORM))


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
