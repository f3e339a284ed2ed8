"""The OpenAPI document: complete, valid in itself, and true of the routes."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.audience import ANYONE, audience_of
from app.web.api.openapi import PREFIX
from tests.web.api.caller import Api

UNDESCRIBED = {f"{PREFIX}/openapi.json"}
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def document(api: Api) -> Any:
    answer = api.ask("GET", f"{PREFIX}/openapi.json")
    assert answer.status_code == 200
    return answer.get_json()


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_it_names_its_version_and_itself(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    assert document["info"]["title"]
    assert document["info"]["version"]
    assert set(document) <= {"openapi", "info", "servers", "paths", "components", "tags", "security"}


def test_every_route_of_the_api_is_described(api: Api, document: Any) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in api.app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX) and rule.rule not in UNDESCRIBED
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert {(path, method) for path, method, _ in operations(document)} == routes


def test_every_reference_leads_somewhere(document: Any) -> None:
    for reference in set(references(document)):
        assert reference.startswith("#/")
        node = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]
        assert node


def test_every_operation_is_whole(document: Any) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(names)) == len(names)
    for path, method, operation in operations(document):
        assert method in METHODS
        assert operation["summary"]
        assert operation["tags"]
        in_path = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path))
        for parameter in operation["parameters"]:
            assert parameter["in"] in ("path", "query", "header")
            assert parameter["schema"]["type"] in ("string", "integer")
        assert "default" in operation["responses"]
        for status, answer in operation["responses"].items():
            assert status == "default" or 200 <= int(status) < 300
            assert answer["description"]


def test_a_post_that_makes_something_names_both_of_its_answers(document: Any) -> None:
    take = document["paths"][f"{PREFIX}/sites/{{site}}/tickets"]["post"]

    assert {"201", "200", "default"} <= set(take["responses"])
    keys = [each for each in take["parameters"] if each["name"] == "Idempotency-Key"]
    assert [(key["in"], key["required"]) for key in keys] == [("header", True)]


def test_the_doors_are_described_as_they_are(api: Api, document: Any) -> None:
    for rule in api.app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        roles = audience_of(api.app.view_functions[rule.endpoint])
        for method in document["paths"].get(path, {}).keys() & {
            method.lower() for method in rule.methods or ()
        }:
            operation = document["paths"][path][method]
            assert ("security" in operation) == (ANYONE not in roles), path
            assert all(role in operation.get("description", "") for role in roles - {ANYONE}), path


def test_a_ticket_is_described_as_the_contract_says(document: Any) -> None:
    ticket = document["components"]["schemas"]["TicketDocument"]["properties"]
    names = (
        "id token number site service agency state priority ahead estimate issued_at called_at counter url"
    )

    assert {*names.split(), "print"} <= set(ticket)


def test_it_is_the_same_document_every_time(api: Api, document: Any) -> None:
    again = api.ask("GET", f"{PREFIX}/openapi.json").get_json()

    assert json.dumps(again, sort_keys=True) == json.dumps(document, sort_keys=True)
