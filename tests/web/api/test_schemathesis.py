"""schemathesis reads the OpenAPI document and asks everything that it allows, and much that it forbids.

With a fixed seed and few questions a route; TEST_SCHEMATHESIS=200 asks each route as many.
"""

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from app.audience import STAFF
from app.domain.staff import Grant, Role
from app.web.api.reference import SERVER_CODES
from tests.factories import MAIN
from tests.web.api.caller import Api

EXAMPLES = int(os.environ.get("TEST_SCHEMATHESIS", "8"))
PARTS = 4  # of the routes, each a test of its own


@schemathesis.check
def refused_as_described(_context: Any, response: Any, case: Any) -> None:
    """A refusal has a code that the document names; what the document allows is never called malformed."""
    if response.status_code < FIRST_REFUSAL:
        return
    code = response.json()["code"]
    named = {*case.operation.definition.raw["x-codes"], *SERVER_CODES}
    assert code in named, f"{code} is not among the codes of {case.operation.label}"
    if (
        case.path not in OF_A_FORM
        and case.meta is not None
        and case.meta.generation.mode is GenerationMode.POSITIVE
    ):
        assert code != "bad_request", f"{case.operation.label} calls malformed what its document allows"


FIRST_REFUSAL = 400
CHECKS = [
    refused_as_described,
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.missing_required_header,
    checks.allow_header_conformance,
]
# Codes that exist in the small mall; the rest stands for nothing.
KNOWN = {
    "site": MAIN,
    "counter": "1",
    "service": "ktp",
    "printer": "P1",
    "display": "TV1",
    "ticket": "1",
    "phrase": "nol",
    "language": "id",
    "partner": "1",
    "person": "1",
}
# Whose texts have a form that a document cannot tell well: what cannot be a code is malformed.
OF_A_FORM = {"/api/v1/admin/pairings/find", "/api/v1/admin/pairings/confirm"}
LEFT_OUT = {"/api/v1/agent/lease"}  # it waits for paper on purpose


@pytest.fixture
def operations(api: Api) -> list[Any]:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", api.app)
    found = [each.ok() for each in schema.get_all_operations()]
    return [each for each in found if each.path not in LEFT_OUT]


def questions(operation: Any) -> st.SearchStrategy[Any]:
    """Allowed ones about what exists, allowed ones about what does not, and forbidden ones."""
    named = {name: value for name, value in KNOWN.items() if f"{{{name}}}" in operation.path}
    allowed = operation.as_strategy(GenerationMode.POSITIVE, path_parameters=named or None)
    ways = [allowed, allowed, operation.as_strategy(GenerationMode.POSITIVE)]
    if operation.body:  # a query may hold what nobody asked for, as queries do
        query = {"site": MAIN} if operation.query else None
        ways.append(
            operation.as_strategy(GenerationMode.NEGATIVE, path_parameters=named or None, query=query)
        )
    return st.one_of(ways)


def role_of(operation: Any) -> str | None:
    roles = operation.definition.raw["x-roles"]
    return next((role for role in ("admin", "kiosk", *roles) if role in roles), None)


def keys(api: Api, operation: Any) -> dict[str, str]:
    """The headers of whoever may ask; a new session each time, as one of the routes ends it."""
    role = role_of(operation)
    if role == STAFF:
        return api.session(Grant(Role.ADMINISTRATOR)).headers
    return {"Authorization": f"Bearer {api.token(role)}"} if role else {}


def whole(value: Any) -> Any:
    """JSON Schema takes 5.0 for an integer; who means 5 writes 5, and our models want to see it."""
    if isinstance(value, dict):
        return {name: whole(each) for name, each in value.items()}
    if isinstance(value, list):
        return [whole(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def ask_all(api: Api, operation: Any) -> None:
    @settings(
        max_examples=EXAMPLES,
        derandomize=EXAMPLES < 50,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=questions(operation))
    def ask(case: Any) -> None:
        case.body = whole(case.body)
        headers = {"Accept-Encoding": "identity", **keys(api, operation)}
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()


@pytest.mark.parametrize("part", range(PARTS))
def test_no_answer_contradicts_the_document(api: Api, operations: list[Any], part: int) -> None:
    api.take()
    for operation in operations[part::PARTS]:
        ask_all(api, operation)


def test_every_route_of_the_document_is_asked(api: Api, operations: list[Any]) -> None:
    paths = api.ask("GET", "/api/v1/openapi.json").get_json()["paths"]
    asked = {(each.path, each.method.lower()) for each in operations}
    described = {(path, method) for path, methods in paths.items() for method in methods}
    assert {path for path, _ in described - asked} == LEFT_OUT
