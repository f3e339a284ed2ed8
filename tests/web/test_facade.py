"""The facade of BPJS Antrean: a recorded conversation, and whom it lets in."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.store.database import Database
from app.web.facade.passes import LIVES
from tests.factories import MAIN
from tests.web.api.caller import Api
from tests.web.api.test_partners import enrol

CONVERSATION = json.loads(Path(__file__).with_name("facade_conversation.json").read_text("utf-8"))
TODAY = {"kodelayanan": "ktp", "tanggalperiksa": "2026-11-23"}
ALL = ("read", "remote", "presence")


@pytest.fixture
def api(sqlite_url: str, tmp_path: Path) -> Iterator[Api]:
    made = Api(Database(sqlite_url), tmp_path, facade=True)
    made.mall = replace(made.mall, rules=replace(made.mall.rules, remote_tickets=True))
    yield made
    made.database.close()


class App:
    """A citizens' app as its maker wrote it, for another server."""

    def __init__(self, api: Api, *scopes: str, **terms: Any) -> None:
        self.api = api
        self.key = enrol(api, *scopes, code="mobilejkn", **terms)["token"]
        self.token = ""

    def sign_in(self, *, username: str = "mobilejkn", password: str | None = None) -> Any:
        headers = {"x-username": username, "x-password": password or self.key}
        answer = self.api.ask("GET", "/antrean/token", headers=headers)
        self.token = answer.get_json().get("response", {}).get("token", "")
        return answer

    def ask(self, what: str, **body: Any) -> Any:
        headers = {"x-token": self.token, "x-username": "mobilejkn"}
        return self.api.ask("POST", f"/antrean/{what}", headers=headers, body=body)

    def code(self, what: str, **body: Any) -> int:
        code: int = self.ask(what, **body).get_json()["metadata"]["code"]
        return code


@pytest.fixture
def app(api: Api) -> App:
    made = App(api, *ALL)
    made.sign_in()
    return made


def filled(value: Any, known: dict[str, str]) -> Any:
    """What was recorded, with the secrets of this run in the places of those of that day."""
    text = json.dumps(value)
    for name, secret in known.items():
        text = text.replace(f"<{name}>", secret)
    return json.loads(text)


def test_a_recorded_conversation_goes_as_it_went(api: Api) -> None:
    known = {"password": App(api, *ALL).key}
    for turn in CONVERSATION:
        asked = filled(turn["ask"], known)
        api.now += timedelta(seconds=turn.get("after_seconds", 0))
        answer = api.ask(
            asked["method"],
            asked["path"],
            headers=asked["headers"],
            body=asked.get("body"),
            address="10.0.0.9",
        )
        told = answer.get_json()
        for name in ("token", "kodebooking"):
            known[name] = told.get("response", {}).get(name, known.get(name, ""))
        assert (answer.status_code, told) == (turn["status"], filled(turn["answer"], known)), asked["path"]


def test_without_the_setting_there_is_no_facade(sqlite_url: str, tmp_path: Path) -> None:
    plain = Api(Database(sqlite_url), tmp_path)
    assert plain.ask("GET", "/antrean/token").status_code == 404
    plain.database.close()


@pytest.mark.parametrize("wrong", [{"username": "lain"}, {"password": "0" * 64}, {"password": "x"}])
def test_a_wrong_name_or_key_gets_no_token(app: App, wrong: Any) -> None:
    answer = app.sign_in(**wrong)
    assert answer.status_code == 401
    assert answer.get_json()["metadata"]["code"] == 201


def test_guessing_keys_is_slowed_down(app: App) -> None:
    codes = [app.sign_in(password=f"{number:064x}").status_code for number in range(11)]
    assert codes == [401] * 10 + [429]
    assert app.sign_in().status_code == 429  # the right one too: else patience would do


def test_a_token_ends_after_an_hour_and_with_its_key(app: App) -> None:
    assert app.code("status", **TODAY) == 200
    app.api.now += LIVES
    assert app.ask("status", **TODAY).status_code == 401
    app.sign_in()
    partner = app.api.ask("GET", "/api/v1/partners", role="admin").get_json()["partners"][0]
    app.api.ask("POST", f"/api/v1/partners/{partner['id']}/token", role="admin")
    assert app.ask("status", **TODAY).status_code == 401


def test_a_token_that_was_changed_is_worth_nothing(app: App) -> None:
    ends, _, rest = app.token.partition(".")
    for forged in (f"{int(ends) + 9999}.{rest}", app.token[:-1], "", "x.y.z", "..", "é"):
        app.token = forged
        assert app.ask("status", **TODAY).status_code == 401


def test_scopes_and_pace_count_here_too(api: Api) -> None:
    app = App(api, "read", rate=2)
    app.sign_in()
    assert app.code("status", **TODAY) == 200
    assert app.code("ambil", **TODAY) == 201
    slow = app.ask("status", **TODAY)
    assert slow.status_code == 429
    assert int(slow.headers["Retry-After"]) >= 1


def test_one_reference_is_one_number_and_nothing_of_the_patient_is_kept(app: App) -> None:
    person = {"nik": "3510000000000001", "nomorkartu": "0001234567890", "nohp": "081200000001"}
    first, again, other = (
        app.ask("ambil", **TODAY, **person, nomorreferensi=reference).get_json()["response"]
        for reference in ("R1", "R1", "R2")
    )
    assert first["kodebooking"] == again["kodebooking"] != other["kodebooking"]
    journal = app.api.ask("GET", f"/api/v1/journal?site={MAIN}", role="admin").get_data(as_text=True)
    assert not any(said in journal for said in person.values())


def test_a_number_of_somebody_else_is_unknown(app: App) -> None:
    made = app.api.ask(
        "POST", f"/api/v1/sites/{MAIN}/remote-tickets", body={"service": "ktp"}, key="a"
    ).get_json()
    for what in ("sisa", "batal", "checkin"):
        assert app.code(what, kodebooking=made["token"]) == 201


def test_nobody_reads_of_a_number_that_is_over_that_it_is_their_turn(app: App) -> None:
    code = app.ask("ambil", **TODAY).get_json()["response"]["kodebooking"]
    assert app.code("sisa", kodebooking=code) == 200
    app.ask("batal", kodebooking=code)
    told = app.ask("sisa", kodebooking=code).get_json()
    assert told == {"metadata": {"code": 201, "message": "Nomor ini sudah selesai atau dibatalkan."}}


def test_without_trust_only_the_code_of_the_screens_checks_in(api: Api) -> None:
    app = App(api, "read", "remote")
    app.sign_in()
    code = app.ask("ambil", **TODAY).get_json()["response"]["kodebooking"]
    assert app.code("checkin", kodebooking=code, waktu=0) == 201
    presence = api.ask("GET", f"/api/v1/sites/{MAIN}/presence", role="kiosk").get_json()["code"]
    assert app.code("checkin", kodebooking=code, waktu=0, kodehadir=presence) == 200


@pytest.mark.parametrize(
    "body",
    [
        {"kodelayanan": "ktp", "tanggalperiksa": "2026-11-24"},
        {"kodelayanan": "nihil", "tanggalperiksa": "2026-11-23"},
        {"kodelayanan": "ktp", "tanggalperiksa": "kapan"},
        {**TODAY, "kodelokasi": "MARS"},
        {},
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(app: App, body: Any) -> None:
    told = app.ask("ambil", **body).get_json()["metadata"]
    assert told["code"] == 201
    assert len(told["message"]) > 10
