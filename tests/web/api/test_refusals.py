"""Every refusal has its status, its stable code and a sentence in both languages, and writes nothing."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from app.web.api.documents import Problem
from tests.factories import BRANCH, MAIN, moment, with_service
from tests.hall import row_counts
from tests.web.api.caller import Api

TICKETS = f"/api/v1/sites/{MAIN}/tickets"
Ask = Callable[[Api, str], TestResponse]


def wish(
    body: object = None,
    *,
    role: str | None = "kiosk",
    key: str | None = "a",
    path: str = TICKETS,
    **more: str,
) -> Ask:
    """A kiosk asks for a number; the language is put into the address."""

    def ask(api: Api, language: str) -> TestResponse:
        content = {"service": "ktp"} if body is None else body
        return api.ask("POST", f"{path}?lang={language}", role=role, body=content, key=key, headers=more)

    return ask


def get(path: str, *, role: str | None = None, method: str = "GET", **headers: str) -> Ask:
    def ask(api: Api, language: str) -> TestResponse:
        separator = "&" if "?" in path else "?"
        return api.ask(method, f"{path}{separator}lang={language}", role=role, headers=headers)

    return ask


def clerk(deed: str, *, counter: str = "1", site: str = MAIN, **body: object) -> Ask:
    def ask(api: Api, language: str) -> TestResponse:
        path = f"/api/v1/counters/{counter}/{deed}?site={site}&lang={language}"
        return api.ask("POST", path, role="counter", body=body, key=f"{deed}-{language}")

    return ask


def with_a_branch_token(api: Api, language: str) -> TestResponse:
    token = api.token("kiosk", site=BRANCH)
    return api.ask("POST", f"{TICKETS}?lang={language}", token=token, body={"service": "ktp"}, key="a")


def with_a_revoked_token(api: Api, language: str) -> TestResponse:
    token_id, secret = api.new_token("kiosk", MAIN, "K1")
    api.revoke(token_id)
    return api.ask("POST", f"{TICKETS}?lang={language}", token=secret, body={"service": "ktp"}, key="a")


def on_sunday(api: Api) -> None:
    api.now = moment("2026-11-29 10:00")


def with_passports_gone(api: Api) -> None:
    for _ in range(3):
        assert api.take("paspor").status_code == 201


def with_the_day_full(api: Api) -> None:
    api.mall = with_service(api.mall, "ktp", minutes=24 * 60)


def with_an_open_counter(api: Api) -> None:
    assert api.clerk("1", "open").status_code == 200


def with_a_visitor_called(api: Api) -> None:
    with_an_open_counter(api)
    api.take()
    api.take()
    assert api.clerk("1", "call-next").status_code == 200


def with_key_a_used(api: Api) -> None:
    assert api.take("kk", key="a").status_code == 201


def reprint(ticket: object, *, reason: str = "hilang", **body: str) -> Ask:
    def ask(api: Api, language: str) -> TestResponse:
        path = f"/api/v1/tickets/{ticket}/reprint?site={MAIN}&lang={language}"
        return api.ask("POST", path, role="counter", body={"reason": reason, **body}, key=f"r-{language}")

    return ask


def with_a_ticket(api: Api) -> None:
    assert api.take().status_code == 201


def with_a_ticket_given_up(api: Api) -> None:
    assert api.ask("DELETE", f"/api/v1/tickets/{api.take().get_json()['token']}").status_code == 200


def with_a_ticket_printed_often(api: Api) -> None:
    with_a_ticket(api)
    for turn in ("1", "2", "3"):
        assert reprint(1)(api, turn).status_code == 200
        lease = {"printers": [{"site": MAIN, "code": "P1"}]}
        (job,) = api.ask("POST", "/api/v1/agent/lease", role="agent", body=lease).get_json()["jobs"]
        done = {"job": job["id"], "attempt": job["attempt"], "verdict": "PRINTED"}
        assert api.ask("POST", "/api/v1/agent/report", role="agent", body=done).status_code == 200


def nothing_before(api: Api) -> None:
    """The hall as it is."""


REFUSALS = {
    "unknown service": (nothing_before, wish({"service": "sim"}), 404, "unknown_service"),
    "service of another kiosk": (
        nothing_before,
        lambda api, language: api.ask(
            "POST",
            f"{TICKETS}?lang={language}",
            token=api.token("kiosk", code="K2"),
            body={"service": "paspor"},
            key="a",
        ),
        404,
        "unknown_service",
    ),
    "unknown site": (nothing_before, wish(path="/api/v1/sites/moon/tickets"), 404, "unknown_site"),
    "closed service": (on_sunday, wish(), 409, "service_closed"),
    "service without a counter": (nothing_before, wish({"service": "visa"}), 409, "service_closed"),
    "full quota": (with_passports_gone, wish({"service": "paspor"}), 409, "quota_full"),
    "no capacity": (with_the_day_full, wish(), 409, "capacity_full"),
    "malformed JSON": (nothing_before, wish(b'{"service": "ktp"'), 422, "bad_request"),
    "no object": (nothing_before, wish(["ktp"]), 422, "bad_request"),
    "no text": (nothing_before, wish(b"\xff\xfe\x00"), 422, "bad_request"),
    "bottomless JSON": (nothing_before, wish(b"[" * 30_000), 422, "bad_request"),
    "nothing asked": (nothing_before, wish({}), 422, "bad_request"),
    "unknown key in the body": (nothing_before, wish({"service": "ktp", "name": "Siti"}), 422, "bad_request"),
    "unknown priority": (nothing_before, wish({"service": "ktp", "priority": "mayor"}), 422, "bad_request"),
    "unknown language": (nothing_before, wish({"service": "ktp", "language": "jv"}), 422, "bad_request"),
    "no key": (nothing_before, wish(key=None), 422, "key_required"),
    "empty key": (nothing_before, wish(key=" "), 422, "key_required"),
    "endless key": (nothing_before, wish(key="k" * 81), 422, "key_required"),
    "key of another wish": (with_key_a_used, wish(), 409, "key_reused"),
    "no token": (nothing_before, wish(role=None), 401, "unauthenticated"),
    "unknown token": (nothing_before, wish(role=None, Authorization="Bearer 0"), 401, "unauthenticated"),
    "no bearer": (nothing_before, wish(role=None, Authorization="Basic YTpi"), 401, "unauthenticated"),
    "revoked token": (nothing_before, with_a_revoked_token, 401, "unauthenticated"),
    "bad token at an open door": (
        nothing_before,
        get("/api/v1/sites", Authorization="Bearer 0"),
        401,
        "unauthenticated",
    ),
    "wrong role": (nothing_before, wish(role="display"), 403, "forbidden"),
    "wrong site": (nothing_before, with_a_branch_token, 403, "forbidden"),
    "wrong site of a clerk": (nothing_before, clerk("open", site=BRANCH), 403, "forbidden"),
    "oversized body": (nothing_before, wish(b"x" * 100_000), 413, "too_large"),
    "wrong origin": (nothing_before, wish(Origin="https://elsewhere.example"), 403, "wrong_origin"),
    "broken origin": (nothing_before, wish(Origin="http://["), 403, "wrong_origin"),
    "hidden origin": (nothing_before, wish(Origin="null"), 403, "wrong_origin"),
    "unknown ticket": (nothing_before, get("/api/v1/tickets/ABC"), 404, "unknown_token"),
    "unknown ticket given up": (
        nothing_before,
        get("/api/v1/tickets/ABC", method="DELETE"),
        404,
        "unknown_token",
    ),
    "unknown route": (nothing_before, get("/api/v1/moon"), 404, "not_found"),
    "wrong method": (nothing_before, get("/api/v1/sites", method="PUT"), 405, "method_not_allowed"),
    "unknown counter": (nothing_before, clerk("open", counter="99"), 404, "unknown_counter"),
    "closed counter": (nothing_before, clerk("call-next"), 409, "counter_closed"),
    "empty hall": (with_an_open_counter, clerk("call-next"), 409, "nobody_waiting"),
    "busy counter": (with_a_visitor_called, clerk("call-next"), 409, "counter_busy"),
    "nobody at the counter": (with_an_open_counter, clerk("serve"), 409, "wrong_state"),
    "another at the counter": (with_a_visitor_called, clerk("serve", ticket=2), 409, "moved_on"),
    "nobody of that number": (with_an_open_counter, clerk("recall", ticket=77), 409, "wrong_state"),
    "transfer to nowhere": (
        with_a_visitor_called,
        clerk("transfer", service="visa"),
        404,
        "unknown_service",
    ),
    "unknown ticket printed again": (nothing_before, reprint(99), 404, "unknown_ticket"),
    "no ticket printed again": (nothing_before, reprint("A-001"), 404, "unknown_ticket"),
    "printed again without a reason": (with_a_ticket, reprint(1, reason=""), 422, "bad_request"),
    "printed again for a blank": (with_a_ticket, reprint(1, reason="  "), 422, "bad_request"),
    "printed again at no printer": (with_a_ticket, reprint(1, printer="P9"), 404, "unknown_printer"),
    "printed again after its end": (with_a_ticket_given_up, reprint(1), 409, "wrong_state"),
    "printed again too often": (with_a_ticket_printed_often, reprint(1), 409, "reprint_limit"),
    "test of no printer": (
        nothing_before,
        get(f"/api/v1/sites/{MAIN}/printers/P9/test", role="admin", method="POST"),
        404,
        "unknown_printer",
    ),
    "roll of no printer": (
        nothing_before,
        get(f"/api/v1/sites/{MAIN}/printers/P9/roll", role="counter", method="POST"),
        404,
        "unknown_printer",
    ),
    "probe of no printer": (
        nothing_before,
        get(f"/api/v1/sites/{MAIN}/printers/P9/probe", role="admin", method="POST"),
        404,
        "unknown_printer",
    ),
    "probe by a clerk": (
        nothing_before,
        get(f"/api/v1/sites/{MAIN}/printers/P1/probe", role="counter", method="POST"),
        403,
        "forbidden",
    ),
    "probe at no site": (
        nothing_before,
        get("/api/v1/sites/moon/printers/P1/probe", role="admin", method="POST"),
        404,
        "unknown_site",
    ),
    "unknown alarm": (
        nothing_before,
        get(f"/api/v1/sites/{MAIN}/alarms/7/acknowledge", role="counter", method="POST"),
        404,
        "unknown_alarm",
    ),
    "no number of an alarm": (
        nothing_before,
        get(f"/api/v1/sites/{MAIN}/alarms/99999999999999999999/acknowledge", role="counter", method="POST"),
        404,
        "unknown_alarm",
    ),
    "endless break": (with_an_open_counter, clerk("break", minutes=100_000), 422, "bad_request"),
    "page before the first": (
        nothing_before,
        get(f"/api/v1/journal?site={MAIN}&after=-1", role="partner"),
        422,
        "bad_request",
    ),
    "page without a number": (
        nothing_before,
        get(f"/api/v1/journal?site={MAIN}&limit=many", role="partner"),
        422,
        "bad_request",
    ),
}


def problem_of(answer: TestResponse) -> Problem:
    assert answer.mimetype == "application/problem+json"
    problem = Problem.model_validate_json(answer.get_data())
    assert problem.status == answer.status_code
    return problem


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refusal_has_its_status_its_code_and_its_sentence_and_writes_nothing(api: Api, case: str) -> None:
    prepare, ask, status, code = REFUSALS[case]
    prepare(api)
    for role in ("kiosk", "display", "counter", "partner", "admin"):
        api.token(role)
    before = {**row_counts(api.database), "token": 0}

    sentences = {}
    for language in ("id", "en"):
        problem = problem_of(ask(api, language))
        assert (problem.status, problem.code) == (status, code)
        sentences[language] = problem.detail

    assert {**row_counts(api.database), "token": 0} == before
    assert sentences["id"] != sentences["en"]
    for sentence in sentences.values():
        assert sentence.endswith((".", "!", "?"))
        assert "{" not in sentence


def test_a_refusal_of_the_calendar_says_when_it_opens(api: Api) -> None:
    on_sunday(api)
    detail = problem_of(wish()(api, "en")).detail

    assert "Closed today" in detail
    assert "tomorrow at 08:00" in detail


def test_a_page_of_the_same_address_may_send(api: Api) -> None:
    answer = wish(Origin="http://localhost")(api, "id")

    assert answer.status_code == 201
