"""The mall as a document at the API: looked at, changed by two people, compared, and brought back."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert
from werkzeug.test import TestResponse

from app.domain.events import Kind
from app.domain.staff import Grant, Role
from app.store.journal import since
from app.store.tables import revision
from tests.factories import MAIN
from tests.web.api.caller import Api

NAME = ["site", MAIN, "counter", "1", "name"]
ZONE = ["site", MAIN, "counter", "1", "zone"]


def put(path: list[str], value: Any) -> dict[str, Any]:
    return {"path": path, "value": value}


def change(api: Api, base: int, *changes: dict[str, Any], **more: Any) -> TestResponse:
    wish = {"base": base, "changes": list(changes), **more}
    return api.ask("POST", "/api/v1/mall/changes", role="admin", body=wish, key=uuid4().hex)


def preview(api: Api, base: int, *changes: dict[str, Any], **more: Any) -> Any:
    wish = {"base": base, "changes": list(changes)}
    return api.ask("POST", "/api/v1/mall/preview", role="admin", body=wish, **more).get_json()


def mall(api: Api) -> Any:
    return api.ask("GET", "/api/v1/mall", role="admin").get_json()


def counter(api: Api) -> Any:
    return mall(api)["document"]["site"][0]["counter"][0]


def test_the_mall_that_was_never_saved_is_revision_0_and_saving_it_makes_the_first(api: Api) -> None:
    assert mall(api)["revision"] == 0
    done = change(api, 0, put(NAME, "Loket Satu"), comment="  nama baru ").get_json()
    assert done == {"revision": 1, "merged": []}
    now = mall(api)
    assert (now["revision"], now["author"], now["comment"]) == (1, "admin:1", "nama baru")
    assert counter(api)["name"] == "Loket Satu"


def test_a_saved_mall_is_a_fact_at_every_site_with_author_and_revision(api_on_each: Api) -> None:
    api = api_on_each
    person = api.session(Grant(Role.ADMINISTRATOR), username="siti")
    wish = {"base": 0, "changes": [put(NAME, "Loket Satu")]}
    assert api.ask("POST", "/api/v1/mall/changes", session=person, body=wish, key="a").status_code == 200
    with api.database.read() as connection:
        for site in api.mall.site:
            fact = since(connection, site, 0)[-1]
            assert (fact.kind, fact.actor, fact.data) == (Kind.MALL_CHANGED, "staff:siti", {"revision": 1})


def test_a_preview_says_what_changes_and_saves_nothing(api: Api) -> None:
    said = preview(api, 0, put(NAME, "Loket Satu"), headers={"Accept-Language": "en"})
    assert [each["sentence"] for each in said["changes"]] == [
        "Mal Utama / Loket Satu: Name: Loket 1 becomes Loket Satu"
    ]
    assert said["document"]["site"][0]["counter"][0]["name"] == "Loket Satu"
    assert mall(api)["revision"] == 0


def test_what_would_be_no_mall_is_refused_with_every_mistake_and_nothing_is_half_saved(api: Api) -> None:
    bad = (put(ZONE, "Z9"), put(NAME, "Loket Satu"), put(["hours", "mon"], "9 to 5"))
    refused = change(api, 0, *bad)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "bad_mall")
    assert len(refused.get_json()["mistakes"]) == 2
    said = preview(api, 0, *bad)
    assert (said["document"], len(said["mistakes"]), len(said["changes"])) == (None, 2, 3)
    assert mall(api)["revision"] == 0


@pytest.mark.parametrize("place", ["site", "agency", "holiday", "layout"])
def test_a_list_of_another_shape_is_a_mistake_with_its_place(api: Api, place: str) -> None:
    for wrong in (5, "x", [5], [{}], {"a": 1}):
        refused = preview(api, 0, put([place], wrong))
        assert place in {each["path"][0] for each in refused["mistakes"]}, wrong


def test_a_list_of_another_shape_is_no_accident_beside_what_somebody_else_saved(api: Api) -> None:
    change(api, 0, put(NAME, "Loket Satu"))
    change(api, 1, put(NAME, "Loket Dua"))
    for wrong in (["a"], [5], [{}], "x"):
        (conflict,) = preview(api, 1, put(["site"], wrong))["conflicts"]
        assert conflict["path"] == ["site"]


def test_two_administrators_at_different_places_are_merged_and_the_second_is_told(api: Api) -> None:
    change(api, 0, put(NAME, "Loket Satu"))
    change(api, 1, put(NAME, "Loket I"), comment="angka Romawi")
    done = change(api, 1, put(["hours", "sat"], "08:00-11:00")).get_json()
    assert done["revision"] == 3
    assert [(each["revision"], each["comment"]) for each in done["merged"]] == [(2, "angka Romawi")]
    now = mall(api)["document"]
    assert (counter(api)["name"], now["hours"]["sat"]) == ("Loket I", "08:00-11:00")


def test_two_administrators_at_one_place_the_second_sees_both_values_and_chooses(api: Api) -> None:
    change(api, 0, put(NAME, "Loket Satu"))
    change(api, 1, put(NAME, "Loket I"), comment="angka Romawi")
    refused = change(api, 1, put(NAME, "Loket A"))
    problem = refused.get_json()
    assert (refused.status_code, problem["code"], problem["revision"]) == (409, "mall_conflict", 2)
    (conflict,) = problem["conflicts"]
    assert (conflict["base"], conflict["theirs"], conflict["mine"]) == ("Loket Satu", "Loket I", "Loket A")
    assert [each["comment"] for each in problem["merged"]] == ["angka Romawi"]
    assert counter(api)["name"] == "Loket I"
    assert change(api, problem["revision"], put(NAME, "Loket A")).status_code == 200
    assert counter(api)["name"] == "Loket A"


def test_the_same_save_sent_twice_makes_one_revision(api: Api) -> None:
    wish = {"base": 0, "changes": [put(NAME, "Loket Satu")]}
    answers = [api.ask("POST", "/api/v1/mall/changes", role="admin", body=wish, key="same") for _ in range(2)]
    assert [answer.get_json()["revision"] for answer in answers] == [1, 1]
    assert mall(api)["revision"] == 1


def test_saving_what_is_so_already_makes_no_revision(api: Api) -> None:
    change(api, 0, put(NAME, "Loket Satu"))
    assert change(api, 1, put(NAME, "Loket Satu")).get_json() == {"revision": 1, "merged": []}


@pytest.mark.parametrize(
    "path",
    [
        ["agency", "DUKCAPIL"],
        ["agency", "DUKCAPIL", "service", "ktp"],
        ["site", MAIN, "counter", "1"],
        ["site", MAIN],
    ],
    ids=" ".join,
)
def test_what_old_numbers_name_is_archived_and_never_taken_away(api: Api, path: list[str]) -> None:
    refused = change(api, 0, put(path, None))
    assert refused.status_code == 422
    assert "archive_instead" in {each["code"] for each in refused.get_json()["mistakes"]}


def test_an_archived_counter_is_no_counter_any_more_and_comes_back(api: Api) -> None:
    here = ["site", MAIN, "counter", "1", "archived"]
    said = preview(api, 0, put(here, True), headers={"Accept-Language": "en"})
    assert [each["sentence"] for each in said["changes"]] == ["Mal Utama / Loket 1: archived"]
    assert change(api, 0, put(here, True)).status_code == 200
    assert change(api, 1, put(here, None)).status_code == 200
    assert "archived" not in counter(api)


def test_two_revisions_are_compared_and_the_first_is_brought_back_as_a_third(api: Api) -> None:
    change(api, 0, put(NAME, "Loket Satu"))
    change(api, 1, put(NAME, "Loket I"), put(["hours", "sat"], "08:00-11:00"))
    compared = api.ask("GET", "/api/v1/mall/revisions/1/compare?to=2", role="admin").get_json()
    assert [each["path"] for each in compared["changes"]] == [["hours", "sat"], NAME]
    first = api.ask("GET", "/api/v1/mall/revisions/1", role="admin").get_json()["document"]
    wish = {"base": 2, "comment": "salah"}
    path = "/api/v1/mall/revisions/1/restore"
    assert api.ask("POST", path, role="admin", body=wish, key="back").get_json()["revision"] == 3
    assert mall(api)["document"] == first
    listed = api.ask("GET", "/api/v1/mall/revisions?limit=2", role="admin").get_json()["revisions"]
    assert [(each["revision"], each["kind"]) for each in listed] == [(3, "restore"), (2, "save")]
    older = api.ask("GET", "/api/v1/mall/revisions?before=2", role="admin").get_json()["revisions"]
    assert [each["revision"] for each in older] == [1]


def test_going_back_is_refused_to_who_has_not_seen_what_others_saved(api: Api) -> None:
    change(api, 0, put(NAME, "Loket Satu"))
    change(api, 1, put(NAME, "Loket Dua"))
    change(api, 2, put(NAME, "Loket Tiga"))
    path = "/api/v1/mall/revisions/1/restore"
    refused = api.ask("POST", path, role="admin", body={"base": 2}, key="back")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "mall_conflict")
    change(api, 3, put(["hours", "sat"], "08:00-11:00"))  # a place that the first revision leaves alone
    refused = api.ask("POST", path, role="admin", body={"base": 3}, key="again")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "mall_conflict")
    assert [each["revision"] for each in refused.get_json()["merged"]] == [4]
    assert mall(api)["document"]["hours"]["sat"] == "08:00-11:00"


def test_a_page_of_revisions_is_as_long_as_it_was_asked_for(api: Api) -> None:
    row = {"document": {}, "author": "siti", "comment": "", "at": api.now, "base": None, "kind": "save"}
    rows = [{**row, "files": {}} for _ in range(130)]
    api.database.write("", lambda tx: tx.execute(insert(revision), rows) and None)

    def page(query: str) -> list[int]:
        listed = api.ask("GET", f"/api/v1/mall/revisions?{query}", role="admin").get_json()["revisions"]
        return [each["revision"] for each in listed]

    assert page("limit=120") == list(range(130, 10, -1))
    assert page("limit=120&before=11") == list(range(10, 0, -1))
    assert page("limit=120&before=1") == []


def test_a_revision_that_was_never_saved_is_unknown(api: Api) -> None:
    refused = change(api, 7, put(NAME, "Loket Satu"))
    assert (refused.status_code, refused.get_json()["code"]) == (404, "unknown_revision")
