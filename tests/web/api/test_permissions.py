"""The whole URL map against everybody: whoever is not expressly admitted stays outside."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask_socketio import SocketIOTestClient
from werkzeug.routing import Rule

from app.audience import ANYONE, STAFF, audience_of, permission_of
from app.domain.sessions import LIVES
from app.domain.staff import GRANTS, Grant, Permission, Role
from tests.factories import BRANCH, MAIN
from tests.hall import row_counts
from tests.web.api.caller import Api, SignedIn
from tests.web.api.test_doors import addresses

SAFE = ("GET", "HEAD")
# What nobody may soften by mistake: a route and the permission that it asks of a person.
ASKED = {
    "/api/v1/counters/<counter>/call-next": Permission.CALL,
    "POST /api/v1/sites/<site>/tickets": Permission.ISSUE,
    "GET /api/v1/sites/<site>/tickets": Permission.FIND_TICKET,
    "/api/v1/sites/<site>/tickets/<ticket>": Permission.FIND_TICKET,
    "/api/v1/tickets/<ticket>/priority": Permission.CHANGE_PRIORITY,
    "/api/v1/sites/<site>/alarms": Permission.SEE_ALARMS,
    "/api/v1/sites/<site>/printers/<printer>/test": Permission.MANAGE_DEVICES,
    "/api/v1/tickets/<ticket>/reprint": Permission.REPRINT,
    "/api/v1/admin/overview": Permission.WATCH_HALL,
    "/api/v1/admin/devices": Permission.MANAGE_DEVICES,
    "/api/v1/admin/satellites": Permission.MANAGE_DEVICES,
    "/api/v1/sites/<site>/stations": Permission.MANAGE_DEVICES,
    "/api/v1/sites/<site>/displays/<display>": Permission.MANAGE_DEVICES,
    "POST /api/v1/sites/<site>/media": Permission.MANAGE_DEVICES,
    "PUT /api/v1/sites/<site>/playlist": Permission.MANAGE_DEVICES,
    "PUT /api/v1/voice/words": Permission.MANAGE_DEVICES,
    "PUT /api/v1/voice/recordings": Permission.MANAGE_DEVICES,
    "/api/v1/admin/pairings/confirm": Permission.MANAGE_DEVICES,
    "POST /api/v1/setup/mall": Permission.MANAGE_MALL,
    "/api/v1/journal": Permission.READ_JOURNAL,
    "/api/v1/facts": Permission.READ_JOURNAL,
    "/api/v1/facts.csv": Permission.READ_JOURNAL,
    "/api/v1/mall/fields": Permission.MANAGE_MALL,
    "/api/v1/mall/look": Permission.MANAGE_MALL,
    "/api/v1/mall/ticket": Permission.MANAGE_MALL,
    "/api/v1/mall/words": Permission.MANAGE_MALL,
    "/api/v1/sites/<site>/letters": Permission.MANAGE_MALL,
    "/api/v1/health": Permission.MANAGE_MALL,
    "/api/v1/log": Permission.MANAGE_MALL,
    "POST /api/v1/backups": Permission.MANAGE_MALL,
    "/api/v1/backups/<backup>/drill": Permission.MANAGE_MALL,
    "/api/v1/backups/<backup>/pass": Permission.MANAGE_MALL,
    "/api/v1/sites/<site>/letters/<delivery>/again": Permission.MANAGE_MALL,
    "/api/v1/sites/<site>/contacts/export": Permission.MANAGE_MALL,
    "/api/v1/sites/<site>/contacts/delete": Permission.MANAGE_MALL,
    "GET /api/v1/mall": Permission.MANAGE_MALL,
    "/api/v1/mall/preview": Permission.MANAGE_MALL,
    "/api/v1/mall/changes": Permission.MANAGE_MALL,
    "/api/v1/mall/revisions": Permission.MANAGE_MALL,
    "/api/v1/mall/revisions/<revision>/restore": Permission.MANAGE_MALL,
    "POST /api/v1/partners": Permission.MANAGE_PARTNERS,
    "/api/v1/partners/<partner>": Permission.MANAGE_PARTNERS,
    "/api/v1/partners/<partner>/replay": Permission.MANAGE_PARTNERS,
    "/api/v1/partners/<partner>/token": Permission.MANAGE_PARTNERS,
    "/api/v1/staff": Permission.MANAGE_STAFF,
    "/api/v1/staff/<person>": Permission.MANAGE_STAFF,
    "/api/v1/staff/<person>/password": Permission.MANAGE_STAFF,
    "/api/v1/staff/import": Permission.MANAGE_STAFF,
    "/api/v1/staff/sign-out": Permission.MANAGE_STAFF,
}
AT_MAIN = {role: Grant(role, None if role is Role.ADMINISTRATOR else MAIN) for role in Role}


def employ(api: Api, *grants: Grant) -> Callable[[], SignedIn]:
    """A person of whom every call is a new session: one of the routes signs out."""
    staff_id = api.person(f"p{len(grants)}-{'-'.join(grant.role for grant in grants) or 'nothing'}", *grants)
    return lambda: api.signed_in(staff_id)


def views(api: Api) -> Iterator[tuple[Rule, str, str, frozenset[str], Permission | None]]:
    for rule, method, path in list(addresses(api)):
        view = api.app.view_functions[rule.endpoint]
        yield rule, method, path, audience_of(view), permission_of(view)


def is_let_in(api: Api, method: str, path: str, session: SignedIn | None) -> bool:
    answer = api.ask(method, path, session=session, body={}, key=f"{method} {path} {session}")
    assert answer.status_code < 500 or path.startswith("/readyz"), (method, path)
    return answer.status_code not in (401, 403)


def test_the_routes_that_matter_ask_for_what_they_should(api: Api) -> None:
    found: dict[str, Permission | None] = {}
    for rule, method, _, _, permission in views(api):
        found[rule.rule] = found[f"{method} {rule.rule}"] = permission
    assert {route: found.get(route) for route in ASKED} == ASKED


@pytest.mark.parametrize("role", Role)
def test_a_person_enters_exactly_where_the_role_may(api: Api, role: Role) -> None:
    person = employ(api, AT_MAIN[role])
    for _rule, method, path, roles, permission in views(api):
        may = bool(roles & {ANYONE, STAFF}) or permission in GRANTS[role]
        assert is_let_in(api, method, path, person()) == may, (method, path)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_a_person_of_another_site_enters_nothing_of_this_one(api: Api, role: Role) -> None:
    person = employ(api, Grant(role, BRANCH))
    for _rule, method, path, roles, _permission in views(api):
        if not roles & {ANYONE, STAFF}:
            assert not is_let_in(api, method, path, person()), (method, path)


def test_who_has_no_grant_or_no_session_any_more_enters_nothing(api: Api) -> None:
    nothing, past = employ(api), employ(api, Grant(Role.ADMINISTRATOR))()
    everything = list(views(api))
    api.now += LIVES
    for _rule, method, path, roles, _permission in everything:
        if not roles & {ANYONE, STAFF}:
            assert not is_let_in(api, method, path, nothing()), (method, path)
        if ANYONE not in roles:
            assert not is_let_in(api, method, path, past), (method, path)
            assert not is_let_in(api, method, path, None), (method, path)


def test_a_deed_without_the_csrf_token_is_refused_and_changes_nothing(api: Api) -> None:
    person = employ(api, Grant(Role.ADMINISTRATOR))()
    stolen = [SignedIn(person.secret, None), SignedIn(person.secret, "0" * 64)]
    everything = list(views(api))
    before = row_counts(api.database)
    for _rule, method, path, roles, _permission in everything:
        if method not in SAFE and ANYONE not in roles:
            for session in stolen:
                assert not is_let_in(api, method, path, session), (method, path)
    assert row_counts(api.database) == before


def test_with_a_temporary_password_only_its_change_is_possible(api: Api) -> None:
    staff_id = api.person("siti", Grant(Role.ADMINISTRATOR), temporary=True)
    for _rule, method, path, roles, _permission in views(api):
        if ANYONE not in roles:
            let_in = is_let_in(api, method, path, api.signed_in(staff_id))
            assert let_in == (STAFF in roles), (method, path)


def test_a_clerk_of_one_agency_gives_out_and_prints_no_number_of_another(api: Api) -> None:
    ticket = api.take("ktp").get_json()
    stranger = api.session(Grant(Role.SUPERVISOR, MAIN, frozenset({"IMIGRASI"})))
    wish = {"service": "ktp"}
    issued = api.ask("POST", f"/api/v1/sites/{MAIN}/tickets", session=stranger, body=wish, key="a")
    assert issued.status_code == 403
    path = f"/api/v1/tickets/{ticket['id']}/reprint?site={MAIN}"
    printed = api.ask("POST", path, session=stranger, body={"reason": "hilang"}, key="b")
    assert printed.status_code == 403


def test_a_person_and_a_token_of_the_same_id_share_no_answers(api: Api) -> None:
    token_id, secret = api.new_token("admin", None, None)
    staff_id = 0
    while staff_id < token_id:
        staff_id = api.person(f"siti{staff_id}", Grant(Role.RECEPTIONIST, MAIN))
    assert staff_id == token_id
    path, wish = f"/api/v1/sites/{MAIN}/tickets", {"service": "ktp"}
    first = api.ask("POST", path, token=secret, body=wish, key="same")
    second = api.ask("POST", path, session=api.signed_in(staff_id), body=wish, key="same")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json()["number"] != second.get_json()["number"]


def knock(
    api: Api, namespace: str, session: SignedIn, *, site: str = MAIN, counter: str = "1"
) -> SocketIOTestClient:
    return api.app.extensions["socketio"].test_client(
        api.app, namespace=namespace, auth={"site": site, "counter": counter}, headers=session.headers
    )


@pytest.mark.parametrize("role", Role)
def test_the_live_link_of_a_counter_is_for_those_who_may_call(api: Api, role: Role) -> None:
    session = api.session(AT_MAIN[role])
    assert knock(api, "/counter", session).is_connected("/counter") == (Permission.CALL in GRANTS[role])


def test_the_live_link_is_shut_at_another_site_and_after_the_session(api: Api) -> None:
    session = api.session(Grant(Role.CLERK, BRANCH))
    assert not knock(api, "/counter", session).is_connected("/counter")
    here = api.session(Grant(Role.CLERK, MAIN))
    api.now += LIVES + timedelta(seconds=1)
    assert not knock(api, "/counter", here).is_connected("/counter")


def seen(api: Api, session: SignedIn) -> list[str]:
    listed = api.ask("GET", f"/api/v1/counters?site={MAIN}", session=session).get_json()["counters"]
    return [each["code"] for each in listed]


def is_at(api: Api, session: SignedIn, counter: str) -> tuple[int, int, bool]:
    """What looking at the counter and opening it are answered with, and whether its live link opens."""
    path = f"/api/v1/counters/{counter}"
    looked = api.ask("GET", f"{path}?site={MAIN}", session=session)
    opened = api.ask("POST", f"{path}/open?site={MAIN}", session=session, body={}, key=counter)
    return (
        looked.status_code,
        opened.status_code,
        knock(api, "/counter", session, counter=counter).is_connected("/counter"),
    )


def test_a_clerk_of_some_agencies_works_at_their_counters_alone(api: Api) -> None:
    session = api.session(Grant(Role.CLERK, MAIN, frozenset({"IMIGRASI"})))
    assert seen(api, session) == ["3"]
    assert is_at(api, session, "3") == (200, 200, True)
    assert is_at(api, session, "1") == (403, 403, False)


def test_a_counter_that_helps_an_agency_is_open_to_its_clerks_as_long(api: Api) -> None:
    session = api.session(Grant(Role.CLERK, MAIN, frozenset({"IMIGRASI"})))
    path = f"/api/v1/counters/1/help?site={MAIN}"
    assert (
        api.ask("POST", path, role="admin", body={"service": "paspor", "minutes": 30}, key="a").status_code
        == 200
    )
    assert seen(api, session) == ["1", "3"]
    assert is_at(api, session, "1") == (200, 200, True)


@pytest.mark.parametrize("namespace", ["/display", "/kiosk"])
def test_screens_of_visitors_do_not_open_by_a_session(api: Api, namespace: str) -> None:
    assert not knock(api, namespace, api.session(Grant(Role.ADMINISTRATOR))).is_connected(namespace)
