"""The spreadsheet that an office fills in: headers, help and examples, or what its mall holds already."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from app.domain.sheet import Cell, Sheet
from config.mall_mistakes import Document
from config.mall_sheet_rows import ALONE, COLUMNS, SECTION, heading
from config.words import Words

Row = tuple[Cell, ...]
EXAMPLE: Document = {"code": "A", "service": [{"code": "A01", "minutes": 10, "online": True}]}


def template(words: Words, language: str, document: Document | None = None) -> tuple[Sheet, ...]:
    """Sheets of agencies, services and counters, and one that explains every column.

    Without a document the rows are examples to replace; with one they are what it holds.
    """
    given = document or _example(words, language)
    rows = {
        "agencies": [_agency(agency) for agency in given["agency"]],
        "services": list(_services(given, COLUMNS["services"], words, language)),
        "counters": list(_counters(given)),
    }
    sheets = [
        Sheet(words.say(language, f"{SECTION}.sheet_{kind}"), (_heads(words, language, keys), *rows[kind]))
        for kind, keys in COLUMNS.items()
    ]
    return (*sheets, _help(words, language))


def alone(words: Words, language: str, document: Document | None = None) -> Sheet:
    """Everything but the counters as one sheet, for a CSV file."""
    given = document or _example(words, language)
    rows = _services(given, ALONE, words, language)
    return Sheet(words.say(language, f"{SECTION}.sheet_services"), (_heads(words, language, ALONE), *rows))


def _example(words: Words, language: str) -> Document:
    def say(key: str) -> str:
        return words.say(language, f"{SECTION}.example_{key}")

    service = {
        **EXAMPLE["service"][0],
        "name": say("service_name"),
        "name_en": say("name_en"),
        "requirements": say("requirements").split("; "),
    }
    agency = {"code": "A", "name": say("agency_name"), "short_name": say("short_name"), "service": [service]}
    return {"agency": [agency], "site": []}


def _heads(words: Words, language: str, keys: Iterable[str]) -> Row:
    return tuple(heading(words, language, key) for key in keys)


def _agency(agency: Document) -> Row:
    return tuple(agency.get(key) for key in ("code", "name", "short_name", "prefix", "zone"))


def _services(document: Document, keys: Iterable[str], words: Words, language: str) -> Iterator[Row]:
    """A row for each service, with the columns that are wanted."""
    wanted = tuple(keys)
    for agency in document["agency"]:
        for service in agency.get("service", []):
            online = words.say(language, f"{SECTION}.{'yes' if service.get('online', True) else 'no'}")
            cells: dict[str, Any] = {
                "agency": agency["code"],
                "agency_name": agency["name"],
                "short_name": agency["short_name"],
                "service": service["code"],
                "service_name": service["name"],
                "requirements": "; ".join(service.get("requirements", [])) or None,
                "online": online,
            }
            yield tuple(cells[key] if key in cells else service.get(key) for key in wanted)


def _counters(document: Document) -> Iterator[Row]:
    for site in document["site"]:
        for counter in site.get("counter", []):
            serves = "; ".join(counter["services"])
            yield (site.get("code"), counter["code"], counter["name"], counter.get("zone"), serves)


def _help(words: Words, language: str) -> Sheet:
    def say(key: str) -> str:
        return words.say(language, f"{SECTION}.{key}")

    rows: list[Row] = [(say("help_begin"),), (say("help_keep"),), ()]
    told: set[str] = set()
    for kind, keys in COLUMNS.items():
        fresh = [key for key in keys if key not in told]
        told.update(fresh)
        names = zip_longest([say(f"sheet_{kind}")], fresh, fillvalue="")
        rows += [(name, heading(words, language, key), say(f"help_{key}")) for name, key in names]
    return Sheet(say("sheet_help"), tuple(rows))
