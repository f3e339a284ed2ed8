"""Pairing and devices over HTTP: what a stranger learns, an administrator may do, and every server counts."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.domain.pairing import MOST_OPEN_FROM_ONE, MOST_WRONG, MOST_WRONG_TOGETHER
from app.queries.tokens import token_entries
from app.web.api.pairing import MOST_ASKS
from tests.factories import BRANCH, MAIN
from tests.hall import row_counts
from tests.web.api.caller import Api, Device
from tests.web.api.conftest import Open

WRONG = "ZZZZ-ZZZZ"


def ask(api: Api, device: Device) -> Any:
    answer = api.ask("POST", "/api/v1/pairings", body=device.wish)
    assert answer.status_code == 200, answer.get_data()
    return answer.get_json()


def poll(api: Api, device: Device, **more: Any) -> TestResponse:
    return api.ask("POST", "/api/v1/pairings/poll", body={"key": device.key, **more})


def find(api: Api, code: str, *, token: str | None = None, language: str = "id") -> TestResponse:
    path = f"/api/v1/admin/pairings/find?lang={language}"
    return api.ask("POST", path, token=token or api.token("admin"), body={"code": code})


def confirm(api: Api, code: str, *, token: str | None = None, **place: Any) -> TestResponse:
    wish = {"code": code, "role": "kiosk", "site": MAIN, "place": "K1", **place}
    return api.ask("POST", "/api/v1/admin/pairings/confirm", token=token or api.token("admin"), body=wish)


def refused(answer: TestResponse, status: int, code: str) -> Any:
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (status, code)
    return problem


def test_a_device_is_paired_and_its_secret_opens_its_place(api_on_each: Api) -> None:
    api, device = api_on_each, Device("kiosk")
    code = ask(api, device)["code"]
    assert find(api, code.lower()).get_json()["address"] == "127.0.0.1"
    confirm(api, code, name="Anjungan baru")

    told = poll(api, device).get_json()
    assert (told["state"], told["role"], told["site"], told["place"]) == ("paired", "kiosk", MAIN, "K1")
    me = api.ask("GET", "/api/v1/me", token=device.secret).get_json()
    assert (me["role"], me["code"], me["name"]) == ("kiosk", "K1", "Anjungan baru")


def test_an_unpaired_device_is_told_nothing_but_its_code(api: Api) -> None:
    device = Device("display")
    told = ask(api, device)

    assert told == poll(api, device).get_json()
    assert told == {"state": "waiting", "code": told["code"], "seconds": 600} | dict.fromkeys(
        ("role", "site", "place")
    )


def test_the_waiting_ends_when_somebody_confirms(api_on_each: Api) -> None:
    api, device, answers = api_on_each, Device("kiosk"), []
    code = ask(api, device)["code"]
    api.token("admin")
    asked = threading.Event()

    def wait() -> None:
        asked.set()
        answers.append(poll(api, device, wait=25).get_json())

    waiting = threading.Thread(target=wait)
    waiting.start()
    asked.wait()
    assert confirm(api, code).status_code == 200
    waiting.join(20)

    assert [answer["state"] for answer in answers] == ["paired"]


def test_confirming_twice_answers_the_same(api: Api) -> None:
    code = ask(api, Device("kiosk"))["code"]
    first = confirm(api, code).get_json()
    before = row_counts(api.database)

    assert confirm(api, code).get_json() == first
    assert row_counts(api.database) == before
    refused(confirm(api, code, place="K2"), 409, "code_used")
    refused(find(api, code), 409, "code_used")


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_locked_pairing_says_when_to_come_again(api: Api, language: str) -> None:
    for _ in range(MOST_WRONG - 1):
        refused(find(api, WRONG), 404, "unknown_code")
    first = refused(find(api, WRONG, language=language), 429, "pairing_locked")
    api.now += timedelta(minutes=4)
    answer = find(api, WRONG, language=language)

    assert first["detail"].endswith({"id": "Coba lagi pukul 08.40.", "en": "Try again at 08:40."}[language])
    assert refused(answer, 429, "pairing_locked")["detail"] == first["detail"]
    assert answer.headers["Retry-After"] == "360"


def test_wrong_codes_count_for_every_server_and_session_together(database_url: str, open_api: Open) -> None:
    servers = [open_api(database_url), open_api(database_url)]
    code = ask(servers[0], Device("kiosk"))["code"]
    admins = [servers[0].new_token("admin", None, None)[1] for _ in range(MOST_WRONG_TOGETHER)]
    for number, admin in enumerate(admins):
        find(servers[number % 2], WRONG, token=admin)

    for server in servers:
        refused(find(server, code), 429, "pairing_locked")
        refused(confirm(server, code), 429, "pairing_locked")
    facts = servers[0].ask("GET", "/api/v1/admin/devices", role="admin").get_json()["facts"]
    assert [fact["kind"] for fact in facts] == ["pairing_locked"]


def test_what_can_be_no_code_is_no_guess(api: Api) -> None:
    for _ in range(2 * MOST_WRONG):
        refused(find(api, "ABC"), 422, "bad_request")

    refused(find(api, WRONG), 404, "unknown_code")


def test_too_many_that_ask_are_told_when_there_is_room(api: Api) -> None:
    for _ in range(MOST_OPEN_FROM_ONE):
        ask(api, Device("kiosk"))
    answer = api.ask("POST", "/api/v1/pairings", body=Device("kiosk").wish)

    refused(answer, 429, "too_many_pairings")
    assert answer.headers["Retry-After"] == "600"
    assert row_counts(api.database)["pairing"] == MOST_OPEN_FROM_ONE


def test_asking_again_writes_nothing_and_has_its_pace(api: Api) -> None:
    device = Device("kiosk")
    first = ask(api, device)
    answers = [api.ask("POST", "/api/v1/pairings", body=device.wish) for _ in range(MOST_ASKS)]

    assert [answer.status_code for answer in answers] == [200] * (MOST_ASKS - 1) + [429]
    assert answers[0].get_json() == first
    refused(answers[-1], 429, "too_many")
    assert answers[-1].headers["Retry-After"] == "60"
    api.now += timedelta(minutes=1)
    assert ask(api, device)["code"] == first["code"]


def test_a_second_question_of_a_device_that_waits_is_answered_at_once(api_on_each: Api) -> None:
    api, device, answers = api_on_each, Device("kiosk"), []
    code = ask(api, device)["code"]
    api.token("admin")
    asking = [threading.Thread(target=lambda: answers.append(poll(api, device, wait=25))) for _ in range(2)]
    for thread in asking:
        thread.start()
    while not answers:
        asking[0].join(0.01)
    assert answers[0].get_json()["state"] == "waiting"
    assert confirm(api, code).status_code == 200
    for thread in asking:
        thread.join(20)
    assert [answer.get_json()["state"] for answer in answers] == ["waiting", "paired"]


def test_an_administrator_has_those_that_wait_forgotten(api: Api) -> None:
    device = Device("kiosk")
    code = ask(api, device)["code"]

    assert api.ask("POST", "/api/v1/admin/pairings/forget", role="admin").get_json() == {"forgotten": 1}
    refused(poll(api, device), 404, "unknown_pairing")
    refused(find(api, code), 404, "code_expired")
    assert ask(api, device)["code"] != code
    refused(api.ask("POST", "/api/v1/admin/pairings/forget", role="counter"), 403, "forbidden")


def test_a_second_agent_takes_a_place_only_if_the_first_is_to_go(api: Api) -> None:
    first, second = Device("agent"), Device("agent")
    place = {"role": "agent", "place": ""}
    confirm(api, ask(api, first)["code"], **place)
    code = ask(api, second)["code"]

    refused(confirm(api, code, **place), 409, "place_taken")
    assert confirm(api, code, **place, replace=True).status_code == 200
    refused(poll(api, first), 404, "unknown_pairing")
    assert poll(api, second).get_json()["state"] == "paired"
    api.token("agent")
    refused(confirm(api, ask(api, Device("agent"))["code"], **place, replace=True), 409, "place_of_server")


@pytest.mark.parametrize(
    "change",
    [
        {"role": "admin"},
        {"role": "counter"},
        {"secret_hash": "x" * 64},
        {"secret_hash": "AB" * 32},
        {"key_hash": "ab" * 31},
        {"name": "x" * 121},
        {"token": "x"},
    ],
)
def test_a_device_that_asks_for_something_else_is_refused(api: Api, change: dict[str, str]) -> None:
    answer = api.ask("POST", "/api/v1/pairings", body={**Device("kiosk").wish, **change})

    refused(answer, 422, "bad_request")
    assert row_counts(api.database)["pairing"] == 0


def test_nobody_asks_with_the_secret_of_another(api: Api) -> None:
    owner, stranger = Device("kiosk"), Device("kiosk")
    ask(api, owner)
    stolen = {**stranger.wish, "secret_hash": owner.wish["secret_hash"]}

    refused(api.ask("POST", "/api/v1/pairings", body=stolen), 409, "secret_used")
    refused(poll(api, stranger), 404, "unknown_pairing")


def test_a_secret_that_was_a_token_made_elsewhere_is_not_paired_again(api: Api) -> None:
    """Whoever holds a living token is who it is; a revoked one never comes back by a code."""
    device = Device("kiosk")
    device_id = confirm(api, ask(api, device)["code"]).get_json()["id"]
    assert ask(api, device)["state"] == "paired"
    api.ask("POST", f"/api/v1/admin/devices/{device_id}/revoke", role="admin")

    refused(api.ask("POST", "/api/v1/pairings", body=device.wish), 409, "secret_used")
    refused(poll(api, device), 404, "unknown_pairing")


def test_an_administrator_of_one_site_gives_and_takes_places_there_alone(api: Api) -> None:
    local = api.token("admin", site=BRANCH)
    code = ask(api, Device("kiosk"))["code"]
    offered = find(api, code, token=local).get_json()["places"]
    assert [place["site"] for place in offered] == [BRANCH]
    refused(confirm(api, code, token=local), 403, "forbidden")
    elsewhere = confirm(api, code).get_json()["id"]

    refused(api.ask("POST", f"/api/v1/admin/devices/{elsewhere}/revoke", token=local), 403, "forbidden")
    seen = api.ask("GET", "/api/v1/admin/devices", token=local).get_json()
    assert {device["site"] for device in seen["devices"]} == {BRANCH}
    assert seen["facts"] == []


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "999"])
def test_a_device_that_never_was_is_unknown(api: Api, number: str) -> None:
    refused(api.ask("POST", f"/api/v1/admin/devices/{number}/revoke", role="admin"), 404, "unknown_device")


def test_the_use_of_a_token_is_noted_once_a_minute(api_on_each: Api) -> None:
    api = api_on_each
    sightings = api.sightings

    def seen() -> list[Any]:
        with api.database.read() as connection:
            return [entry.seen_at for entry in token_entries(connection)]

    api.ask("GET", "/api/v1/me", role="admin")
    assert seen() == [None]
    first = api.now
    sightings.do_one()
    assert seen() == [first]
    api.now += timedelta(seconds=30)
    api.ask("GET", "/api/v1/me", role="admin")
    sightings.do_one()
    assert seen() == [first]
    api.now += timedelta(seconds=30)
    api.ask("GET", "/api/v1/me", role="admin")
    sightings.do_one()
    assert seen() == [api.now]
    api.now -= timedelta(hours=1)  # the clock was set back
    api.ask("GET", "/api/v1/me", role="admin")
    sightings.do_one()
    assert seen() == [api.now]
