"""The readable page of the API: it says what the OpenAPI document says, and every code has its place."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from app.domain.mall import Mall
from app.engine import threads
from app.factory import build
from app.store.database import Database
from app.web.api.example import sample
from app.web.api.namespaces import NAMESPACES, SocketNamespace
from config.bootstrap import ROOT
from config.settings import Settings
from config.words import Words
from tests.services.databases import Databases

WORDS = Words.load(ROOT / "config" / "words")
DOORS = {
    "/display": "displays/socket.py",
    **{f"/{screen}": f"app/web/{screen}/socket.py" for screen in ("counter", "kiosk", "visitor")},
    "/board": "app/web/visitor/board_socket.py",
}


@pytest.fixture(scope="module")
def client(
    sqlite_databases: Databases, banyuwangi: Mall, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FlaskClient]:
    """Nothing here writes: all tests look at one server."""
    folder = tmp_path_factory.mktemp("docs")
    database = Database(sqlite_databases.fresh(folder))
    settings = Settings(data=folder)
    server = build(
        settings, mall_now=lambda: banyuwangi, engine=threads(), secret=bytes(32), database=database
    )
    yield server.app.test_client()
    database.close()


@pytest.fixture(scope="module")
def document(client: FlaskClient) -> Any:
    return client.get("/api/v1/openapi.json").json


@pytest.fixture(scope="module")
def page(client: FlaskClient) -> str:
    return client.get("/api/docs?lang=en").text


def anchors(page: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', page)


def test_every_operation_is_on_the_page(page: str, document: Any) -> None:
    operations = [
        (path, operation) for path, methods in document["paths"].items() for operation in methods.values()
    ]
    assert len(operations) > 20
    for path, operation in operations:
        assert f'id="{operation["operationId"]}"' in page
        assert path in page


def test_every_link_inside_the_page_leads_somewhere(page: str) -> None:
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(anchors(page))
    assert len(set(anchors(page))) == len(anchors(page))


@pytest.mark.parametrize("code", sorted(WORDS.section("en", "errors")))
def test_every_error_code_has_its_place_and_its_sentence(page: str, code: str) -> None:
    assert f'<tr id="{code}">' in page
    assert str(escape(WORDS.say("en", f"errors.{code}"))) in page


def test_no_code_can_be_answered_that_the_page_does_not_know(page: str, document: Any) -> None:
    for methods in document["paths"].values():
        for operation in methods.values():
            assert set(operation["x-codes"]) <= set(anchors(page))


def test_a_refusal_points_to_its_place_on_the_page(client: FlaskClient, page: str) -> None:
    problem = client.get("/api/v1/sites/NOWHERE").json
    address, _, code = problem["type"].partition("#")
    assert address == "/api/docs"
    assert code in anchors(page)


def test_the_body_of_every_example_is_one_the_api_takes(client: FlaskClient, document: Any) -> None:
    described = {
        f"{view.description.body.__name__}": view.description.body
        for view in client.application.view_functions.values()
        if getattr(view, "description", None) and view.description.body
    }
    assert described
    schemas = document["components"]["schemas"]
    for name, model in described.items():
        model.model_validate_json(json.dumps(sample(schemas[name], schemas)))


def test_every_answer_and_every_body_has_an_example_that_is_one(client: FlaskClient, document: Any) -> None:
    views = {
        (rule.rule.replace("<", "{").replace(">", "}"), method.lower()): described
        for rule in client.application.url_map.iter_rules()
        if (described := getattr(client.application.view_functions[rule.endpoint], "description", None))
        for method in rule.methods or ()
    }
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            described = views[path, method]
            if described.body:
                (body,) = operation["requestBody"]["content"].values()
                described.body.model_validate_json(json.dumps(body["example"]))
            if described.answer:
                (answer,) = operation["responses"][str(described.status)]["content"].values()
                described.answer.model_validate_json(json.dumps(answer["example"]), strict=False)


def test_the_example_of_a_ticket_reads_like_one(document: Any) -> None:
    take = document["paths"]["/api/v1/sites/{site}/remote-tickets"]["post"]
    ticket = take["responses"]["201"]["content"]["application/json"]["example"]
    assert ticket["number"] == "A-007"
    assert ticket["token"] in ticket["url"]
    assert ticket["arrival"]["promised_at"]
    site = next(each for each in take["parameters"] if each["name"] == "site")
    assert site["example"] == "BWI"


def test_the_samples_are_codes_of_the_demonstration_mall(page: str, banyuwangi: Mall) -> None:
    site = banyuwangi.site["BWI"]
    assert "/api/v1/sites/BWI/tickets" in page
    assert banyuwangi.service_at(site, "A01") is not None
    assert "1" in site.counter


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_speaks_both_languages(client: FlaskClient, language: str) -> None:
    page = client.get(f"/api/docs?lang={language}").text
    assert f'<html lang="{language}"' in page
    assert WORDS.say(language, "docs.title") in page


def test_every_namespace_and_event_is_told(page: str) -> None:
    for namespace in NAMESPACES:
        assert f'id="socket-{namespace.name.strip("/")}"' in page
        for event in (*namespace.hears, *namespace.says):
            assert f"<code>{event.name}</code>" in page


@pytest.mark.parametrize("namespace", NAMESPACES, ids=lambda namespace: namespace.name)
def test_every_word_that_a_door_refuses_with_is_told(namespace: SocketNamespace) -> None:
    """Its own words, and that of every door."""
    room = DOORS[namespace.name]
    spoken = "".join((ROOT / path).read_text("utf-8") for path in (room, "app/live.py"))
    assert set(namespace.refusals) == set(re.findall(r'Refusal\("(\w+)"\)', spoken))


def test_the_page_needs_no_script(page: str) -> None:
    assert "<script" not in page
