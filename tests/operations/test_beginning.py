"""A demonstration that becomes an office while it runs: by the console's code, and with an empty book."""

import pytest

from app.domain.staff import Grant, Role
from app.installation import demo_screens, saved_screens
from app.operations.beginning import is_untouched
from app.operations.setup import new_setup_code
from app.ownership import begin_demo, is_demo, own_agent_token, own_secret
from app.queries.tokens import bearer
from tests.factories import a_mall
from tests.hall import row_counts
from tests.web.api.caller import PASSWORD, Api
from tests.web.api.conftest import api, api_on_each, open_api

__all__ = ["api", "api_on_each", "open_api"]  # the fixtures of the API's own tests


def a_demonstration(api: Api) -> str:
    """A demonstration in which somebody has tried everything; the code on its console."""
    settings = api.server.context.settings
    own_secret(settings, api.database)
    begin_demo(api.database)
    api.server.context.demonstration.is_on = True
    demo_screens(settings, api.database, a_mall(), clock=lambda: api.now)
    api.person("coba", Grant(Role.ADMINISTRATOR))
    assert api.take().status_code == 201
    code = api.database.write("", lambda tx: new_setup_code(tx, now=api.now, random=bytes, demo=True))
    assert code is not None
    return code


def untouched(api: Api) -> bool:
    with api.database.read() as connection:
        return is_untouched(connection)


def begin(api: Api, code: str) -> int:
    wish = {"code": code, "username": "kepala", "password": PASSWORD}
    return api.ask("POST", "/api/v1/setup", body=wish).status_code


def test_the_code_ends_the_demonstration_at_once_and_leaves_nothing_of_it(api_on_each: Api) -> None:
    api = api_on_each
    code = a_demonstration(api)
    context = api.server.context
    links = [screen.token for screen in saved_screens(context.settings)]
    agent = own_agent_token(context.settings, api.database, now=api.now)

    assert begin(api, code) == 200

    assert not context.demo
    assert not is_demo(api.database)
    assert saved_screens(context.settings) == ()
    with api.database.read() as connection:
        assert [bearer(connection, token) for token in links] == [None] * len(links)
        assert bearer(connection, agent) is not None
    kept = {name for name, rows in row_counts(api.database).items() if rows}
    assert kept == {"installation", "journal", "session", "staff", "staff_grant", "token"}
    assert untouched(api)
    assert api.ask("GET", "/api/v1/me", token=links[0]).status_code == 401
    assert begin(api, code) == 409


@pytest.mark.parametrize("wrong", [{"username": "A B"}, {"password": "pendek"}])
def test_what_cannot_be_an_administrator_ends_nothing(api: Api, wrong: dict[str, str]) -> None:
    code = a_demonstration(api)
    wish = {"code": code, "username": "kepala", "password": PASSWORD, **wrong}
    assert api.ask("POST", "/api/v1/setup", body=wish).status_code == 422
    assert api.server.context.demo
    assert is_demo(api.database)
    assert begin(api, code) == 200


def test_without_the_code_it_goes_on(api: Api) -> None:
    a_demonstration(api)
    before = row_counts(api.database)
    assert begin(api, "BCDF-GHJK-BCDF-GHJK") == 403
    after = row_counts(api.database)
    assert {name for name in after if after[name] != before[name]} <= {"sign_in_failure"}
    assert api.server.context.demo


def test_an_office_loses_nothing_by_its_own_code(api: Api) -> None:
    code = api.setup_code()
    assert api.take().status_code == 201
    assert begin(api, code) == 200
    assert not untouched(api)
