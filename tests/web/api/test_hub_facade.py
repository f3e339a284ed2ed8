"""The facade of BPJS Antrean at a hub: numbers of a site that a satellite keeps, each once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.arriving import presence_code
from app.store.journal import since
from tests.factories import BRANCH, LINKS, MAIN
from tests.services.databases import Databases
from tests.web.api.caller import Api
from tests.web.api.hub_house import House, a_house
from tests.web.test_facade import ALL, App

THERE = {"kodelayanan": "ktp", "tanggalperiksa": "2026-11-23", "kodelokasi": BRANCH}
TAKE = f"POST /api/v1/sites/{BRANCH}/remote-tickets"


@pytest.fixture
def house(sqlite_url: str, sqlite_databases: Databases, tmp_path: Path) -> Iterator[House]:
    (tmp_path / "there").mkdir()
    there = sqlite_databases.fresh(tmp_path / "there")
    with a_house(tmp_path, sqlite_url, there, facade=True) as house:
        house.pull()
        yield house


def an_app(api: Api, *scopes: str) -> App:
    made = App(api, *scopes)
    made.sign_in()
    return made


@pytest.fixture
def app(house: House) -> App:
    return an_app(house.here, *ALL)


def take(app: App, **more: Any) -> dict[str, Any]:
    told = app.ask("ambil", **THERE, **more).get_json()
    assert told["metadata"]["code"] == 200, told
    number: dict[str, Any] = told["response"]
    return number


def given_there(house: House) -> list[str]:
    with house.there.database.read() as connection:
        facts = since(connection, BRANCH, 0)
    return [fact.data["number"] for fact in facts if fact.kind == "ticket_issued"]


def state_there(house: House, code: str) -> str:
    return str(house.there.ask("GET", f"/api/v1/tickets/{code}").get_json()["state"])


def test_a_number_is_taken_asked_about_and_given_up(house: House, app: App) -> None:
    house.take_there()
    number = take(app)
    assert (number["nomorantrean"], number["angkaantrean"]) == ("A-002", 2)
    code = number["kodebooking"]
    known = house.there.ask("GET", f"/api/v1/tickets/{code}").get_json()
    promised = datetime.fromisoformat(known["arrival"]["promised_at"])
    assert number["estimasidilayani"] == int(promised.timestamp() * 1000)
    assert app.code("checkin", kodebooking=code) == 200
    left = app.ask("sisa", kodebooking=code).get_json()["response"]
    assert (left["nomorantrean"], left["sisaantrean"]) == ("A-002", 1)
    assert app.code("batal", kodebooking=code, keterangan="berubah") == 200
    assert state_there(house, code) == "cancelled"
    assert app.code("sisa", kodebooking=code) == 201


def test_the_figures_are_those_of_the_satellite_and_say_when_they_are_old(house: House, app: App) -> None:
    house.take_there()
    house.take_there()
    house.pull()
    told = app.ask("status", **THERE).get_json()["response"]
    assert (told["totalantrean"], told["sisaantrean"], told["keterangan"]) == (2, 2, "")
    house.cut()
    house.here.now += timedelta(minutes=5)
    house.pull()
    told = app.ask("status", **THERE).get_json()["response"]
    assert told["totalantrean"] == 2
    assert "data dari jam 08.30" in told["keterangan"]


def test_one_reference_is_one_number_also_when_its_answer_is_lost(house: House, app: App) -> None:
    house.line.lose_answer_to(TAKE)
    lost = app.ask("ambil", **THERE, nomorreferensi="R1").get_json()["metadata"]
    assert lost["code"] == 201
    assert "dua nomor" in lost["message"]
    assert [take(app, nomorreferensi=each)["nomorantrean"] for each in ("R2", "R1", "R1")] == [
        "A-002", "A-001", "A-001",
    ]  # fmt: skip
    assert given_there(house) == ["A-001", "A-002"]


def test_the_visitor_is_checked_in_by_trust_or_by_the_code_of_the_screens(house: House, app: App) -> None:
    trusted = take(app)["kodebooking"]
    assert app.code("checkin", kodebooking=trusted, waktu=0) == 200
    by_code = take(app)["kodebooking"]
    assert app.code("checkin", kodebooking=by_code, kodehadir="AAAAAA") == 201
    shown = presence_code(LINKS.secret, BRANCH, house.there.now)
    assert app.code("checkin", kodebooking=by_code, kodehadir=shown) == 200
    assert [state_there(house, code) for code in (trusted, by_code)] == ["waiting"] * 2


def test_a_number_of_another_asker_is_unknown_here_too(house: House, app: App) -> None:
    answer = house.here.ask(
        "POST", f"/api/v1/sites/{BRANCH}/remote-tickets", body={"service": "ktp"}, key="p"
    )
    code = answer.get_json()["token"]
    for what in ("sisa", "batal", "checkin"):
        assert app.code(what, kodebooking=code) == 201
    assert state_there(house, code) == "expected"


def test_without_a_line_everything_is_refused_with_a_sentence(house: House, app: App) -> None:
    code = take(app)["kodebooking"]
    house.cut()
    house.pull()
    for what, said in (("ambil", THERE), ("sisa", {"kodebooking": code}), ("batal", {"kodebooking": code})):
        told = app.ask(what, **said).get_json()["metadata"]
        assert (told["code"], "terputus" in told["message"]) == (201, True), what
    assert given_there(house) == ["A-001"]


def test_a_satellite_answers_for_its_own_site_alone(house: House) -> None:
    app = an_app(house.there, *ALL)
    asked = {name: value for name, value in THERE.items() if name != "kodelokasi"}
    house.take_there()
    assert app.ask("status", **asked).get_json()["response"]["totalantrean"] == 1
    for what in ("status", "ambil"):
        told = app.ask(what, **asked, kodelokasi=MAIN).get_json()
        assert "response" not in told
        assert "server lain" in told["metadata"]["message"]
