"""The desk of a village office: signed in, without scripts, a citizen goes home with a number or a time."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.domain.staff import Grant, Role
from app.store.database import Database
from tests.factories import BRANCH, MAIN
from tests.web.api.caller import Api, SignedIn

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def api(sqlite_url: str, tmp_path: Any) -> Any:
    made = Api(Database(sqlite_url), tmp_path)
    made.mall = replace(made.mall, rules=replace(made.mall.rules, remote_tickets=True, bookings=True))
    yield made
    made.database.close()


def desk(api: Api, site: str | None = None, **grant: Any) -> SignedIn:
    """Somebody of a village office; the browser knows the cookie, the page its own secret."""
    return SignedIn(api.session(Grant(Role.VILLAGE, site, **grant)).secret, None)


def look(api: Api, session: SignedIn | None, path: str = "") -> TestResponse:
    return api.ask("GET", f"/desa{path}", session=session)


def hidden(page: str, form: str) -> dict[str, str]:
    part = page.split(f'id="{form}"')[1].split("</form>", maxsplit=1)[0]
    return dict(re.findall(r'name="(csrf|key)" value="([0-9a-f]+)"', part))


def send(api: Api, session: SignedIn, path: str, said: dict[str, str]) -> TestResponse:
    body = "&".join(f"{name}={value.replace('+', '%2B')}" for name, value in said.items())
    return api.ask("POST", f"/desa{path}", session=session, body=body.encode(), headers=FORM)


def take(api: Api, session: SignedIn, **said: str) -> TestResponse:
    page = look(api, session, f"/{MAIN}/ktp").get_data(as_text=True)
    return send(api, session, f"/{MAIN}/ktp/nomor", {**hidden(page, "take"), **said})


def test_who_is_not_signed_in_is_shown_the_way_and_back(api: Api) -> None:
    answer = look(api, None, f"/{MAIN}/ktp")
    assert answer.status_code == 401
    assert f'href="/login?next=/desa/{MAIN}/ktp"' in answer.get_data(as_text=True)


def test_a_number_is_taken_for_a_citizen_and_stands_on_a_slip(api: Api) -> None:
    session = desk(api)
    answer = take(api, session, priority="elderly")
    assert answer.status_code == 303
    slip = api.ask("GET", answer.headers["Location"], session=session).get_data(as_text=True)
    assert '<span class="number-figures">001</span>' in slip
    picture = api.ask("GET", f"{answer.headers['Location']}/qr.svg", session=session)
    assert picture.mimetype == "image/svg+xml"
    facts = api.ask("GET", f"/api/v1/journal?site={MAIN}", role="admin").get_json()["facts"]
    assert [(fact["kind"], fact["actor"].partition(":")[0]) for fact in facts] == [("ticket_issued", "staff")]


def test_a_form_that_is_sent_twice_takes_one_number(api: Api) -> None:
    session = desk(api)
    said = hidden(look(api, session, f"/{MAIN}/ktp").get_data(as_text=True), "take")
    answers = [send(api, session, f"/{MAIN}/ktp/nomor", said) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]


def test_many_citizens_are_served_from_one_desk(api: Api) -> None:
    session = desk(api)
    assert len({take(api, session).headers["Location"] for _ in range(5)}) == 5


def test_a_time_is_booked_for_a_citizen(api: Api) -> None:
    session = desk(api)
    page = look(api, session, f"/{MAIN}/ktp").get_data(as_text=True)
    slot = re.findall(r'<option value="(\d[^"]+)"', page)[-1]
    answer = send(api, session, f"/{MAIN}/ktp/reservasi", {**hidden(page, "book"), "starts_at": slot})
    assert answer.status_code == 303
    slip = api.ask("GET", answer.headers["Location"], session=session).get_data(as_text=True)
    code = re.search(r'slip-code">(\w{5})-(\w{5})<', slip)
    assert code
    booked = api.ask("GET", f"/api/v1/bookings/{code[1]}{code[2]}").get_json()
    assert booked["service"] == "ktp"
    assert datetime.fromisoformat(booked["starts_at"]) == datetime.fromisoformat(slot)
    assert code[0].split(">")[1].strip("<") in look(api, session).get_data(as_text=True)


def test_the_desk_lists_what_it_made_itself_and_nobody_elses(api: Api) -> None:
    one, other = desk(api), desk(api)
    slip = take(api, one).headers["Location"]
    assert slip in look(api, one).get_data(as_text=True)
    assert slip not in look(api, other).get_data(as_text=True)
    assert api.ask("GET", slip, session=other).status_code == 404
    assert api.ask("GET", f"{slip}/qr.svg", session=other).status_code == 404


def test_no_address_of_a_desk_holds_the_secret_of_a_number(api: Api) -> None:
    session = desk(api)
    slip = take(api, session).headers["Location"]
    page = api.ask("GET", slip, session=session).get_data(as_text=True)
    assert re.search(r"/[tT]/\w{26}", page) is None


def test_a_form_of_another_page_changes_nothing(api: Api) -> None:
    session = desk(api)
    said = hidden(look(api, session, f"/{MAIN}/ktp").get_data(as_text=True), "take")
    for csrf in ("", "0" * 64):
        assert send(api, session, f"/{MAIN}/ktp/nomor", {**said, "csrf": csrf}).status_code == 403
    assert look(api, session).get_data(as_text=True).count("/nomor/") == 0


def test_what_is_refused_is_said_on_the_same_page(api: Api) -> None:
    session = desk(api)
    page = look(api, session, f"/{MAIN}/ktp").get_data(as_text=True)
    answer = send(api, session, f"/{MAIN}/ktp/reservasi", hidden(page, "book"))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.get_data(as_text=True)


def test_who_serves_one_site_or_one_agency_serves_no_other(api: Api) -> None:
    assert look(api, desk(api, BRANCH), f"/{MAIN}/ktp").status_code == 403
    assert f'href="/desa/{MAIN}"' not in look(api, desk(api, BRANCH)).get_data(as_text=True)
    session = desk(api, MAIN, agencies=frozenset({"IMIGRASI"}))
    assert look(api, session, f"/{MAIN}/ktp").status_code == 403
    assert "/ktp" not in look(api, session, f"/{MAIN}?find=ktp").get_data(as_text=True)
    assert look(api, session, f"/{MAIN}/paspor").status_code == 200


def test_a_clerk_is_told_that_there_is_nothing_to_do_here(api: Api) -> None:
    clerk = SignedIn(api.session(Grant(Role.CLERK, MAIN)).secret, None)
    page = look(api, clerk)
    assert page.status_code == 200
    assert f"/desa/{MAIN}" not in page.get_data(as_text=True)
    assert look(api, clerk, f"/{MAIN}").status_code == 403


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_search_finds_services_in_both_languages(api: Api, language: str) -> None:
    page = look(api, desk(api), f"/{MAIN}?find=paspor&lang={language}").get_data(as_text=True)
    assert f'<html lang="{language}"' in page
    assert f'href="/desa/{MAIN}/paspor"' in page


@pytest.mark.parametrize("path", ["", f"/{MAIN}", f"/{MAIN}/ktp"])
def test_the_pages_need_no_script_and_carry_little(api: Api, path: str) -> None:
    page = look(api, desk(api), path).get_data(as_text=True)
    assert "<script" not in page
    assert len(page) < 60_000
