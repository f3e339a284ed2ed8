"""What a hub answers for a site that a satellite keeps, with the line up and with the line down."""

import re
from datetime import timedelta
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.arriving import presence_code
from app.store.journal import since
from tests.factories import BRANCH, LINKS, MAIN
from tests.web.api.hub_house import House, fine

FORM = f"/{BRANCH}/layanan/ktp"
HIDDEN = re.compile(r'name="key" value="([0-9a-f]{32})"')
TAKE = f"POST /api/v1/sites/{BRANCH}/remote-tickets"


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
