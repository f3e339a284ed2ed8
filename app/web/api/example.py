"""A command line and a body for every operation, with the demonstration mall's own codes."""

import json
from collections.abc import Mapping
from typing import Any

# What a reader's own values would be; TOKEN and TICKET stand for secrets.
SAMPLES = {
    "site": "BWI",
    "counter": "1",
    "service": "A01",
    "code": "P1",
    "printer": "P1",
    "token": "TICKET",
    "ticket": 1,
    "alarm": 1,
    "reason": "Hilang",
    "minutes": 15,
    "layout": "calls",
    "distance_m": 6,
    "screen_inches": 55,
    "device": 1,
    "place": "K1",
    "person": 1,
    "partner": 1,
    "since": "2026-11-24T08:00:00+07:00",
    "name": "Smart Kampung",
    "session": 1,
    "address": "nama@contoh.id",
    "delivery": 1,
    "backup": "antrean-20261122-113000-daily.zip",
    "username": "siti",
    "phrase": "nol",
    "speaker": "Sri Wahyuni",
    "starts_at": "2026-11-24T09:00:00+07:00",
    **dict.fromkeys(("booking", "presence"), "ABCDE23456"),
    "text_id": "Ada gangguan",
    "text_en": "There is a disturbance",
    **dict.fromkeys(("password", "old", "new"), "kuda lumping menari"),
    **dict.fromkeys(("secret_hash", "key_hash", "key"), "0" * 64),
}
FLAT = {"integer": 1, "number": 0, "boolean": False, "object": {}}

Schema = Mapping[str, Any]


def curl(method: str, path: str, operation: Schema, schemas: Mapping[str, Schema], *, server: str) -> str:
    """`curl` for one operation with the least that it asks for; a line for each option."""
    parameters = operation["parameters"]
    for each in parameters:
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", str(SAMPLES.get(each["name"], each["name"])))
    asked = [each["name"] for each in parameters if each["in"] == "query" and each["required"]]
    query = "?" + "&".join(f"{name}={SAMPLES.get(name, name)}" for name in asked) if asked else ""
    lines = [f'curl{"" if method == "GET" else f" -X {method}"} "{server.rstrip("/")}{path}{query}"']
    if "security" in operation:
        lines.append('-H "Authorization: Bearer $TOKEN"')
    if any(each["name"] == "Idempotency-Key" for each in parameters):
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if "requestBody" in operation:
        body = sample(operation["requestBody"]["content"]["application/json"]["schema"], schemas)
        lines += ['-H "Content-Type: application/json"', f"-d '{json.dumps(body)}'"]
    return " \\\n  ".join(lines)


def sample(schema: Schema, schemas: Mapping[str, Schema], *, name: str = "") -> Any:
    """A value that the schema accepts: only what is required, enumerations by their first value."""
    schema = plain_schema(schema, schemas)
    if name in SAMPLES:
        return SAMPLES[name]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "array":
        return [sample(schema["items"], schemas)]
    if "properties" in schema:
        return {
            key: sample(schema["properties"][key], schemas, name=key) for key in schema.get("required", ())
        }
    return FLAT.get(schema.get("type", ""), "")


def plain_schema(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    """The schema behind a reference, and the first of several that are allowed."""
    if "$ref" in schema:
        return plain_schema(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    return plain_schema(schema["anyOf"][0], schemas) if "anyOf" in schema else schema
