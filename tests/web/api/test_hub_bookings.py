"""Bookings of a satellite's site at its hub: what happens to them there is known here, by its facts alone."""

from datetime import datetime
from typing import Any

from flask.testing import FlaskClient

from app.domain.mall import Mall
from tests.factories import BRANCH, MAIN, with_service
from tests.web.api.hub_house import House, fine, mall_of_two

SITE = f"/api/v1/sites/{BRANCH}"
FORM = f"/{BRANCH}/layanan/ktp"


def slots(house: House) -> list[str]:
    days = fine(house.there.ask("GET", f"{SITE}/services/ktp/slots")).get_json()["days"]
    return [slot["starts_at"] for day in days for slot in day["slots"] if slot["open"]]


def book(asker: FlaskClient, starts_at: str, *, key: str = "once") -> dict[str, Any]:
    wish = {"service": "ktp", "starts_at": starts_at}
    made = fine(asker.post(f"{SITE}/bookings", json=wish, headers={"Idempotency-Key": key}))
    document: dict[str, Any] = made.get_json()
    return document


def arrive_there(house: House, code: str) -> str:
    """At a kiosk of the satellite; the address of the number."""
    token = house.there.token("kiosk", site=BRANCH)
    ticket = fine(house.there.ask("POST", f"{SITE}/arrivals", token=token, body={"booking": code})).get_json()
    return str(ticket["token"])


def quota_left(house: House) -> int:
    agencies = fine(house.here.ask("GET", SITE)).get_json()["agencies"]
    left = [one["quota_left"] for each in agencies for one in each["services"] if one["code"] == "ktp"]
    return int(left[0])


def with_quota(mall: Mall) -> Mall:
    return with_service(mall, "ktp", quota=10)


def test_a_booking_at_the_satellite_is_made_moved_and_given_up_through_the_hub(
    house: House, phone: FlaskClient
) -> None:
    days = fine(phone.get(f"{SITE}/services/ktp/slots")).get_json()["days"]
    before, after = [slot["starts_at"] for day in days for slot in day["slots"] if slot["open"]][:2]
    code = book(phone, before)["code"]
    assert fine(phone.get(f"/b/{code}")).status_code == 200
    moved = fine(phone.post(f"/api/v1/bookings/{code}/move", json={"starts_at": after})).get_json()
    assert datetime.fromisoformat(moved["starts_at"]) == datetime.fromisoformat(after)
    assert fine(phone.delete(f"/api/v1/bookings/{code}")).get_json()["state"] == "cancelled"


def test_a_booking_is_shown_as_it_was_known_last_while_the_line_is_down(
    house: House, phone: FlaskClient
) -> None:
    made = book(phone, slots(house)[0])
    code = made["code"]
    house.cut()
    house.pull()
    assert fine(phone.get(f"/api/v1/bookings/{code[:5]}-{code[5:].lower()}")).get_json() == made
    assert code[5:] in fine(phone.get(f"/b/{code}")).get_data(as_text=True)
    assert phone.delete(f"/api/v1/bookings/{code}").status_code == 503


def test_a_phone_finds_its_booking_at_the_satellite_until_it_is_given_up(
    house: House, phone: FlaskClient
) -> None:
    made = book(phone, slots(house)[0])
    assert f"/b/{made['code']}" in phone.get(FORM).get_data(as_text=True)
    fine(phone.delete(f"/api/v1/bookings/{made['code']}"))
    assert f"/b/{made['code']}" not in phone.get(FORM).get_data(as_text=True)


def test_bookings_made_at_the_satellite_itself_count_at_the_hub(house: House) -> None:
    for api in (house.here, house.there):
        api.mall = with_quota(mall_of_two())
    visitors = [house.there.app.test_client() for _ in range(2)]
    mine = [book(each, slots(house)[0], key=str(n)) for n, each in enumerate(visitors)]
    house.pull()
    assert quota_left(house) == 8
    fine(visitors[0].delete(f"/api/v1/bookings/{mine[0]['code']}"))
    house.pull()
    assert quota_left(house) == 9
    arrive_there(house, mine[1]["code"])
    house.pull()
    assert quota_left(house) == 9


def test_a_booking_given_up_at_the_satellite_is_on_no_page_of_the_hub(
    house: House, phone: FlaskClient
) -> None:
    made = book(phone, slots(house)[0])
    assert f"/b/{made['code']}" in phone.get(FORM).get_data(as_text=True)
    fine(house.there.ask("DELETE", f"/api/v1/bookings/{made['code']}"))
    house.pull()
    assert f"/b/{made['code']}" not in phone.get(FORM).get_data(as_text=True)
    house.cut()
    house.pull()
    assert fine(phone.get(f"/api/v1/bookings/{made['code']}")).get_json()["state"] == "cancelled"


def test_a_booking_moved_at_the_satellite_is_moved_here(house: House, phone: FlaskClient) -> None:
    before, after = slots(house)[:2]
    code = book(phone, before)["code"]
    told = house.there.ask("POST", f"/api/v1/bookings/{code}/move", body={"starts_at": after}).get_json()
    house.pull()
    house.cut()
    house.pull()
    shown = fine(phone.get(f"/api/v1/bookings/{code}")).get_json()
    same = ("id", "state", "day", "starts_at", "ends_at", "kept_until")
    assert [shown[name] for name in same] == [told[name] for name in same]
    assert datetime.fromisoformat(shown["starts_at"]) == datetime.fromisoformat(after)


def test_whoever_checked_in_at_a_kiosk_of_the_satellite_finds_the_number_at_the_hub(
    house: House, phone: FlaskClient
) -> None:
    code = book(phone, slots(house)[0])["code"]
    page = f"/t/{arrive_there(house, code)}"
    assert page in fine(phone.get(f"/b/{code}")).get_data(as_text=True)
    assert "A-001" in fine(phone.get(page)).get_data(as_text=True)
    assert page in phone.get(FORM).get_data(as_text=True)


def test_a_number_that_came_of_an_old_booking_is_the_phones_of_today(
    house: House, phone: FlaskClient
) -> None:
    tomorrow = next(each for each in slots(house) if each.startswith("2026-11-24"))
    code = book(phone, tomorrow)["code"]
    for api in (house.here, house.there):
        api.now = datetime.fromisoformat(tomorrow)
    page = f"/t/{arrive_there(house, code)}"
    house.pull()
    fine(phone.get(f"/b/{code}"))
    assert page in phone.get(FORM).get_data(as_text=True)


def test_a_booking_of_another_site_is_sent_there_by_the_kiosk(house: House, phone: FlaskClient) -> None:
    code = book(phone, slots(house)[0])["code"]
    kiosk = house.here.token("kiosk", site=MAIN)
    body = {"booking": code}
    told = house.here.ask("POST", f"/api/v1/sites/{MAIN}/arrivals", token=kiosk, body=body)
    assert (told.status_code, told.get_json()["code"]) == (409, "booking_elsewhere")
    assert "untuk Pasar" in told.get_json()["detail"]


def test_the_numbers_of_bookings_are_told_apart_from_those_of_tickets(
    house: House, phone: FlaskClient
) -> None:
    """The satellite counts both from one: its first ticket is none of the first booking."""
    code = book(phone, slots(house)[0])["code"]
    house.take_there()
    house.pull()
    assert f"/b/{code}" in phone.get(FORM).get_data(as_text=True)
