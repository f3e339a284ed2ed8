"""The OpenAPI document turned into what a person reads: operations by tag, shapes, error codes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.errors import Conflict, Refused
from app.web.api.example import curl

Schema = Mapping[str, Any]

# The order in which somebody meets the API; other tags follow by name.
TAGS = ("sites", "tickets", "counters", "screens", "hall", "journal", "admin", "agent")
# Kinds of refusal that are never raised themselves.
KINDS = (Refused, Conflict)
# Codes that no rule raises: the web server's own answers.
SERVER_CODES = {
    "not_found": 404,
    "method_not_allowed": 405,
    "too_large": 413,
    "server_error": 500,
    "store_unavailable": 503,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One name of a shape or one parameter; `shape` is the shape that `type` mentions, if any."""

    name: str
    type: str
    shape: str | None
    place: str
    required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """`roles` is empty for anyone; `answer` the name of a shape, with the status of success."""

    anchor: str
    method: str
    path: str
    summary: str
    roles: tuple[str, ...]
    parameters: tuple[Field, ...]
    body: str | None
    fields: tuple[Field, ...]
    statuses: tuple[str, ...]
    answer: str | None
    codes: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    text: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    tags: Mapping[str, tuple[Operation, ...]]
    shapes: tuple[Shape, ...]
    codes: Mapping[str, int]


def reference(document: Mapping[str, Any], *, server: str) -> Reference:
    """The page of a document as app/web/api/openapi.py makes it; `server` begins the examples."""
    schemas: Mapping[str, Schema] = document["components"]["schemas"]
    by_tag: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, raw in methods.items():
            operation = _operation(method.upper(), path, raw, schemas, server)
            by_tag.setdefault(raw["tags"][0], []).append(operation)
    return Reference(
        tags={tag: tuple(by_tag[tag]) for tag in sorted(by_tag, key=_rank)},
        shapes=tuple(_shape(name, schema, schemas) for name, schema in schemas.items() if _is_shape(schema)),
        codes=dict(sorted(_codes(), key=lambda pair: (pair[1], pair[0]))),
    )


def _rank(tag: str) -> tuple[int, str]:
    return TAGS.index(tag) if tag in TAGS else len(TAGS), tag


def _operation(method: str, path: str, raw: Schema, schemas: Mapping[str, Schema], server: str) -> Operation:
    body = _named(raw.get("requestBody", {}))
    done = {status: answer for status, answer in raw["responses"].items() if status != "default"}
    return Operation(
        anchor=raw["operationId"],
        method=method,
        path=path,
        summary=raw["summary"],
        roles=tuple(raw["x-roles"]),
        parameters=tuple(_parameter(each, schemas) for each in raw["parameters"]),
        body=body,
        fields=_fields(schemas[body], schemas) if body else (),
        statuses=tuple(sorted(done, reverse=True)),
        answer=next((_named(answer) for answer in done.values()), None),
        codes=tuple(raw["x-codes"]),
        example=curl(method, path, raw, schemas, server=server),
    )


def _named(message: Schema) -> str | None:
    """The name of the shape that a request or a response carries."""
    found: str | None = message.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref")
    return found.rpartition("/")[2] if found else None


def _parameter(raw: Schema, schemas: Mapping[str, Schema]) -> Field:
    text, shape = _type(raw["schema"], schemas)
    return Field(raw["name"], text, shape, raw["in"], required=raw["required"])


def _is_shape(schema: Schema) -> bool:
    return "properties" in schema


def _shape(name: str, schema: Schema, schemas: Mapping[str, Schema]) -> Shape:
    return Shape(name, schema.get("description", ""), _fields(schema, schemas))


def _fields(schema: Schema, schemas: Mapping[str, Schema]) -> tuple[Field, ...]:
    required = set(schema.get("required", ()))
    return tuple(
        Field(name, *_type(each, schemas), place="body", required=name in required)
        for name, each in schema.get("properties", {}).items()
    )


def _type(schema: Schema, schemas: Mapping[str, Schema]) -> tuple[str, str | None]:
    """A type in a few words ("list of TicketDocument or null") and the shape it mentions."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return (name, name) if _is_shape(schemas[name]) else _type(schemas[name], schemas)
    if "anyOf" in schema:
        kinds = [_type(each, schemas) for each in schema["anyOf"]]
        return " or ".join(text for text, _ in kinds), next((shape for _, shape in kinds if shape), None)
    if "enum" in schema:
        return ", ".join(str(value) for value in schema["enum"]), None
    if schema.get("type") == "array":
        text, shape = _type(schema["items"], schemas)
        return f"list of {text}", shape
    return schema.get("type", "anything") + _limits(schema), None


def _limits(schema: Schema) -> str:
    """(1 to 40 characters), (1 to 480), (at most 200 characters) or nothing."""
    unit = " characters" if schema.get("type") == "string" else ""
    least = schema.get("minLength", schema.get("minimum"))
    most = schema.get("maxLength", schema.get("maximum"))
    if most is None:
        return ""
    return f" (at most {most}{unit})" if least is None else f" ({least} to {most}{unit})"


def _codes() -> Iterator[tuple[str, int]]:
    """Every stable code with its HTTP status."""
    yield from SERVER_CODES.items()
    for refusal in _refusals(Refused):
        if refusal not in KINDS and "code" in vars(refusal):
            yield refusal.code, refusal.status


def _refusals(kind: type[Refused]) -> Iterator[type[Refused]]:
    """The class and all that are derived from it."""
    yield kind
    for each in kind.__subclasses__():
        yield from _refusals(each)
