"""People who are limited to some agencies: what belongs to the whole hall is not theirs."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from app.domain.staff import Grant, Role
from tests.factories import MAIN
from tests.hall import row_counts
from tests.web.api.caller import Api, SignedIn
from tests.web.api.test_permissions import knock

AGENCIES = ("DUKCAPIL", "IMIGRASI")
LIMITED = Grant(Role.SUPERVISOR, MAIN, frozenset({"IMIGRASI"}))
NOTICE = f"/api/v1/sites/{MAIN}/notice"


def test_only_who_looks_over_the_whole_hall_speaks_to_it(api: Api) -> None:
    whole, limited = api.session(Grant(Role.SUPERVISOR, MAIN)), api.session(LIMITED)
    text = {"text_id": "Lift diperbaiki.", "text_en": "The lift is being repaired."}
    assert api.ask("POST", NOTICE, session=whole, body=text).status_code == 200

    other = {"text_id": "Pulang saja.", "text_en": "Go home."}
    assert api.ask("POST", NOTICE, session=limited, body=other).status_code == 403
    assert api.ask("POST", f"{NOTICE}/end", session=limited, body={}).status_code == 403
    assert api.ask("GET", NOTICE).get_json()["notice"]["id"] == text["text_id"]
    assert api.ask("POST", f"{NOTICE}/end", session=whole, body={}).status_code == 200


def test_the_journal_of_a_site_is_for_those_who_may_read_all_of_it(api: Api) -> None:
    api.take("ktp")
    path = f"/api/v1/journal?site={MAIN}"
    assert api.ask("GET", path, session=api.session(LIMITED)).status_code == 403
    for reader in ({"session": api.session(Grant(Role.SUPERVISOR, MAIN))}, {"role": "partner"}):
        assert len(api.ask("GET", path, **reader).get_json()["facts"]) > 0


def deed(api: Api, who: SignedIn | None, path: str, counter: str = "1", **wish: Any) -> TestResponse:
    """Somebody's deed at a counter, or an administrator's."""
    where, role = f"/api/v1/counters/{counter}/{path}?site={MAIN}", None if who else "admin"
    return api.ask("POST", where, session=who, role=role, body=wish, key=uuid4().hex)


def desk(api: Api, who: SignedIn | None, counter: str = "1") -> dict[str, Any]:
    role = None if who else "admin"
    shown = api.ask("GET", f"/api/v1/counters/{counter}?site={MAIN}", session=who, role=role)
    return dict(shown.get_json())


def numbers(shown: dict[str, Any]) -> list[str]:
    return [ticket["number"] for ticket in shown["queue"]]


def serve_at(api: Api, counter: str, *services: str) -> None:
    """The mall is changed: the counter serves these."""
    counters = tuple(
        replace(each, services=services) if each.code == counter else each
        for each in api.mall.site[MAIN].counters
    )
    sites = tuple(replace(site, counters=counters) if site.code == MAIN else site for site in api.mall.sites)
    api.mall = replace(api.mall, sites=sites)


@pytest.fixture
def mixed(api: Api) -> tuple[SignedIn, SignedIn]:
    """Counter 1 is open for two agencies; a clerk of each. A-001 came before P-001."""
    serve_at(api, "1", "DUKCAPIL", "IMIGRASI")
    api.clerk("1", "open")
    api.take("ktp")
    api.now += timedelta(minutes=1)
    api.take("paspor")
    first, second = (api.session(Grant(Role.CLERK, MAIN, frozenset({code}))) for code in AGENCIES)
    return first, second


def test_a_clerk_sees_the_queue_that_the_clerk_may_call(api: Api, mixed: tuple[SignedIn, SignedIn]) -> None:
    _, clerk = mixed
    seen = desk(api, clerk)
    assert (numbers(seen), seen["waiting"]) == (["P-001"], 1)
    assert numbers(desk(api, None)) == ["A-001", "P-001"]
    console = knock(api, "/counter", clerk)
    assert numbers(console.get_received("/counter")[0]["args"][0]) == ["P-001"]
    assert deed(api, clerk, "call-next").get_json()["ticket"]["number"] == "P-001"


def test_nobody_disposes_of_another_agencys_visitor(api: Api, mixed: tuple[SignedIn, SignedIn]) -> None:
    owner, stranger = mixed
    deed(api, owner, "call-next")
    deed(api, owner, "note", text="hanya untuk Dukcapil")
    wishes = {"note": {"text": "x"}, "serve": {}, "undo": {}, "cancel": {}, "transfer": {"service": "paspor"}}
    before = row_counts(api.database)
    for path, wish in wishes.items():
        assert deed(api, stranger, path, **wish).status_code == 403, path
    assert row_counts(api.database) == before
    seen = desk(api, stranger)
    assert (seen["ticket"]["number"], seen["ticket"]["note"], seen["undo"]) == ("A-001", "", None)
    assert desk(api, owner)["ticket"]["note"] == "hanya untuk Dukcapil"


def test_a_visitor_sent_to_another_agency_is_taken_back_by_who_sent(
    api: Api, mixed: tuple[SignedIn, SignedIn]
) -> None:
    owner, other = mixed
    deed(api, owner, "call-next")
    assert deed(api, owner, "transfer", service="paspor").status_code == 200
    assert deed(api, other, "undo").status_code == 403
    assert deed(api, owner, "undo").get_json()["ticket"]["service"] == "ktp"


def test_help_for_an_agency_gives_its_supervisor_no_say_at_the_counter(api: Api) -> None:
    limited = api.session(LIMITED)
    api.clerk("1", "open")
    assert deed(api, None, "help", service="IMIGRASI", minutes=60).status_code == 200
    api.take("ktp")
    api.clerk("1", "call-next")
    assert deed(api, limited, "free", move="finish").status_code == 403
    assert deed(api, limited, "close").status_code == 403
    api.clerk("1", "finish")
    api.take("paspor")
    api.clerk("1", "call-next")
    assert deed(api, limited, "free", move="finish").status_code == 200


def test_a_counter_given_to_another_agency_still_shows_its_visitor_to_the_clerk(api: Api) -> None:
    clerk = api.session(Grant(Role.CLERK, MAIN, frozenset({"IMIGRASI"})))
    deed(api, clerk, "open", "3")
    api.take("paspor")
    deed(api, clerk, "call-next", "3")
    serve_at(api, "3", "DUKCAPIL")
    assert desk(api, clerk, "3")["ticket"]["number"] == "P-001"
    assert knock(api, "/counter", clerk, counter="3").is_connected("/counter")
    assert deed(api, clerk, "finish", "3").status_code == 200
    assert deed(api, clerk, "call-next", "3").status_code == 403


def test_a_counter_whose_agency_left_the_mall_is_freed_and_closed(api: Api) -> None:
    api.clerk("3", "open")
    api.take("paspor")
    api.clerk("3", "call-next")
    agencies = tuple(replace(each, archived=each.code == "IMIGRASI") for each in api.mall.agencies)
    api.mall = replace(api.mall, agencies=agencies)
    assert deed(api, api.session(LIMITED), "close", "3").status_code == 403
    assert deed(api, None, "free", "3", move="finish").status_code == 200
    assert api.clerk("3", "close").status_code == 200


def test_a_console_comes_in_anew_when_its_clerk_calls_for_others(
    api: Api, mixed: tuple[SignedIn, SignedIn]
) -> None:
    del mixed
    staff_id = api.person("siti", Grant(Role.CLERK, MAIN, frozenset({"DUKCAPIL"})))
    console = knock(api, "/counter", api.signed_in(staff_id))
    wish = {"grants": [{"role": "clerk", "site": MAIN, "agencies": ["IMIGRASI"]}]}
    assert console.is_connected("/counter")
    assert api.ask("PATCH", f"/api/v1/staff/{staff_id}", role="admin", body=wish).status_code == 200
    assert not console.is_connected("/counter")
