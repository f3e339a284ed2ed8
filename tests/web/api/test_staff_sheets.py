"""Many people at once: looked at first, then all of them or nobody; and everybody signed out at once."""

import base64
import io
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.domain.passwords import repeatable, temporary_password
from app.domain.sheet import Sheet
from app.domain.staff import Grant, Role
from app.sheets import workbook
from app.store.tables import reply
from tests.factories import MAIN
from tests.web.api.caller import Api

HEADERS = ("Nama pengguna", "Nama", "Peran", "Lokasi", "Instansi")
GOOD = (
    HEADERS,
    ("siti", "Siti Rahayu", "Petugas loket", MAIN, "DUKCAPIL"),
    ("siti", "", "Resepsionis", MAIN, None),
    ("budi", "Budi", "Clerk", None, None),
)
PATH = "/api/v1/staff/import"


def send(api: Api, content: bytes, *, save: bool, key: str, **more: Any) -> Any:
    wish = {"name": "petugas.xlsx", "content": base64.b64encode(content).decode(), "save": save}
    return api.ask("POST", PATH, body=wish, key=key, **({"role": "admin"} | more))


def sent(api: Api, content: bytes, *, save: bool, language: str = "id", key: str = "") -> dict[str, Any]:
    key = key or uuid4().hex
    answer = send(api, content, save=save, key=key, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.get_json()
    told: dict[str, Any] = answer.get_json()
    return told


def xlsx(*rows: tuple[Any, ...]) -> bytes:
    return workbook([Sheet("Petugas", rows)])


def names(api: Api) -> list[str]:
    return [each["username"] for each in api.ask("GET", "/api/v1/staff", role="admin").get_json()["staff"]]


def test_a_file_is_looked_at_and_then_everybody_of_it_is_added(api_on_each: Api) -> None:
    api = api_on_each
    looked = sent(api, xlsx(*GOOD), save=False)
    assert [(each["cell"], each["username"]) for each in looked["people"]] == [("A2", "siti"), ("A4", "budi")]
    assert (looked["mistakes"], looked["added"], names(api)) == ([], [], [])

    added = sent(api, xlsx(*GOOD), save=True)["added"]
    assert names(api) == ["budi", "siti"]
    assert {each["staff"]["username"]: len(each["staff"]["grants"]) for each in added} == {
        "siti": 2,
        "budi": 1,
    }
    for each in added:
        wish = {"username": each["staff"]["username"], "password": each["password"]}
        answer = api.ask("POST", "/api/v1/session", body=wish)
        assert (answer.status_code, answer.get_json()["must_change"]) == (200, True)


@pytest.mark.parametrize(("language", "told"), [("id", "bukan peran"), ("en", "is no role")])
def test_with_one_wrong_cell_nobody_is_added(api: Api, language: str, told: str) -> None:
    broken = (*GOOD, ("ani", "Ani", "Kasir", None, None))
    answer = sent(api, xlsx(*broken), save=True, language=language)
    (mistake,) = answer["mistakes"]
    assert (mistake["cell"], answer["added"], names(api)) == ("C5", [], [])
    assert told in mistake["sentence"]
    assert "Kasir" in mistake["sentence"]


def test_the_same_file_again_adds_nobody_twice(api: Api) -> None:
    sent(api, xlsx(*GOOD), save=True)
    again = sent(api, xlsx(*GOOD), save=True)
    assert {each["cell"] for each in again["mistakes"]} == {"A2", "A3", "A4"}
    assert (again["added"], names(api)) == ([], ["budi", "siti"])


def test_an_answer_that_was_lost_comes_again_with_the_same_passwords(api_on_each: Api) -> None:
    """They are told to whoever sends the same request, and stand nowhere in the database."""
    api, file = api_on_each, xlsx(*GOOD)
    first = sent(api, file, save=True, key="once")
    again = sent(api, file, save=True, key="once")
    assert (again, len(first["added"]), names(api)) == (first, 2, ["budi", "siti"])
    with api.database.read() as connection:
        kept = str(connection.execute(select(reply)).all())
    assert "siti" in kept
    assert not any(each["password"] in kept for each in first["added"])
    assert sha256(b"once").hexdigest() in kept  # which makes no password


def test_a_password_that_was_changed_is_told_no_more(api: Api) -> None:
    file = xlsx(*GOOD)
    number = sent(api, file, save=True, key="once")["added"][0]["staff"]["id"]
    api.now += timedelta(minutes=1)
    api.ask("POST", f"/api/v1/staff/{number}/password", role="admin")
    again = sent(api, file, save=True, key="once")
    assert [each["staff"]["username"] for each in again["added"]] == ["budi"]


def test_passwords_are_told_again_to_nobody_else_and_for_no_other_file(api: Api) -> None:
    first, other = api.session(Grant(Role.ADMINISTRATOR)), api.session(Grant(Role.ADMINISTRATOR))
    assert (
        len(send(api, xlsx(*GOOD), save=True, key="once", role=None, session=first).get_json()["added"]) == 2
    )
    told = send(api, xlsx(*GOOD), save=True, key="once", role=None, session=other).get_json()
    assert (told["added"], {each["cell"] for each in told["mistakes"]}) == ([], {"A2", "A3", "A4"})
    file = xlsx(HEADERS, ("ani", "Ani", "Petugas loket", MAIN, None))
    answer = send(api, file, save=True, key="once", role=None, session=first)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "key_reused")
    assert "ani" not in names(api)


def test_two_keys_make_two_passwords() -> None:
    """Else a name alone would tell them."""
    made = [repeatable(b"s" * 32, f"{key}/siti") for key in ("one", "other", "one")]
    one, other, again = (temporary_password(draw) for draw in made)
    assert one == again != other


def test_a_csv_file_of_any_program_is_read(api: Api) -> None:
    text = "\ufeffusername;role;agencies\r\nsiti;clerk;dukcapil, imigrasi\r\n"
    looked = sent(api, text.encode(), save=False)
    assert looked["people"][0]["grants"][0]["agencies"] == ["DUKCAPIL", "IMIGRASI"]


@pytest.mark.parametrize("content", [b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0 old", b"\x00\x01"])
def test_what_is_no_spreadsheet_is_told_in_a_sentence(api: Api, content: bytes) -> None:
    told = sent(api, content, save=True)
    assert [each["cell"] for each in told["mistakes"]] == [""]
    assert told["mistakes"][0]["sentence"].endswith(".")


@pytest.mark.parametrize("content", ["", "no base64!", "\u00e9"])
def test_what_is_no_file_is_told_too(api: Api, content: str) -> None:
    wish = {"content": content, "save": True}
    answer = api.ask("POST", PATH, role="admin", body=wish, key="once").get_json()
    assert (len(answer["mistakes"]), answer["added"]) == (1, [])


def test_the_empty_spreadsheet_that_is_given_is_one_that_is_taken(api: Api) -> None:
    book = api.ask("GET", "/api/v1/staff/template.xlsx", role="admin", headers={"Accept-Language": "en"})
    page = load_workbook(io.BytesIO(book.data))
    assert [cell.value for cell in page["Staff"][1]] == ["User name", "Name", "Role", "Site", "Agencies"]
    page["Staff"].append(["siti", "Siti", "Clerk", MAIN, "DUKCAPIL"])
    filled = io.BytesIO()
    page.save(filled)
    assert sent(api, filled.getvalue(), save=False)["mistakes"] == []
    table = api.ask("GET", "/api/v1/staff/template.csv", role="admin").data
    assert sent(api, table + b"siti,Siti,Clerk,,\r\n", save=False)["mistakes"] == []


def test_when_somebody_was_here_last_is_told(api: Api) -> None:
    number = api.person("siti", Grant(Role.CLERK, MAIN))
    assert api.ask("GET", "/api/v1/staff", role="admin").get_json()["staff"][0]["seen_at"] is None
    api.signed_in(number)
    told = api.ask("GET", "/api/v1/staff", role="admin").get_json()["staff"][0]
    assert told["seen_at"] == api.now.isoformat()


def test_everybody_is_signed_out_but_whoever_asks(api_on_each: Api) -> None:
    api = api_on_each
    chief = api.session(Grant(Role.ADMINISTRATOR))
    clerks = [api.session(Grant(Role.CLERK, MAIN)) for _ in range(2)]
    answer = api.ask("POST", "/api/v1/staff/sign-out", session=chief, body={})
    assert (answer.status_code, answer.get_json()) == (200, {"ended": 2})
    assert [api.ask("GET", "/api/v1/me", session=each).status_code for each in clerks] == [401, 401]
    assert api.ask("GET", "/api/v1/me", session=chief).status_code == 200
