"""The OpenAPI 3.1 document, made from the routes themselves, and its readable page."""

from typing import Any

from flask import Blueprint, Flask, current_app, jsonify, render_template, request
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from app.audience import ANYONE, audience, audience_of, scope_of
from app.store.journal import MOST_ROWS
from app.web.api.description import Description
from app.web.api.documents import Problem
from app.web.api.namespaces import NAMESPACES
from app.web.api.reference import reference
from app.web.api.told import give_examples

# Of the parameters that are whole numbers.
RANGES = {
    "after": {"type": "integer", "minimum": 0, "maximum": 2**62},
    "revision": {"type": "integer", "minimum": 0, "maximum": 2**62},
    "base": {"type": "integer", "minimum": 0, "maximum": 2**62},
    "before": {"type": "integer", "minimum": 1, "maximum": 2**62},
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
    "primary": {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"},
    "accent": {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"},
    "width": {"type": "string", "enum": ["58", "80"]},
    "language": {"type": "string", "enum": ["id", "en"]},
    "footer": {"type": "string", "maxLength": 300},
}
PREFIX = "/api/v1"
VERSION = "1.0.0"


def blueprint() -> Blueprint:
    """/api/v1/openapi.json for programs, /api/docs for people."""
    pages = Blueprint(
        "openapi",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static/api",
    )

    @pages.get(f"{PREFIX}/openapi.json")
    @audience("anyone")
    def openapi() -> Any:
        return jsonify(document(current_app))

    @pages.get("/api/docs")
    @audience("anyone")
    def docs() -> Any:
        page = reference(document(current_app), server=request.host_url)
        return render_template("api/docs.html", reference=page, namespaces=NAMESPACES)

    return pages


def document(app: Flask) -> dict[str, Any]:
    """Every described route with its models, by path and method."""
    described = [
        (rule, found)
        for rule in app.url_map.iter_rules()
        if (found := getattr(app.view_functions[rule.endpoint], "description", None)) is not None
    ]
    models = {Problem} | {model for _, each in described for model in (each.body, each.answer) if model}
    ordered = sorted(models, key=lambda model: model.__name__)
    _, schemas = models_json_schema(
        [(model, "validation") for model in ordered], ref_template="#/components/schemas/{model}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for rule, description in sorted(described, key=lambda pair: pair[0].rule):
        path = rule.rule.replace("<", "{").replace(">", "}")
        roles = audience_of(app.view_functions[rule.endpoint])
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            operation = _operation(rule, description, roles)
            if (scope := scope_of(app.view_functions[rule.endpoint])) is not None:
                said = f"A partner's token needs the scope `{scope.value}`."
                operation["description"] = f"{operation.get('description', '')} {said}".strip()
                operation["x-scope"] = scope.value
            paths.setdefault(path, {})[method.lower()] = operation
    give_examples(paths, schemas.get("$defs", {}))
    return {
        "openapi": "3.1.0",
        "info": {"title": "Antrean", "version": VERSION, "description": "Queues of a public service mall."},
        "paths": paths,
        "components": {
            "schemas": schemas.get("$defs", {}),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(rule: Rule, description: Description, roles: frozenset[str]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": description.summary,
        "operationId": rule.endpoint.replace(".", "_").replace("-", "_"),
        "tags": [description.tag],
        "parameters": _parameters(rule, description),
        "responses": _responses(rule, description),
        "x-codes": list(_codes(rule, description)),
        "x-roles": sorted(roles - {ANYONE}),
    }
    if description.body is not None:
        schema = {"$ref": f"#/components/schemas/{description.body.__name__}"}
        content = {"application/json": {"schema": schema}}
        operation["requestBody"] = {"required": True, "content": content}
    if ANYONE not in roles:
        operation["security"] = [{"token": []}]
        operation["description"] = f"Roles: {', '.join(sorted(roles))}."
    return operation


def _parameters(rule: Rule, description: Description) -> list[dict[str, Any]]:
    text = {"type": "string"}
    named: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": text} for name in sorted(rule.arguments)
    ]
    for name in description.query:
        schema = RANGES.get(name, text)
        named.append({"name": name, "in": "query", "required": name == "site", "schema": schema})
    if description.idempotent:
        key = {"type": "string", "minLength": 1, "maxLength": 80}
        named.append({"name": "Idempotency-Key", "in": "header", "required": True, "schema": key})
    return named


def _responses(rule: Rule, description: Description) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "Done"}
    if description.answer is not None:
        schema = {"$ref": f"#/components/schemas/{description.answer.__name__}"}
        answer["content"] = {"application/json": {"schema": schema}}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    codes = ", ".join(_codes(rule, description))
    responses = {str(description.status): answer}
    if description.idempotent and description.status != 200:
        responses["200"] = {**answer, "description": "Done before, under the same key"}
    responses["default"] = {"description": f"Refused: {codes}", "content": problem}
    return responses


def _codes(rule: Rule, description: Description) -> tuple[str, ...]:
    """Every code that the route may refuse with: its own reasons first."""
    of_a_site = "site" in rule.arguments or "site" in description.query
    site = ("unknown_site",) if of_a_site and "unknown_site" not in description.refusals else ()
    key = ("key_required", "key_reused") if description.idempotent else ()
    return (*description.refusals, *site, *key, "bad_request", "unauthenticated", "forbidden")
