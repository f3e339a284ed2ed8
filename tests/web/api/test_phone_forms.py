"""The pages of phones without scripts: their forms give numbers, check in and put off, each press once."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.arriving import CODE_SECONDS, presence_code
from app.web.phone import NAME
from tests.factories import BRANCH, LINKS, MAIN, with_service
from tests.hall import row_counts
from tests.web.api.caller import Api

SERVICE = f"/{MAIN}/layanan/ktp"
HIDDEN = re.compile(r'name="key" value="([0-9a-f]{32})"')


@pytest.fixture
def api(api: Api) -> Api:
    api.mall = replace(api.mall, rules=replace(api.mall.rules, remote_tickets=True))
    return api


@pytest.fixture
def phone(api: Api) -> FlaskClient:
    return a_phone(api)


def a_phone(api: Api) -> FlaskClient:
    """A browser that keeps its cookies."""
    return api.app.test_client()


def text(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def form(phone: FlaskClient, page: str = SERVICE) -> dict[str, str]:
    """What the first form of the page sends along."""
    found = HIDDEN.search(text(phone.get(page)))
    assert found is not None, page
    return {"key": found[1], "priority": ""}


def take(phone: FlaskClient, *, service: str = "ktp", **wish: str) -> TestResponse:
    page = f"/{MAIN}/layanan/{service}"
    return phone.post(f"{page}/take", data={**form(phone, page), **wish})


def taken(phone: FlaskClient, **wish: str) -> str:
    """The address of the number's page."""
    answer = take(phone, **wish)
    assert answer.status_code == 303, text(answer)
    return str(answer.headers["Location"])


def document(api: Api, address: str) -> dict[str, Any]:
    found: dict[str, Any] = api.ask("GET", f"/api/v1/tickets/{address.rpartition('/')[2]}").get_json()
    return found


def code(api: Api) -> str:
    return presence_code(LINKS.secret, MAIN, api.now)


def test_a_form_gives_a_number_that_waits_for_its_visitor(api: Api, phone: FlaskClient) -> None:
    address = taken(phone, priority="elderly")
    ticket = document(api, address)

    assert (ticket["state"], ticket["priority"]) == ("expected", "elderly")
    page = text(phone.get(address))
    kept = datetime.fromisoformat(ticket["arrival"]["arrives_by"]).astimezone(api.mall.zone_info)
    assert f"Nomor disimpan sampai pukul {kept:%H.%M} WIB." in page
    assert f'action="{address}/check-in"' in page


def test_the_same_form_sent_twice_gives_one_number(api: Api, phone: FlaskClient) -> None:
    sent = form(phone)
    first, again = (a_phone(api).post(f"{SERVICE}/take", data=sent) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]


def test_what_is_refused_is_said_on_the_same_page_with_the_way_to_the_number(phone: FlaskClient) -> None:
    before = form(phone)
    address = taken(phone)
    refused = phone.post(f"{SERVICE}/take", data=before | {"key": "0" * 32})

    assert refused.status_code == 409
    assert "Ponsel ini sudah mempunyai nomor" in text(refused)
    assert f'href="{address}"' in text(refused)


def test_a_phone_that_has_a_number_is_led_to_it_and_others_are_not(api: Api, phone: FlaskClient) -> None:
    address = taken(phone)
    assert f'href="{address}"' in text(phone.get(SERVICE))
    assert "/take" not in text(phone.get(SERVICE))
    assert address not in text(a_phone(api).get(SERVICE))


def test_the_form_and_the_api_count_together(api: Api, phone: FlaskClient) -> None:
    taken(phone)
    cookie = phone.get_cookie(NAME)
    assert cookie is not None
    headers = {"Idempotency-Key": "k", "Cookie": f"{NAME}={cookie.value}"}
    other = api.app.test_client(use_cookies=False)
    refused = other.post(f"/api/v1/sites/{MAIN}/remote-tickets", json={"service": "ktp"}, headers=headers)
    assert refused.get_json()["code"] == "phone_limit"


@pytest.mark.parametrize(
    "wish", [{"key": ""}, {"key": "x" * 32}, {"priority": "rich"}, {"priority": "elderly\x00"}]
)
def test_a_form_that_is_none_of_ours_changes_nothing(
    api: Api, phone: FlaskClient, wish: dict[str, str]
) -> None:
    before = row_counts(api.database)
    assert phone.post(f"{SERVICE}/take", data={**form(phone), **wish}).status_code == 422
    assert row_counts(api.database) == before


def test_no_number_where_the_mall_or_the_service_gives_none(api: Api, phone: FlaskClient) -> None:
    sent = form(phone)
    api.mall = with_service(api.mall, "ktp", online=False)
    page = text(phone.get(SERVICE))
    assert "/take" not in page
    assert "hanya diberikan di tempat" in page
    refused = phone.post(f"{SERVICE}/take", data=sent)
    assert (refused.status_code, "hanya diberikan di tempat" in text(refused)) == (409, True)


def test_the_form_of_another_site_is_refused(api: Api, phone: FlaskClient) -> None:
    sent, address = form(phone), taken(phone)
    foreign = {"Origin": "https://evil.example"}
    before = row_counts(api.database)
    paths = (f"{SERVICE}/take", *(f"{address}/{deed}" for deed in ("check-in", "postpone", "to-end")))
    for path in paths:
        assert phone.post(path, data={**sent, "code": code(api)}, headers=foreign).status_code == 403, path
    assert row_counts(api.database) == before


def test_looking_at_the_pages_changes_nothing(api: Api, phone: FlaskClient) -> None:
    address = taken(phone)
    before = row_counts(api.database)
    for page in (SERVICE, address, f"/{MAIN}", f"/{MAIN}?find=ktp", f"/{MAIN}/here/{code(api)}"):
        assert phone.get(page).status_code == 200, page
    assert row_counts(api.database) == before


def test_a_visitor_types_the_code_and_joins_the_queue(api: Api, phone: FlaskClient) -> None:
    address = taken(phone)
    wrong = phone.post(f"{address}/check-in", data={"code": "222222"})
    assert (wrong.status_code, "tidak cocok dengan layar" in text(wrong)) == (409, True)
    assert 'http-equiv="refresh"' not in text(wrong)  # nobody types against the clock

    right = phone.post(f"{address}/check-in", data={"code": f" {code(api).lower()} "})
    assert (right.status_code, right.headers["Location"]) == (303, address)
    assert document(api, address)["state"] == "waiting"
    assert f"30; url={address}" in text(phone.get(address))


def test_too_many_wrong_codes_say_when_to_try_again(phone: FlaskClient) -> None:
    address = taken(phone)
    answers = [phone.post(f"{address}/check-in", data={"code": "222222"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [409] * 5 + [429]
    assert "Coba lagi pukul 08.40" in text(answers[-1])


def test_the_code_on_the_kiosk_finds_the_numbers_of_this_phone(api: Api, phone: FlaskClient) -> None:
    address = taken(phone)
    page = text(phone.get(f"/{MAIN}/here/{code(api)}"))
    assert f'action="{address}/check-in"' in page
    assert f'name="code" value="{code(api)}"' in page
    assert address not in text(a_phone(api).get(f"/{MAIN}/here/{code(api)}"))

    assert phone.post(f"{address}/check-in", data={"code": code(api)}).status_code == 303
    after = text(phone.get(f"/{MAIN}/here/{code(api)}"))
    assert "/check-in" not in after
    assert f'href="{address}"' in after


def test_a_code_that_has_changed_asks_for_the_one_that_is_shown(api: Api, phone: FlaskClient) -> None:
    address, old = taken(phone), code(api)
    api.now += timedelta(seconds=2 * CODE_SECONDS)
    page = text(phone.get(f"/{MAIN}/here/{old}"))
    assert "Kode ini sudah berganti" in page
    assert f"{address}/check-in" not in page


def test_the_picture_of_a_code_is_one_for_codes_alone(api: Api, phone: FlaskClient) -> None:
    picture = phone.get(f"/{MAIN}/here/{code(api)}/qr.svg")
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert phone.get(f"/{MAIN}/here/%3Cscript%3E/qr.svg").status_code == 404


def test_more_time_is_asked_for_once_with_each_form_and_twice_at_most(api: Api, phone: FlaskClient) -> None:
    address = taken(phone)
    sent = form(phone, address)
    for _ in range(2):
        assert phone.post(f"{address}/postpone", data=sent).status_code == 303
    assert document(api, address)["postpones_left"] == 1
    assert phone.post(f"{address}/postpone", data=form(phone, address)).status_code == 303
    enough = phone.post(f"{address}/postpone", data=form(phone, address))
    assert (enough.status_code, "sudah diminta dua kali" in text(enough)) == (409, True)


def test_whoever_waits_may_go_to_the_end(api: Api, phone: FlaskClient) -> None:
    address = taken(phone)
    assert phone.post(f"{address}/to-end", data=form(phone, address)).status_code == 409
    phone.post(f"{address}/check-in", data={"code": code(api)})
    api.take()
    assert document(api, address)["ahead"] == 0
    api.now += timedelta(minutes=1)
    assert phone.post(f"{address}/to-end", data=form(phone, address)).status_code == 303
    assert document(api, address)["ahead"] == 1


def test_an_unknown_number_is_not_found_whatever_is_asked(phone: FlaskClient) -> None:
    for deed in ("check-in", "postpone", "to-end"):
        assert phone.post(f"/t/NOSUCH/{deed}", data={"key": "0" * 32, "code": "222222"}).status_code == 404


def test_a_service_has_a_page_only_where_it_is_offered(phone: FlaskClient) -> None:
    assert phone.get(f"/{MAIN}/LAYANAN/ktp").status_code == 404
    assert phone.get(f"/{MAIN.upper()}/layanan/KTP").status_code == 200
    assert phone.get(f"/{BRANCH}/layanan/paspor").status_code == 404
    assert phone.get(f"/{MAIN}/layanan/nothing").status_code == 404


def test_a_visitor_sees_where_there_is_less_waiting(api: Api, phone: FlaskClient) -> None:
    assert f"/{BRANCH}/layanan/ktp" not in text(phone.get(SERVICE))
    for _ in range(8):
        api.take()
    assert f'href="/{BRANCH}/layanan/ktp"' in text(phone.get(SERVICE))
    assert f'href="/{MAIN}/layanan/ktp"' not in text(phone.get(f"/{BRANCH}/layanan/ktp"))


def test_the_best_time_to_come_is_told_after_three_days_like_this_one(api: Api, phone: FlaskClient) -> None:
    today = api.now
    for weeks in (3, 2, 1):
        assert "Waktu terbaik" not in text(phone.get(SERVICE))
        for minutes in (0, 0, 40, 90):
            api.now = today - timedelta(weeks=weeks) + timedelta(minutes=minutes)
            assert api.take().status_code == 201
    api.now = today
    page = text(phone.get(SERVICE))
    assert "Waktu terbaik" in page
    assert "Pada hari Senin biasanya paling sepi pukul 10.30-11.30" in page


def test_a_closed_service_says_why_and_when_it_opens(api: Api, phone: FlaskClient) -> None:
    api.now += timedelta(hours=12)
    page = text(phone.get(SERVICE))
    assert "/take" not in page
    assert "08.00" in page


def test_a_page_says_before_the_press_that_the_share_for_phones_is_given_out(api: Api) -> None:
    api.mall = with_service(api.mall, "ktp", quota=4)
    others = [a_phone(api) for _ in range(3)]
    for other in others[:2]:
        taken(other)
    page = text(others[2].get(SERVICE))

    assert "Jatah nomor dari jauh untuk layanan ini hari ini sudah habis" in page
    assert 'id="take"' not in page
    assert 'id="take"' in text(others[2].get(f"/{MAIN}/layanan/paspor"))
    assert api.take("ktp").status_code == 201
