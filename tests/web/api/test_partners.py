"""Partners: a key opens what its scopes say, at its sites, at its pace, and not a moment longer."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.domain.events import Kind
from app.domain.partner import TOLD
from app.domain.staff import Grant, Role
from tests.factories import BRANCH, MAIN
from tests.web.api.caller import Api

EVERYTHING = ["read", "remote", "book", "desk", "presence", "journal"]
PARTNERS = "/api/v1/partners"
SITE = f"/api/v1/sites/{MAIN}"


def enrol(api: Api, *scopes: str, code: str = "kampung", **more: Any) -> Any:
    """The keys of a new partner."""
    wish = {"code": code, "name": code.title(), "scopes": list(scopes), **more}
    answer = api.ask("POST", PARTNERS, role="admin", body=wish)
    assert answer.status_code == 201, answer.get_data()
    return answer.get_json()


def open_to_phones(api: Api) -> None:
    api.mall = replace(api.mall, rules=replace(api.mall.rules, remote_tickets=True, bookings=True))


def afar(api: Api, token: str, key: str = "a", **more: Any) -> Any:
    wish = {"service": "ktp", **more}
    return api.ask("POST", f"{SITE}/remote-tickets", token=token, body=wish, key=key)


def slot(api: Api) -> str:
    days = api.ask("GET", f"{SITE}/services/ktp/slots").get_json()["days"]
    starts_at: str = days[1]["slots"][4]["starts_at"]
    return starts_at


def asked(api: Api, token: str, scope: str) -> int:
    """The status of one request that needs the scope."""
    wish = {"service": "ktp"}
    answer = {
        "read": lambda: api.ask("GET", SITE, token=token),
        "remote": lambda: afar(api, token),
        "book": lambda: api.ask(
            "POST", f"{SITE}/bookings", token=token, body={**wish, "starts_at": slot(api)}, key="b"
        ),
        "desk": lambda: api.ask("POST", f"{SITE}/tickets", token=token, body=wish, key="d"),
        "journal": lambda: api.ask("GET", f"/api/v1/journal?site={MAIN}", token=token),
    }[scope]()
    return answer.status_code


@pytest.mark.parametrize("scope", ["read", "remote", "book", "desk", "journal"])
def test_a_key_opens_exactly_what_its_scopes_say(api: Api, scope: str) -> None:
    open_to_phones(api)
    with_it = enrol(api, scope, code="with")["token"]
    without = enrol(api, *(one for one in EVERYTHING if one != scope), code="without")["token"]
    assert asked(api, with_it, scope) in (200, 201)
    assert asked(api, without, scope) == 403


def test_a_key_for_nothing_says_so(api: Api) -> None:
    answer = api.ask("GET", SITE, token=enrol(api)["token"])
    assert answer.get_json()["code"] == "scope_missing"


def test_a_partner_is_at_home_at_its_sites_alone(api: Api) -> None:
    open_to_phones(api)
    token = enrol(api, *EVERYTHING, sites=[BRANCH])["token"]
    for scope in ("read", "remote", "book", "desk", "journal"):
        assert asked(api, token, scope) == 403
    assert api.ask("GET", f"/api/v1/sites/{BRANCH}", token=token).status_code == 200
    assert api.ask("GET", f"/api/v1/made?site={MAIN}", token=token).status_code == 403


def test_a_partner_keeps_to_its_pace(api: Api) -> None:
    hasty, calm = enrol(api, "read", rate=3)["token"], enrol(api, "read", code="calm")["token"]
    assert [api.ask("GET", SITE, token=hasty).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = api.ask("GET", SITE, token=hasty)
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert api.ask("GET", SITE, token=calm).status_code == 200
    assert api.ask("GET", SITE).status_code == 200  # visitors are not held up
    api.now += timedelta(seconds=61)
    assert api.ask("GET", SITE, token=hasty).status_code == 200


def test_requests_are_counted_by_what_came_of_them(api: Api) -> None:
    token = enrol(api, "read", rate=2)["token"]
    api.ask("GET", SITE, token=token)
    afar(api, token)
    api.ask("GET", SITE, token=token)
    (known,) = api.ask("GET", PARTNERS, role="admin").get_json()["partners"]
    assert known["requests"] == {"admitted": 1, "forbidden": 1, "too_many": 1}
    told = api.ask("GET", "/metrics").get_data(as_text=True)
    assert 'antrean_partner_requests_total{outcome="too_many"} 1' in told
    assert "kampung" not in told


def test_another_key_ends_the_one_before(api: Api) -> None:
    made = enrol(api, "read")
    path = f"{PARTNERS}/{made['partner']['id']}/token"
    again = api.ask("POST", path, role="admin").get_json()["token"]
    assert api.ask("GET", SITE, token=made["token"]).status_code == 401
    assert api.ask("GET", SITE, token=again).status_code == 200


def test_a_partner_that_was_disabled_is_shut_out_at_once_until_it_is_wanted_again(api: Api) -> None:
    made = enrol(api, "read")
    one, terms = f"{PARTNERS}/{made['partner']['id']}", {"name": "Kampung", "scopes": ["read"]}
    assert api.ask("GET", SITE, token=made["token"]).status_code == 200
    api.ask("PUT", one, role="admin", body={**terms, "disabled": True})
    assert api.ask("GET", SITE, token=made["token"]).status_code == 401
    api.ask("PUT", one, role="admin", body=terms)
    assert api.ask("GET", SITE, token=made["token"]).status_code == 200


def test_a_partner_answers_for_many_citizens_and_one_press_is_one_number(api: Api) -> None:
    open_to_phones(api)
    token = enrol(api, "remote", "desk")["token"]
    first, second = afar(api, token, key="1"), afar(api, token, key="2")
    again = afar(api, token, key="1")
    assert (first.status_code, second.status_code, again.status_code) == (201, 201, 200)
    assert again.get_json()["number"] == first.get_json()["number"] != second.get_json()["number"]
    assert "Set-Cookie" not in first.headers
    made = api.ask("GET", f"/api/v1/made?site={MAIN}", token=token).get_json()
    numbers = [each["number"] for each in made["tickets"]]
    assert numbers == [second.get_json()["number"], first.get_json()["number"]]


def test_each_partner_sees_what_it_made_itself(api: Api) -> None:
    open_to_phones(api)
    one, other = (enrol(api, "book", "desk", code=code)["token"] for code in ("one", "other"))
    wish = {"service": "ktp", "starts_at": slot(api)}
    booked = api.ask("POST", f"{SITE}/bookings", token=one, body=wish, key="same").get_json()
    api.ask("POST", f"{SITE}/bookings", body=wish, key="a phone")
    mine, theirs = (
        api.ask("GET", f"/api/v1/made?site={MAIN}", token=token).get_json()["bookings"]
        for token in (one, other)
    )
    assert [each["code"] for each in mine] == [booked["code"]]
    assert theirs == []


def test_the_word_of_a_partner_counts_for_its_own_numbers_if_it_has_that_scope(api: Api) -> None:
    open_to_phones(api)
    trusted = enrol(api, "remote", "presence", code="trusted")["token"]
    other = enrol(api, "remote", code="other")["token"]
    number, foreign = afar(api, trusted).get_json(), afar(api, other).get_json()

    def check_in(token: str, ticket: Any) -> Any:
        path = f"/api/v1/tickets/{ticket['token']}/check-in"
        return api.ask("POST", path, token=token, body={})

    assert check_in(other, foreign).get_json()["code"] == "wrong_presence_code"
    assert check_in(trusted, foreign).get_json()["code"] == "wrong_presence_code"
    assert check_in(trusted, number).get_json()["state"] == "waiting"


def test_the_journal_of_a_partner_names_nobody(api: Api) -> None:
    token = enrol(api, "journal")["token"]
    api.take()
    api.clerk("1", "open")
    api.clerk("1", "call-next")
    api.clerk("1", "note", text="Ibu Sri, rumah biru")
    clerk = api.session(Grant(Role.CLERK, MAIN), username="siti")
    path = f"/api/v1/counters/1/hold?site={MAIN}"
    api.ask("POST", path, session=clerk, body={"reason": "Pak Budi ke bank"}, key="h")
    answer = api.ask("GET", f"/api/v1/journal?site={MAIN}", token=token)
    facts = answer.get_json()["facts"]
    assert {"ticket_issued", "ticket_called", "ticket_held"} <= {fact["kind"] for fact in facts}
    assert {fact["kind"] for fact in facts} <= {str(kind) for kind in TOLD}
    for word in ("Sri", "Budi", "siti"):
        assert word not in answer.get_data(as_text=True)
    everything = api.ask("GET", f"/api/v1/journal?site={MAIN}", role="admin").get_json()
    assert everything["cursor"] == answer.get_json()["cursor"]
    assert len(everything["facts"]) > len(facts)


def test_no_fact_about_persons_or_devices_is_for_partners() -> None:
    private = {kind for kind in Kind if kind.startswith(("staff_", "sign_in", "device_", "partner_"))}
    assert not TOLD & (private | {Kind.TICKET_NOTED, Kind.TICKET_REGRADED, Kind.ALARM_RAISED})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "Kampung"}, "wrong_partner_code"),
        ({"code": "k"}, "wrong_partner_code"),
        ({"sites": ["MARS"]}, "unknown_site"),
        ({"hook_url": "ftp://example.go.id"}, "wrong_hook_address"),
        ({"hook_url": "https://user:pass@example.go.id/"}, "wrong_hook_address"),
        ({"hook_url": "https://"}, "wrong_hook_address"),
        ({"hook_url": "https://example.go.id:99999/"}, "wrong_hook_address"),
        ({"rate": 0}, "bad_request"),
        ({"scopes": ["everything"]}, "bad_request"),
        ({"name": ""}, "bad_request"),
    ],
)
def test_terms_that_make_no_sense_are_refused(api: Api, change: Any, code: str) -> None:
    wish = {"code": "kampung", "name": "Kampung", "scopes": ["read"], **change}
    assert api.ask("POST", PARTNERS, role="admin", body=wish).get_json()["code"] == code
    assert api.ask("GET", PARTNERS, role="admin").get_json()["partners"] == []


def test_a_code_belongs_to_one_partner(api: Api) -> None:
    enrol(api, "read")
    wish = {"code": "kampung", "name": "Lain", "scopes": []}
    assert api.ask("POST", PARTNERS, role="admin", body=wish).get_json()["code"] == "partner_code_taken"


def test_secrets_are_shown_once_and_kept_nowhere(api: Api) -> None:
    made = enrol(api, "journal", hook_url="https://smartkampung.example.go.id/antrean")
    one = f"{PARTNERS}/{made['partner']['id']}"
    renewed = api.ask("POST", f"{one}/hook-secret", role="admin").get_json()
    assert renewed["hook_secret"] != made["hook_secret"]
    assert renewed["token"] is None
    listed = api.ask("GET", PARTNERS, role="admin").get_data(as_text=True)
    journal = api.ask("GET", "/api/v1/admin/devices", role="admin").get_data(as_text=True)
    for secret in (made["token"], made["hook_secret"], renewed["hook_secret"]):
        assert secret not in listed + journal


def test_a_program_without_a_partner_works_as_before(api: Api) -> None:
    open_to_phones(api)
    token = api.token("partner")
    assert [asked(api, token, scope) for scope in ("read", "desk", "journal")] == [200, 201, 200]
    assert "Set-Cookie" in afar(api, token).headers  # as a phone does


def test_the_moments_of_a_partner_are_told(api: Api) -> None:
    made = enrol(api, "read")["partner"]
    assert datetime.fromisoformat(made["made_at"]) == api.now
    assert made["has_token"]
    assert made["disabled_at"] is None
