"""Displays show the code by which phones check in: with what they are told first, and whenever it changes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.arriving import CODE_SECONDS, is_present
from app.duty import Duty
from app.store.database import Database
from tests.factories import LINKS, MAIN
from tests.web.api.caller import Api

Told = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def api(sqlite_url: str, tmp_path: Path) -> Iterator[Api]:
    database = Database(sqlite_url)
    yield Api(database, tmp_path)
    database.close()


def let_in(api: Api, **rules: Any) -> None:
    """The mall takes visitors with numbers or bookings from afar."""
    api.mall = replace(api.mall, rules=replace(api.mall.rules, **rules))


def display(api: Api) -> Told:
    """What a display that has just come is told under a name since it was last asked."""
    auth = {"token": api.token("display")}
    told = api.app.extensions["socketio"].test_client(api.app, namespace="/display", auth=auth)

    def heard(name: str) -> list[dict[str, Any]]:
        return [one["args"][0] for one in told.get_received("/display") if one["name"] == name]

    return heard


def codes(api: Api) -> Duty:
    return next(duty for duty in api.server.duties if duty.name == "presence codes")


@pytest.mark.parametrize("rule", ["remote_tickets", "bookings"])
def test_a_display_is_told_a_code_that_checks_in(api: Api, rule: str) -> None:
    let_in(api, **{rule: True})
    (snapshot,) = display(api)("snapshot")

    assert is_present(LINKS.secret, MAIN, snapshot["place"]["presence"]["code"], api.now)


def test_the_next_code_comes_once_and_in_time(api: Api) -> None:
    let_in(api, remote_tickets=True)
    duty, heard = codes(api), display(api)
    (snapshot,) = heard("snapshot")
    duty.do_one()
    heard("presence")

    api.now += timedelta(seconds=CODE_SECONDS)
    assert is_present(LINKS.secret, MAIN, snapshot["place"]["presence"]["code"], api.now)
    duty.do_one()
    duty.do_one()
    (told,) = heard("presence")
    assert told["presence"]["code"] != snapshot["place"]["presence"]["code"]
    assert is_present(LINKS.secret, MAIN, told["presence"]["code"], api.now)


def test_where_nobody_comes_from_afar_there_is_no_code_until_the_mall_says_so(api: Api) -> None:
    duty, heard = codes(api), display(api)
    (snapshot,) = heard("snapshot")
    assert snapshot["place"]["presence"] is None
    duty.do_one()
    heard("presence")

    let_in(api, bookings=True)
    duty.do_one()
    (told,) = heard("presence")
    assert is_present(LINKS.secret, MAIN, told["presence"]["code"], api.now)
