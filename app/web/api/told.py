"""Examples of answers for the document of the API: what a visit on a Tuesday morning would bring."""

from collections.abc import Mapping
from typing import Any

from app.web.api.example import FLAT, SAMPLES, Schema, plain_schema, sample

# What a name stands for; beside these, names of moments end in "_at".
TOLD: Mapping[str, Any] = {
    "id": 4711,
    "ticket": 4711,
    "number": "A-007",
    "now_serving": "A-004",
    "site": "BWI",
    "site_name": "MPP Banyuwangi",
    "mall": "Mal Pelayanan Publik Banyuwangi",
    "address": "Jl. Sritanjung 1, Banyuwangi",
    "day": "2026-11-24",
    "service": "A01",
    "service_name": "Perekaman KTP-el pemula (17 tahun)",
    "service_name_en": "First identity card (17 years)",
    "agency": "A",
    "agency_name": "Dispendukcapil",
    "short_name": "Dispendukcapil",
    "name": "Loket 1",
    "counter": "1",
    "counter_name": "Loket 1",
    "zone_name": "Lantai 1",
    "language": "id",
    "timezone": "Asia/Jakarta",
    "ahead": 3,
    "waiting": 3,
    "low": 10,
    "high": 25,
    "cursor": 8080,
    "token": "4W8Z2K7Q5N1X9C3V6B0MTRDYGH",
    "url": "https://antrean.example.go.id/t/4W8Z2K7Q5N1X9C3V6B0MTRDYGH",
    "printer": "P1",
    "place": "K1",
    "kind": "ticket_issued",
    "actor": "partner",
    "free": 4,
    "data": {"number": "A-007", "service": "A01", "agency": "A", "to": "waiting"},
    "languages": ["id", "en"],
}
BOOKED = {"code": "ABCDE23456", "url": "https://antrean.example.go.id/b/ABCDE23456"}
# Answers in which a name means something of its own.
TOLD_BY: Mapping[str, Mapping[str, Any]] = {
    "BookingDocument": {
        "code": "ABCDE23456",
        "url": "https://antrean.example.go.id/b/ABCDE23456",
        "ticket": None,
    },
    "MadeBooking": {"code": "ABCDE23456", "url": "https://antrean.example.go.id/b/ABCDE23456"},
    "TicketDocument": {
        **dict.fromkeys(("priority", "counters_closed", "called_at", "serving_at", "served_at", "only_at")),
        **dict.fromkeys(("counter", "counter_name", "note", "hold_reason")),
        **dict.fromkeys(("calls", "summons", "misses"), 0),
        "state": "waiting",
        "stops": [],
        "possible": ["cancel"],
        "postpones_left": 2,
    },
    "SiteDocument": {"code": "BWI", "name": "MPP Banyuwangi"},
    "SiteEntry": {"code": "BWI", "name": "MPP Banyuwangi"},
    "AgencyDocument": {"code": "A", "name": "Dinas Kependudukan dan Pencatatan Sipil"},
    "ServiceDocument": {"code": "A01", "name": "Perekaman KTP-el pemula (17 tahun)"},
    "PartnerDocument": {
        "code": "smart-kampung",
        "name": "Smart Kampung",
        "sites": None,
        "scopes": ["read", "remote"],
    },
    "PartnerKeys": {"token": "0" * 64, "hook_secret": "0" * 64},
    "PresenceDocument": {"code": "7K2MQX", "url": "https://antrean.example.go.id/BWI/here/7K2MQX"},
}
MOMENTS = frozenset({"at", "now", "until", "since", "kept_until", "next_opening", "arrives_by"})
MOMENT = "2026-11-24T08:30:00+07:00"


def give_examples(paths: Mapping[str, Any], schemas: Mapping[str, Schema]) -> None:
    """Puts an example beside every parameter, body and answer of the document's operations."""
    for operation in (operation for methods in paths.values() for operation in methods.values()):
        for parameter in operation["parameters"]:
            value = SAMPLES.get(parameter["name"])
            if value is not None:
                parameter["example"] = str(value) if parameter["schema"].get("type") == "string" else value
        for content in operation.get("requestBody", {}).get("content", {}).values():
            content["example"] = sample(content["schema"], schemas)
        for answer in operation["responses"].values():
            content = answer.get("content", {}).get("application/json")
            if content is not None:
                content["example"] = told(content["schema"], schemas)


def told(schema: Schema, schemas: Mapping[str, Schema], *, name: str = "", owner: str = "") -> Any:
    """An answer of this shape: every name, lists with one entry."""
    if name in TOLD_BY.get(owner, {}):
        return TOLD_BY[owner][name]
    options = schema.get("anyOf", (schema,))
    plain = plain_schema(options[0], schemas)
    value = _by_name(plain, name)
    if value is not None:
        return value
    if "properties" in plain:
        title = plain.get("title", "")
        return {key: told(each, schemas, name=key, owner=title) for key, each in plain["properties"].items()}
    if {"type": "null"} in options:
        return None
    if plain.get("type") == "array":
        return [told(plain["items"], schemas, name=name.removesuffix("s"))]
    return FLAT.get(plain.get("type", ""), name if plain.get("minLength") else "")


def _by_name(schema: Schema, name: str) -> Any:
    """What the name alone says, if it is of the schema's kind; None where it says nothing."""
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if schema.get("type") == "string" and (name in MOMENTS or name.endswith("_at")):
        return MOMENT
    kinds = {"string": str, "integer": int, "array": list, "object": dict}
    of_names = "items" not in schema or schema["items"].get("type") == "string"
    fits = kinds.get(schema.get("type", "")) if of_names else None
    value = TOLD.get(name)
    return value if fits and "properties" not in schema and isinstance(value, fits) else None
