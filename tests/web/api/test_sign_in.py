"""Signing in over HTTP: the cookie, who is delayed, what is never told, and who cannot be removed."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.cookie import NAME, csrf_of
from app.domain.sessions import PATIENCE, Count
from app.domain.staff import Grant, Permission, Role
from app.live import Doorkeeper
from app.queries.tokens import Bearer
from app.web.auth import KNOWN_SECONDS, Holders
from tests.factories import MAIN
from tests.web.api.caller import PASSWORD, Api, SignedIn
from tests.web.api.test_permissions import knock

OTHER = "lima ekor kucing di atap"
ADMINISTRATOR, CLERK = Grant(Role.ADMINISTRATOR), Grant(Role.CLERK, MAIN)


def sign_in(api: Api, username: str = "siti", password: str = PASSWORD, **more: Any) -> TestResponse:
    wish = {"username": username, "password": password}
    return api.ask("POST", "/api/v1/session", body=wish, **more)


def of(answer: TestResponse) -> SignedIn:
    secret = answer.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    return SignedIn(secret, csrf_of(secret))


def problem(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(api: Api) -> None:
    api.person("siti", CLERK)
    cookie = sign_in(api).headers["Set-Cookie"]
    assert cookie.startswith(f"{NAME}=")
    assert {"HttpOnly", "Path=/", "SameSite=Strict"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    behind_https = {"wsgi.url_scheme": "https"}
    answer = api.app.test_client(use_cookies=False).post(
        "/api/v1/session", json={"username": "siti", "password": PASSWORD}, environ_overrides=behind_https
    )
    assert "Secure" in answer.headers["Set-Cookie"]


def test_a_session_that_somebody_else_chose_is_never_taken_over(api: Api) -> None:
    api.person("siti", CLERK)
    planted = SignedIn("a" * 64, None)
    signed_in = of(sign_in(api, session=planted))
    assert signed_in.secret != planted.secret
    assert api.ask("GET", "/api/v1/me", session=planted).status_code == 401


def test_signing_in_anew_ends_the_session_that_the_browser_had(api: Api) -> None:
    api.person("siti", CLERK)
    before = of(sign_in(api))
    after = of(sign_in(api, session=before))
    assert Holders(api.database, clock=lambda: api.now).signed_in(before.secret) is None
    assert api.ask("GET", "/api/v1/me", session=after).get_json()["username"] == "siti"


def test_a_wrong_name_and_a_wrong_password_are_told_alike(api: Api) -> None:
    api.person("siti", CLERK)
    wrong, unknown = sign_in(api, password=OTHER), sign_in(api, "budi")
    assert problem(wrong) == problem(unknown) == (401, "wrong_credentials")
    assert wrong.get_data() == unknown.get_data()


def test_a_name_that_no_database_keeps_is_a_bad_request(api_on_each: Api) -> None:
    api = api_on_each
    assert problem(sign_in(api, "si\0ti")) == (422, "bad_request")
    for wish in ({"username": "siti\0"}, {"username": "siti", "name": "Si\0ti"}):
        answer = api.ask("POST", "/api/v1/staff", role="admin", body={**wish, "grants": []})
        assert problem(answer) == (422, "bad_request")
    path = f"/api/v1/staff/{api.person('siti', CLERK)}"
    assert problem(api.ask("PATCH", path, role="admin", body={"name": "\0"})) == (422, "bad_request")


def test_guessing_is_slowed_down_and_says_how_long(api: Api) -> None:
    api.person("siti", CLERK)
    for _ in range(PATIENCE[Count.PLACE_AND_NAME].free + 1):
        assert problem(sign_in(api, password=OTHER)) == (401, "wrong_credentials")
    delayed = sign_in(api)
    assert problem(delayed) == (429, "sign_in_delayed")
    assert delayed.headers["Retry-After"] == "2"
    assert sign_in(api, address="10.0.0.9").status_code == 200


def test_who_signs_out_is_out(api: Api) -> None:
    api.person("siti", CLERK)
    session = of(sign_in(api))
    answer = api.ask("DELETE", "/api/v1/session", session=session)
    assert f"{NAME}=;" in answer.headers["Set-Cookie"]
    assert api.ask("GET", "/api/v1/sessions", session=session).status_code == 401


def test_who_is_signed_out_by_somebody_else_is_out_at_once(api: Api) -> None:
    staff_id = api.person("siti", CLERK)
    session = api.signed_in(staff_id)
    path = f"/api/v1/counters?site={MAIN}"
    assert api.ask("GET", path, session=session).status_code == 200
    assert api.ask("POST", f"/api/v1/staff/{staff_id}/sign-out", role="admin").status_code == 200
    assert api.ask("GET", path, session=session).status_code == 401
    another = api.signed_in(staff_id)
    assert api.ask("GET", path, session=another).status_code == 200
    assert api.ask("PATCH", f"/api/v1/staff/{staff_id}", role="admin", body={"grants": []}).status_code == 200
    assert api.ask("GET", path, session=another).status_code == 403


def test_one_signs_out_everywhere_else_and_stays_here(api: Api) -> None:
    siti, budi = api.person("siti", CLERK), api.person("budi", CLERK)
    here, there, other = api.signed_in(siti), api.signed_in(siti), api.signed_in(budi)
    assert api.ask("GET", "/api/v1/sessions", session=there).status_code == 200
    for _ in range(2):
        assert api.ask("DELETE", "/api/v1/sessions", session=here).status_code == 200
    listed = api.ask("GET", "/api/v1/sessions", session=here).get_json()["sessions"]
    assert [each["own"] for each in listed] == [True]
    assert api.ask("GET", "/api/v1/sessions", session=there).status_code == 401
    assert api.ask("GET", "/api/v1/sessions", session=other).status_code == 200


def test_a_look_that_began_before_a_session_ended_is_not_remembered(api: Api) -> None:
    session = api.session(CLERK)

    class Slow(Holders):
        """Meanwhile the session ends."""

        def _of_session(self, key: bytes) -> Bearer | None:
            found = super()._of_session(key)
            api.ask("DELETE", "/api/v1/session", session=session)
            self.forget()
            return found

    holders = Slow(api.database, clock=lambda: api.now)
    assert holders.signed_in(session.secret) is not None
    assert holders.signed_in(session.secret) is None


def test_a_temporary_password_is_changed_and_the_session_with_it(api: Api) -> None:
    api.person("siti", CLERK, temporary=True)
    first = of(sign_in(api))
    path = "/api/v1/session/password"
    same = api.ask("POST", path, session=first, body={"old": PASSWORD, "new": PASSWORD})
    assert problem(same) == (422, "password_same")
    weak = api.ask("POST", path, session=first, body={"old": PASSWORD, "new": "siti12345678"})
    assert problem(weak) == (422, "password_name")
    changed = api.ask("POST", path, session=first, body={"old": PASSWORD, "new": OTHER})
    assert changed.get_json()["must_change"] is False
    assert of(changed).secret != first.secret
    assert Holders(api.database, clock=lambda: api.now).signed_in(first.secret) is None
    assert sign_in(api, password=OTHER).status_code == 200


def test_nobody_sees_or_ends_a_session_of_somebody_else(api: Api) -> None:
    siti, budi = api.person("siti", CLERK), api.person("budi", CLERK)
    mine, other = api.signed_in(siti), api.signed_in(budi)
    seen = api.ask("GET", "/api/v1/sessions", session=mine).get_json()["sessions"]
    assert {each["username"] for each in seen} == {"siti"}
    foreign = api.ask("GET", "/api/v1/sessions", session=other).get_json()["sessions"][0]["id"]
    ended = api.ask("DELETE", f"/api/v1/sessions/{foreign}", session=mine)
    assert problem(ended) == (404, "unknown_session")


def test_a_grant_taken_away_is_no_power_two_seconds_later(api: Api) -> None:
    staff_id = api.person("siti", Grant(Role.SUPERVISOR, MAIN))
    session = api.signed_in(staff_id)
    seconds = 0.0
    holders = Holders(api.database, clock=lambda: api.now, seconds=lambda: seconds)
    before = holders.signed_in(session.secret)
    assert before is not None
    assert before.may(Permission.TAKE_OVER, MAIN)
    wish = {"grants": [{"role": "clerk", "site": MAIN}]}
    assert api.ask("PATCH", f"/api/v1/staff/{staff_id}", role="admin", body=wish).status_code == 200
    seconds = KNOWN_SECONDS
    after = holders.signed_in(session.secret)
    assert after is not None
    assert not after.may(Permission.TAKE_OVER, MAIN)
    assert KNOWN_SECONDS <= 2


@pytest.mark.parametrize(
    "change",
    [
        {"grants": [{"role": "receptionist"}]},
        {"grants": [{"role": "clerk", "agencies": ["IMIGRASI"]}]},
        {"disabled": True},
    ],
)
def test_a_console_is_shown_out_when_its_clerk_may_no_longer_call(api: Api, change: Any) -> None:
    staff_id = api.person("siti", CLERK)
    console = knock(api, "/counter", api.signed_in(staff_id))
    doors = list(api.app.extensions["socketio"].server.namespace_handlers.values())
    at_work: list[bytes] = []
    keeper = Doorkeeper(
        api.database, doors, clock=lambda: api.now, seen=lambda _: None, seen_session=at_work.append
    )
    keeper.do_one()
    assert (console.is_connected("/counter"), len(at_work)) == (True, 1)
    assert api.ask("PATCH", f"/api/v1/staff/{staff_id}", role="admin", body=change).status_code == 200
    keeper.do_one()
    assert not console.is_connected("/counter")


def test_a_console_is_shown_out_with_the_answer_that_ended_its_session(api: Api) -> None:
    siti, budi = api.person("siti", CLERK), api.person("budi", CLERK)
    here, there = knock(api, "/counter", api.signed_in(siti)), knock(api, "/counter", api.signed_in(budi))
    assert api.ask("POST", f"/api/v1/staff/{siti}/sign-out", role="admin").status_code == 200
    assert (here.is_connected("/counter"), there.is_connected("/counter")) == (False, True)


@pytest.mark.parametrize("change", [{"grants": []}, {"grants": [{"role": "supervisor"}]}, {"disabled": True}])
def test_the_last_administrator_stays(api: Api, change: Any) -> None:
    first = api.person("kepala", ADMINISTRATOR)
    session = api.signed_in(first)
    refused = api.ask("PATCH", f"/api/v1/staff/{first}", session=session, body=change)
    assert problem(refused) == (409, "last_administrator")
    api.person("wakil", ADMINISTRATOR)
    assert api.ask("PATCH", f"/api/v1/staff/{first}", session=session, body=change).status_code == 200


def test_two_administrators_do_not_undo_each_other_unseen(api: Api) -> None:
    staff_id = api.person("siti", CLERK)
    path, seen = f"/api/v1/staff/{staff_id}", [{"role": "clerk", "site": MAIN}]
    first = {"known": seen, "grants": [{"role": "receptionist", "site": MAIN}]}
    assert api.ask("PATCH", path, role="admin", body=first).status_code == 200
    assert api.ask("PATCH", path, role="admin", body=first).status_code == 200  # the same again
    second = {"known": seen, "grants": []}
    assert problem(api.ask("PATCH", path, role="admin", body=second)) == (409, "staff_changed")
    held = api.ask("GET", "/api/v1/staff", role="admin").get_json()["staff"][0]["grants"]
    assert [grant["role"] for grant in held] == ["receptionist"]


@pytest.mark.parametrize(
    "grant",
    [
        {"role": "administrator", "site": MAIN},
        {"role": "clerk", "also": ["manage_staff"]},
        {"role": "clerk", "site": "nowhere"},
        {"role": "clerk", "agencies": ["nobody"]},
        {"role": "clerk", "agencies": []},
    ],
)
def test_what_cannot_be_given_is_refused(api: Api, grant: Any) -> None:
    staff_id = api.person("siti", CLERK)
    refused = api.ask("PATCH", f"/api/v1/staff/{staff_id}", role="admin", body={"grants": [grant]})
    assert problem(refused) == (422, "wrong_grant")


def test_a_key_for_one_site_manages_nobody(api: Api) -> None:
    wish = {"username": "siti", "grants": [{"role": "administrator"}]}
    refused = api.ask("POST", "/api/v1/staff", token=api.token("admin", site="branch"), body=wish)
    assert refused.status_code == 403


def test_the_code_of_the_console_makes_one_administrator_and_no_second(api_on_each: Api) -> None:
    api, code = api_on_each, api_on_each.setup_code()
    wish = {"code": code.lower(), "username": "kepala", "password": PASSWORD}
    wrong = api.ask("POST", "/api/v1/setup", body={**wish, "code": "BCDF-GHJK"})
    assert problem(wrong) == (403, "wrong_setup_code")
    weak = api.ask("POST", "/api/v1/setup", body={**wish, "password": "password1234"})
    assert problem(weak) == (422, "password_common")
    made = api.ask("POST", "/api/v1/setup", body=wish)
    assert [grant["role"] for grant in made.get_json()["grants"]] == ["administrator"]
    assert api.ask("GET", "/api/v1/staff", session=of(made)).status_code == 200
    again = api.ask("POST", "/api/v1/setup", body={**wish, "username": "lain"})
    assert problem(again) == (409, "setup_done")
