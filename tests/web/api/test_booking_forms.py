"""The pages of bookings without scripts: a slot booked, moved, given up and checked in, each press once."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.arriving import presence_code
from app.operations.bookings import release_bookings
from app.web.phone import NAME
from tests.factories import LINKS, MAIN, moment, with_service
from tests.hall import row_counts
from tests.web.api.caller import Api

SERVICE = f"/{MAIN}/layanan/ktp"
SLOTS, BOOK = f"{SERVICE}/waktu", f"{SERVICE}/book"
NINE, TEN = "2026-11-24T09:00:00+07:00", "2026-11-24T10:00:00+07:00"
HIDDEN = re.compile(r'name="key" value="([0-9a-f]{32})"')


@pytest.fixture
def api(api: Api) -> Api:
    api.mall = replace(api.mall, rules=replace(api.mall.rules, bookings=True))
    return api


@pytest.fixture
def phone(api: Api) -> FlaskClient:
    return a_phone(api)


def a_phone(api: Api) -> FlaskClient:
    """A browser that keeps its cookies."""
    return api.app.test_client()


def text(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def form(phone: FlaskClient, starts_at: str = NINE) -> dict[str, str]:
    found = HIDDEN.search(text(phone.get(SLOTS)))
    assert found is not None
    return {"key": found[1], "priority": "", "starts_at": starts_at}


def booked(phone: FlaskClient, starts_at: str = NINE) -> str:
    """The address of the booking's page."""
    answer = phone.post(BOOK, data=form(phone, starts_at))
    assert answer.status_code == 303, text(answer)
    return str(answer.headers["Location"])


def slot(page: str, starts_at: str) -> str:
    """The label of a slot on the page."""
    return page.partition(f'value="{starts_at}"')[2].partition("</label>")[0]


def code(api: Api) -> str:
    return presence_code(LINKS.secret, MAIN, api.now)


def test_a_service_that_takes_bookings_leads_to_its_slots(api: Api, phone: FlaskClient) -> None:
    assert f'href="{SLOTS}"' in text(phone.get(SERVICE))
    api.mall = with_service(api.mall, "ktp", online=False)
    assert SLOTS not in text(phone.get(SERVICE))
    closed = phone.get(SLOTS)
    assert (closed.status_code, "tidak menerima reservasi" in text(closed)) == (200, True)


def test_the_slots_say_what_is_free_what_is_full_and_what_opens_when(api: Api, phone: FlaskClient) -> None:
    for _ in range(3):
        booked(a_phone(api))
    page = text(phone.get(SLOTS))

    assert "Selasa 24 November 2026" in page
    assert "3 tempat" in slot(page, TEN)
    assert "disabled" in slot(page, NINE)
    assert "penuh" in slot(page, NINE)
    assert "dibuka pukul" in slot(page, "2026-11-30T09:00:00+07:00")


def test_a_form_books_a_slot_and_leads_to_its_page(phone: FlaskClient) -> None:
    address = booked(phone)
    page = text(phone.get(address))

    plain = address.removeprefix("/b/")
    assert f"{plain[:5]}-{plain[5:]}" in page
    assert "Selasa 24 November 2026" in page
    assert "Kami simpan sampai pukul 10.00 WIB." in page
    assert 'content="noindex"' in page
    assert f'action="{address}/check-in"' not in page  # not before the day
    assert phone.get(f"/b/{plain[:5].lower()}-{plain[5:].lower()}").status_code == 200


def test_the_same_form_sent_twice_makes_one_booking(api: Api, phone: FlaskClient) -> None:
    sent = form(phone)
    first, again = (a_phone(api).post(BOOK, data=sent) for _ in range(2))
    assert (first.status_code, first.headers["Location"]) == (303, again.headers["Location"])


def test_a_second_booking_is_refused_with_the_way_to_the_first(phone: FlaskClient) -> None:
    sent, address = form(phone, TEN), booked(phone)
    refused = phone.post(BOOK, data=sent)

    assert refused.status_code == 409
    assert "sudah mempunyai reservasi" in text(refused)
    assert f'href="{address}"' in text(refused)
    assert "checked" in slot(text(refused), TEN)  # what was chosen stays chosen
    assert f'href="{address}"' in text(phone.get(SERVICE))


def test_a_full_slot_is_refused_on_the_same_page(api: Api, phone: FlaskClient) -> None:
    sent = form(phone)
    for _ in range(3):
        booked(a_phone(api))
    refused = phone.post(BOOK, data=sent)
    assert (refused.status_code, "Waktu ini sudah penuh" in text(refused)) == (409, True)


def test_the_form_and_the_api_count_together(api: Api, phone: FlaskClient) -> None:
    booked(phone)
    cookie = phone.get_cookie(NAME)
    assert cookie is not None
    headers = {"Cookie": f"{NAME}={cookie.value}"}
    wish = {"service": "ktp", "starts_at": TEN}
    refused = api.ask("POST", f"/api/v1/sites/{MAIN}/bookings", body=wish, key="k", headers=headers)
    assert refused.get_json()["code"] == "phone_limit"


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"key": ""}, 422),
        ({"priority": "rich"}, 422),
        ({"starts_at": ""}, 422),
        ({"starts_at": "soon"}, 422),
        ({"starts_at": "2026-11-24T09:00:00"}, 422),
        ({"starts_at": "2026-11-24T09:10:00+07:00"}, 409),
        ({"starts_at": "9999-12-31T23:59:59-12:00"}, 409),
    ],
)
def test_a_form_that_is_none_of_ours_changes_nothing(
    api: Api, phone: FlaskClient, wish: dict[str, str], status: int
) -> None:
    before = row_counts(api.database)
    assert phone.post(BOOK, data={**form(phone), **wish}).status_code == status
    assert row_counts(api.database) == before


def test_a_form_without_a_time_asks_for_one(phone: FlaskClient) -> None:
    assert "Belum ada waktu yang dipilih" in text(phone.post(BOOK, data=form(phone, "")))


def test_a_booking_is_moved_on_the_page_of_slots(phone: FlaskClient) -> None:
    address = booked(phone)
    plain = address.removeprefix("/b/")
    page = text(phone.get(f"{SLOTS}?booking={plain}"))
    assert f'action="{address}/move"' in page
    moved = phone.post(f"{address}/move", data={"starts_at": TEN})

    assert (moved.status_code, moved.headers["Location"]) == (303, address)
    assert "10.00-10.30" in text(phone.get(address))
    refused = phone.post(f"{address}/move", data={"starts_at": "2026-11-23T08:00:00+07:00"})
    assert (refused.status_code, f'action="{address}/move"' in text(refused)) == (409, True)


def test_a_booking_moves_only_within_its_service(api: Api, phone: FlaskClient) -> None:
    plain = booked(phone).removeprefix("/b/")
    assert phone.get(f"/{MAIN}/layanan/kk/waktu?booking={plain}").status_code == 404
    assert phone.get(f"{SLOTS}?booking=ZZZZZZZZZZ").status_code == 404


def test_a_booking_is_given_up_once(phone: FlaskClient) -> None:
    address = booked(phone)
    for _ in range(2):
        assert phone.post(f"{address}/cancel").status_code == 303
    page = text(phone.get(address))
    assert "Reservasi ini sudah dibatalkan" in page
    assert f"{address}/cancel" not in page
    assert phone.post(f"{address}/move", data={"starts_at": TEN}).status_code == 409


def test_on_the_day_the_code_of_the_screens_makes_it_a_number(api: Api, phone: FlaskClient) -> None:
    address = booked(phone)
    early = phone.post(f"{address}/check-in", data={"code": code(api)})
    assert (early.status_code, "bukan hari ini" in text(early)) == (409, True)

    api.now = moment("2026-11-24 08:50")
    wrong = phone.post(f"{address}/check-in", data={"code": "222222"})
    assert (wrong.status_code, "tidak cocok dengan layar" in text(wrong)) == (409, True)
    right = phone.post(f"{address}/check-in", data={"code": f" {code(api).lower()} "})
    ticket = right.headers["Location"]
    assert (right.status_code, ticket[:3]) == (303, "/t/")
    assert phone.get(ticket).status_code == 200
    assert f'href="{ticket}"' in text(phone.get(address))


def test_too_many_wrong_codes_say_when_to_try_again(api: Api, phone: FlaskClient) -> None:
    address = booked(phone)
    api.now = moment("2026-11-24 08:50")
    answers = [phone.post(f"{address}/check-in", data={"code": "222222"}) for _ in range(5)]
    answers.append(phone.post(f"{address}/check-in", data={"code": code(api)}))
    assert [answer.status_code for answer in answers] == [409] * 5 + [429]
    assert "Coba lagi pukul 09.00" in text(answers[-1])


def test_the_code_on_the_kiosk_finds_the_booking_of_this_phone(api: Api, phone: FlaskClient) -> None:
    address = booked(phone)
    assert address not in text(phone.get(f"/{MAIN}/here/{code(api)}"))
    api.now = moment("2026-11-24 08:50")
    page = text(phone.get(f"/{MAIN}/here/{code(api)}"))

    assert f'action="{address}/check-in"' in page
    assert f'name="code" value="{code(api)}"' in page
    assert address not in text(a_phone(api).get(f"/{MAIN}/here/{code(api)}"))
    assert phone.post(f"{address}/check-in", data={"code": code(api)}).status_code == 303
    after = text(phone.get(f"/{MAIN}/here/{code(api)}"))
    assert (f"{address}/check-in" in after, "sudah masuk antrean" in after) == (False, True)


def test_a_booking_nobody_came_for_says_so(api: Api, phone: FlaskClient) -> None:
    address = booked(phone)
    api.now = moment("2026-11-24 10:05")
    api.database.write(MAIN, lambda tx: release_bookings(tx, api.mall, now=api.now))
    assert "hangus karena sampai pukul 10.00 WIB" in text(phone.get(address))


def test_the_calendar_file_is_one_that_phones_know(phone: FlaskClient) -> None:
    address = booked(phone)
    file = phone.get(f"{address}/calendar.ics")
    plain = address.removeprefix("/b/")

    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = text(file).replace("\r\n ", "").split("\r\n")
    assert "DTSTART:20261124T020000Z" in lines
    assert f"UID:{plain}@antrean.example.go.id" in lines
    assert f"URL:{LINKS.public_url}/b/{plain}" in lines


def test_the_picture_of_a_booking_is_its_address(phone: FlaskClient) -> None:
    picture = phone.get(f"{booked(phone)}/qr.svg")
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")


def test_an_unknown_code_has_no_page_whatever_is_asked(phone: FlaskClient) -> None:
    for path in ("", "/calendar.ics", "/qr.svg"):
        assert phone.get(f"/b/ZZZZZZZZZZ{path}").status_code == 404
    for deed in ("cancel", "check-in", "move"):
        assert phone.post(f"/b/ZZZZZZZZZZ/{deed}", data={"code": "222222"}).status_code == 404


def test_the_form_of_another_site_is_refused(api: Api, phone: FlaskClient) -> None:
    sent, address = form(phone, TEN), booked(phone)
    before = row_counts(api.database)
    for path in (BOOK, *(f"{address}/{deed}" for deed in ("cancel", "check-in", "move"))):
        answer = phone.post(
            path, data={**sent, "code": code(api)}, headers={"Origin": "https://evil.example"}
        )
        assert answer.status_code == 403, path
    assert row_counts(api.database) == before


def test_looking_at_the_pages_changes_nothing(api: Api, phone: FlaskClient) -> None:
    address = booked(phone)
    before = row_counts(api.database)
    looked = (
        SERVICE,
        SLOTS,
        address,
        f"{address}/calendar.ics",
        f"{address}/qr.svg",
        f"/{MAIN}/here/{code(api)}",
    )
    for page in looked:
        assert phone.get(page).status_code == 200, page
    assert row_counts(api.database) == before


def test_today_is_booked_until_the_slot_begins(api: Api, phone: FlaskClient) -> None:
    api.now += timedelta(minutes=1)
    page = text(phone.get(SLOTS))
    assert 'value="2026-11-23T08:30:00+07:00"' not in page
    assert 'value="2026-11-23T09:00:00+07:00"' in page


def test_a_day_whose_share_is_given_out_is_full_before_anybody_chooses(api: Api, phone: FlaskClient) -> None:
    api.mall = with_service(api.mall, "ktp", quota=4)
    for starts_at in (NINE, TEN):
        booked(a_phone(api), starts_at)
    page = text(phone.get(SLOTS))

    assert "disabled" in slot(page, NINE)
    assert "penuh" in slot(page, "2026-11-24T11:00:00+07:00")
