"""A partner's program at a hub: numbers and bookings of a site that a satellite keeps, as of any other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.store.journal import since
from tests.factories import BRANCH, MAIN
from tests.services.databases import Databases
from tests.web.api.hub_house import House, a_house, fine

SITE = f"/api/v1/sites/{BRANCH}"
TAKE = f"POST {SITE}/remote-tickets"


@pytest.fixture
def house(sqlite_url: str, sqlite_databases: Databases, tmp_path: Path) -> Iterator[House]:
    (tmp_path / "there").mkdir()
    with a_house(tmp_path, sqlite_url, sqlite_databases.fresh(tmp_path / "there")) as house:
        house.pull()
        yield house


def a_partner(house: House, code: str) -> str:
    """The token of a new partner at the hub."""
    terms = {"code": code, "name": code, "scopes": ["read", "remote", "book", "desk", "presence"]}
    made = fine(house.here.ask("POST", "/api/v1/partners", role="admin", body=terms))
    return str(made.get_json()["token"])


def ask(house: House, token: str, key: str, what: str = "remote-tickets", **wish: Any) -> Any:
    body = {"service": "ktp", **wish}
    return house.here.ask("POST", f"{SITE}/{what}", token=token, body=body, key=key)


def test_a_key_gives_one_number_however_often_it_is_sent(house: House) -> None:
    token = a_partner(house, "smart")
    first, again, next_one = (ask(house, token, key) for key in ("1", "1", "2"))
    assert [answer.status_code for answer in (first, again, next_one)] == [201, 200, 201]
    assert first.get_json() == again.get_json()
    assert [answer.get_json()["number"] for answer in (first, next_one)] == ["A-001", "A-002"]


def test_the_keys_of_two_partners_are_not_the_same(house: House) -> None:
    numbers = [
        fine(ask(house, a_partner(house, code), "1")).get_json()["number"] for code in ("one", "other")
    ]
    assert numbers == ["A-001", "A-002"]


def test_a_lost_answer_comes_with_its_key(house: House) -> None:
    token = a_partner(house, "smart")
    house.line.lose_answer_to(TAKE)
    lost = ask(house, token, "1")
    assert (lost.status_code, lost.get_json()["code"]) == (503, "satellite_away")
    assert fine(ask(house, token, "2")).get_json()["number"] == "A-002"
    assert fine(ask(house, token, "1")).get_json()["number"] == "A-001"


def test_a_partner_lists_what_it_made_and_nobody_elses(house: House) -> None:
    token, other = a_partner(house, "smart"), a_partner(house, "other")
    ticket = fine(ask(house, token, "1")).get_json()
    slots = fine(house.here.ask("GET", f"{SITE}/services/ktp/slots", token=token)).get_json()
    slot = next(slot for day in slots["days"] for slot in day["slots"] if slot["open"])
    booked = fine(ask(house, token, "2", "bookings", starts_at=slot["starts_at"])).get_json()
    made = fine(house.here.ask("GET", f"/api/v1/made?site={BRANCH}", token=token)).get_json()
    assert [(one["number"], one["token"], one["url"]) for one in made["tickets"]] == [
        (ticket["number"], ticket["token"], ticket["url"])
    ]
    assert [(one["code"], one["url"]) for one in made["bookings"]] == [(booked["code"], booked["url"])]
    assert fine(house.here.ask("GET", f"/api/v1/made?site={BRANCH}", token=other)).get_json()["tickets"] == []


def test_only_the_partner_that_took_a_number_says_that_its_visitor_is_there(house: House) -> None:
    token, other = a_partner(house, "smart"), a_partner(house, "other")
    ticket = fine(ask(house, token, "1")).get_json()
    way = f"/api/v1/tickets/{ticket['token']}/check-in"
    assert house.here.ask("POST", way, token=other, body={}).status_code == 409
    assert house.here.ask("POST", way, body={}).status_code == 409
    assert fine(house.here.ask("POST", way, token=token, body={})).get_json()["state"] == "waiting"


def test_a_hub_vouches_for_no_number_of_a_phone(house: House) -> None:
    answer = fine(house.here.ask("POST", f"{SITE}/remote-tickets", body={"service": "ktp"}, key="phone"))
    way = f"/api/v1/tickets/{answer.get_json()['token']}/check-in"
    assert house.there.ask("POST", way, token=house.there.token("hub"), body={}).status_code == 409


def test_the_hub_of_another_site_is_no_desk_here(house: House) -> None:
    """What it asks for is asked by a phone like any other: at its pace, and in its name."""
    for site, asker in ((MAIN, "phone"), (BRANCH, "hub")):
        token = house.there.new_token("hub", site, None)[1]
        fine(
            house.there.ask("POST", f"{SITE}/remote-tickets", token=token, body={"service": "ktp"}, key=site)
        )
        with house.there.database.read() as connection:
            last = since(connection, BRANCH, 0)[-1]
        assert last.actor.partition(":")[0] == asker
