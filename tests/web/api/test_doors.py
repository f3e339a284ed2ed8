"""Who may enter where: the whole URL map against every role, and every screen against another site."""

import itertools
from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.audience import ANYONE, ROLES, audience_of
from app.web.auth import KNOWN_SECONDS, Holders
from tests.factories import BRANCH, MAIN
from tests.hall import row_counts
from tests.web.api.caller import Api

SCREENS = ("kiosk", "display", "counter")


def addresses(api: Api) -> Iterator[tuple[Rule, str, str]]:
    """Every route with each of its methods and an address that stands for it."""
    ticket = api.take().get_json()["token"]
    values = {
        "site": MAIN,
        "counter": "1",
        "ticket": "1",
        "alarm": "1",
        "printer": "P1",
        "device": "999",
        "display": "TV1",
        "media": "999",
        "person": "999",
        "partner": "999",
        "delivery": "999",
        "errand": "999",
        "table": "agency",
        "backup": "antrean-20261122-113000-daily.zip",
        "booking": "1",
        "session": "999",
        "service": "ktp",
        "token": ticket,
        "revision": "999",
        "language": "id",
        "section": "kiosk",
        "filename": "tokens.css",
        "name": "chime.wav",
        "phrase": "nol",
        "code": "234567",
    }
    for rule in api.app.url_map.iter_rules():
        path = rule.rule.replace("path:", "")
        for name in rule.arguments:
            path = path.replace(f"<{name}>", values[name])
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method, f"{path}?site={MAIN}"


def enter(api: Api, method: str, path: str, role: str | None, *, site: str = MAIN) -> TestResponse:
    token = api.token(role, site=site) if role else None
    return api.ask(method, path, token=token, body={}, key=f"{role} {path}")


def admitted(api: Api, rule: Rule) -> frozenset[str]:
    return audience_of(api.app.view_functions[rule.endpoint])


def test_every_route_says_whom_it_admits(api: Api) -> None:
    assert [rule.rule for rule in api.app.url_map.iter_rules() if not admitted(api, rule)] == []


def test_without_a_token_only_open_doors_open(api: Api) -> None:
    for rule, method, path in addresses(api):
        shut = enter(api, method, path, None).status_code == 401
        assert shut == (ANYONE not in admitted(api, rule)), (method, path)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_enters_exactly_where_it_may(api: Api, role: str) -> None:
    for rule, method, path in addresses(api):
        answer = enter(api, method, path, role)
        may = bool(admitted(api, rule) & {ANYONE, role})
        assert (answer.status_code not in (401, 403)) == may, (method, path, answer.status_code)
        assert answer.status_code < 500 or rule.rule == "/readyz", (method, path)


def test_what_is_refused_at_the_door_writes_nothing(api: Api) -> None:
    everything = list(addresses(api))
    for role in ROLES:
        api.token(role)
    before = row_counts(api.database)

    for rule, method, path in everything:
        for role in (None, *ROLES):
            if not admitted(api, rule) & {ANYONE, role}:
                enter(api, method, path, role)
    assert row_counts(api.database) == before


@pytest.mark.parametrize("role", [*SCREENS, "agent", "partner", "admin"])
def test_a_token_of_one_site_does_nothing_at_another(api: Api, role: str) -> None:
    everything = list(addresses(api))
    api.token(role, site=BRANCH)
    before = row_counts(api.database)

    for rule, method, path in everything:
        changes = method not in ("GET", "HEAD")
        names_its_site = "site" in rule.arguments or "counters" in rule.rule or "<ticket>" in rule.rule
        of_a_site = role in admitted(api, rule) and names_its_site
        if of_a_site and changes:
            assert enter(api, method, path, role, site=BRANCH).status_code == 403, (method, path)
    assert row_counts(api.database) == before


def test_alarms_and_printers_are_for_the_staff_of_their_site(api: Api) -> None:
    for role, path in itertools.product(("counter", "admin"), ("alarms", "printers")):
        at_the_branch = api.token(role, site=BRANCH)
        assert api.ask("GET", f"/api/v1/sites/{MAIN}/{path}", token=at_the_branch).status_code == 403
        assert api.ask("GET", f"/api/v1/sites/{BRANCH}/{path}", token=at_the_branch).status_code == 200


@pytest.mark.parametrize("path", ["counters", "counters/1", "journal", "admin/overview"])
def test_a_token_of_one_site_sees_nothing_of_another(api: Api, path: str) -> None:
    role = {"journal": "partner", "admin/overview": "admin"}.get(path, "counter")
    at_the_branch = api.token(role, site=BRANCH)

    assert api.ask("GET", f"/api/v1/{path}?site={MAIN}", token=at_the_branch).status_code == 403
    own = api.ask("GET", f"/api/v1/{path}?site={BRANCH}", token=at_the_branch)
    assert own.status_code == 200


def test_an_agent_of_one_site_handles_no_paper_of_another(api: Api) -> None:
    api.take()
    stranger = api.token("agent", site=BRANCH)
    before = row_counts(api.database)

    for deed, body in (
        ("lease", {"printers": [{"site": MAIN, "code": "P1"}]}),
        ("report", {"job": 1, "attempt": 1, "verdict": "PRINTED"}),
        ("health", {"printers": [{"site": MAIN, "code": "P1", "state": "ready"}]}),
    ):
        answer = api.ask("POST", f"/api/v1/agent/{deed}", token=stranger, body=body)
        assert answer.status_code == 403
    assert row_counts(api.database) == before


def test_an_agent_handles_no_paper_of_another_agents_printer(api: Api) -> None:
    """A slip carries the visitor's secret address."""
    api.take()
    other = api.token("agent", code="kiosk-pc")
    before = row_counts(api.database)

    for deed, more in (("lease", {}), ("health", {"state": "ready"})):
        body = {"printers": [{"site": MAIN, "code": "P1", **more}]}
        assert api.ask("POST", f"/api/v1/agent/{deed}", token=other, body=body).status_code == 403
    assert row_counts(api.database) == before


def test_looking_changes_nothing(api: Api) -> None:
    everything = list(addresses(api))
    api.token("admin")
    before = row_counts(api.database)

    for _, method, path in everything:
        if method == "GET":
            enter(api, method, path, "admin")
    assert row_counts(api.database) == before


def test_a_revoked_token_is_forgotten_within_seconds(api: Api) -> None:
    token_id, secret = api.new_token("counter", MAIN, None)
    seconds = 0.0
    holders = Holders(api.database, clock=lambda: api.now, seconds=lambda: seconds)
    assert holders.bearer(secret) is not None
    api.revoke(token_id)

    seconds = KNOWN_SECONDS
    assert holders.bearer(secret) is None
    assert KNOWN_SECONDS <= 5


def test_a_guessed_token_is_never_remembered(api: Api) -> None:
    holders = Holders(api.database, clock=lambda: api.now)

    assert holders.bearer("0" * 64) is None
    assert holders.bearer("0" * 64) is None
