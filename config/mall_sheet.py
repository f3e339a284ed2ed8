"""A mall's agencies, services and counters out of a spreadsheet, and every mistake with its cell."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from app.domain.sheet import Sheet
from config.mall_check import reference_flaws
from config.mall_mistakes import Document, Flaw, step
from config.mall_schema import LONGEST_SERVICE, MOST_NUMBERS
from config.mall_sentences import schema_flaws
from config.mall_sheet_rows import SheetMistake, SheetRow, rows_by_kind
from config.words import Words

PARTS = re.compile(r"\s*[;\n|]\s*")  # between the documents to bring
CODES = re.compile(r"[\s,;|]+")
# Where the mall's own check points to a key of the document, the column that holds it.
COLUMN_OF = {
    "agency": {"code": "agency", "name": "agency_name", "prefix": "agency_prefix"},
    "service": {"code": "service", "name": "service_name"},
    "counter": {"code": "counter", "name": "counter_name", "services": "serves"},
}


@dataclass(frozen=True, slots=True)
class SheetReading:
    """The document as it would be, worth saving only if there are no mistakes."""

    document: Document
    mistakes: tuple[SheetMistake, ...]


def read_mall(
    sheets: Iterable[Sheet],
    document: Document,
    words: Words,
    *,
    replace: bool = False,
    ignored: Collection[str] = (),
) -> SheetReading:
    """The document with the sheets' agencies, services and counters put in, found again by their codes.

    What the sheets do not name stays as it is; with `replace` all agencies and services are those of the
    sheets. `ignored` are columns that are not looked at. Nothing of `document` itself is changed.
    """
    rows, mistakes = rows_by_kind(sheets, words, ignored=ignored)
    draft = _Draft(document, replace=replace, mistakes=mistakes)
    for row in rows["agencies"]:
        draft.agency(row)
    for row in rows["services"]:
        draft.service(row)
    for row in rows["counters"]:
        draft.counter(row)
    if not draft.mistakes:
        draft.check(document)
    return SheetReading(draft.document, tuple(draft.mistakes))


@dataclass(slots=True)
class _Draft:
    """The document as it grows row by row, and which row every table of it came from."""

    before: Document
    replace: bool
    mistakes: list[SheetMistake]
    document: Document = field(init=False)
    agencies: dict[str, Document] = field(init=False)
    origins: dict[int, SheetRow] = field(default_factory=dict)  # by the id() of the table
    codes: dict[str, str] = field(default_factory=dict)  # of the services read so far, and their cells
    unread: dict[int, list[Document]] = field(
        init=False
    )  # services there were before, by id() of their agency
    taken: set[str] = field(init=False)  # codes of services, here and before

    def __post_init__(self) -> None:
        old = [_copied(agency) for agency in self.before.get("agency", [])]
        self.document = {**self.before, "agency": [] if self.replace else old}
        self.agencies = {} if self.replace else {str(agency.get("code")): agency for agency in old}
        self.document["site"] = [
            {**site, "counter": list(site.get("counter", []))} if "counter" in site else {**site}
            for site in self.before.get("site", [])
        ]
        kept = self.agencies.values()
        self.unread = {id(agency): list(agency.get("service", [])) for agency in kept}
        self.taken = {str(each.get("code")) for services in self.unread.values() for each in services}

    def agency(self, row: SheetRow) -> None:
        code = row.code("agency")
        name = row.given("agency_name")
        if not code or not name:
            return
        known = self.agencies.get(code)
        if known is not None and id(known) in self.origins:
            first = self.origins[id(known)].cell("agency")
            row.refuse("agency", "code_twice", code=code, cell=first)
            return
        agency = known if known is not None else self._new_agency(code)
        agency["name"] = name
        agency["short_name"] = row.text("short_name") or agency.get("short_name") or name
        for key, column in (("prefix", "agency_prefix"), ("zone", "zone")):
            if row.has(column):
                _set(agency, key, row.text(column) or None)
        self.origins[id(agency)] = row

    def service(self, row: SheetRow) -> None:
        agency = self._agency_of(row)
        name = row.given("service_name")
        if agency is None or not name:
            return
        service = self._service(row, agency, name)
        if service is None:
            return
        service["name"] = name
        minutes = row.number("minutes", least=1, most=LONGEST_SERVICE, needed="minutes" not in service)
        if minutes is not None:
            service["minutes"] = minutes
        if row.has("name_en"):
            _set(service, "name_en", row.text("name_en") or None)
        if row.has("requirements"):
            wanted = PARTS.split(str(row.raw("requirements") or "").strip())
            _set(service, "requirements", [" ".join(each.split()) for each in wanted if each.strip()] or None)
        if row.has("quota"):
            _set(service, "quota", row.number("quota", least=0, most=MOST_NUMBERS, needed=False))
        if row.has("prefix"):
            _set(service, "prefix", row.text("prefix") or None)
        if row.has("online"):
            _set(service, "online", False if row.yes("online") is False else None)
        self.origins[id(service)] = row

    def counter(self, row: SheetRow) -> None:
        site = self._site_of(row)
        code, serves = row.code("counter"), CODES.split(row.text("serves"))
        if site is None or not code:
            return
        if not any(serves):
            row.refuse("serves", "empty")
            return
        counters = site.setdefault("counter", [])
        place = next((at for at, each in enumerate(counters) if each.get("code") == code), None)
        if place is not None and id(counters[place]) in self.origins:
            first = self.origins[id(counters[place])].cell("counter")
            row.refuse("counter", "code_twice", code=code, cell=first)
            return
        counter = {**(counters[place] if place is not None else {"code": code})}
        first_zone = next((each["code"] for each in site.get("zone", [])), "")
        counter["name"] = row.text("counter_name") or counter.get("name") or code
        counter["zone"] = row.text("zone") or counter.get("zone") or first_zone
        counter["services"] = [each for each in serves if each]
        if place is None:
            counters.append(counter)
        else:
            counters[place] = counter
        self.origins[id(counter)] = row

    def check(self, before: Document) -> None:
        """What the mall's own check has to say of the rows; what it said of the document before is known."""
        known = {(flaw.steps, str(flaw)) for flaw in _flaws(before)}
        for flaw in _flaws(self.document):
            found = self._told(flaw)
            if found.cell or (flaw.steps, str(flaw)) not in known:
                self.mistakes.append(found)

    def _told(self, flaw: Flaw) -> SheetMistake:
        here: Any = self.document
        row: SheetRow | None = None
        kind, path = "", list[str]()
        for part in flaw.steps:
            if isinstance(part, int) and isinstance(step(here, part), dict):
                here = here[part]
                row, kind = self.origins.get(id(here), row), path[-1]
                path.append(str(here.get("code") or here.get("date") or part))
            else:
                here = step(here, part)
                path.append(str(part))
        key = str(next((part for part in reversed(flaw.steps) if isinstance(part, str)), ""))
        if row is None:
            return SheetMistake("", "", "mall", path=tuple(path), told=flaw.sentence)
        column = COLUMN_OF.get(kind, {}).get(key, key)
        return SheetMistake(row.sheet, row.cell(column), "mall", path=tuple(path), told=flaw.sentence)

    def _agency_of(self, row: SheetRow) -> Document | None:
        """The agency that a row of services names; one that only this sheet tells of begins here."""
        code = row.code("agency")
        if not code:
            return None
        name = row.text("agency_name")
        agency = self.agencies.get(code)
        if agency is None and not name:
            row.refuse("agency", "unknown_agency", code=code)
            return None
        if agency is None:
            agency = self._new_agency(code)
            agency["name"] = name
            agency["short_name"] = row.text("short_name") or name
            self.origins[id(agency)] = row
        elif name and id(agency) not in self.origins:
            agency["name"] = name
            agency["short_name"] = row.text("short_name") or agency["short_name"]
            self.origins[id(agency)] = row
        return agency

    def _new_agency(self, code: str) -> Document:
        agency: Document = {"code": code}
        self.agencies[code] = agency
        self.document["agency"].append(agency)
        return agency

    def _service(self, row: SheetRow, agency: Document, name: str) -> Document | None:
        """The table that the row fills: by its code, by its name where it has no code, or a new one."""
        services: list[Document] = agency.setdefault("service", [])
        code = row.code("service", needed=False)
        if code is None:
            return None
        if code in self.codes:
            row.refuse("service", "code_twice", code=code, cell=self.codes[code])
            return None
        key, wanted = ("code", code) if code else ("name", name)
        unread = self.unread.get(id(agency), [])
        place = next((at for at, each in enumerate(unread) if each.get(key) == wanted), None)
        if place is not None:
            known = unread.pop(place)
            self.codes[str(known["code"])] = row.cell("service")
            return known
        service: Document = {"code": code or self._free_code(str(agency["code"]), len(services))}
        self.codes[service["code"]] = row.cell("service")
        self.taken.add(service["code"])
        services.append(service)
        return service

    def _free_code(self, agency: str, served: int) -> str:
        """The next one of an agency that has so many services; the first free one where that is taken."""
        if (following := f"{agency}{served + 1:02d}") not in self.taken:
            return following
        numbers = (f"{agency}{number:02d}" for number in count(1))
        return next(code for code in numbers if code not in self.taken)

    def _site_of(self, row: SheetRow) -> Document | None:
        sites: Sequence[Document] = self.document["site"]
        wanted = row.text("site")
        if not wanted and len(sites) == 1:
            return sites[0]
        site = next((each for each in sites if each.get("code") == wanted), None)
        if site is None:
            row.refuse("site", "unknown_site" if wanted else "empty", code=wanted)
        return site


def _flaws(document: Document) -> list[Flaw]:
    return [*schema_flaws(document), *reference_flaws(document)]


def _copied(agency: Mapping[str, Any]) -> Document:
    copy = dict(agency)
    if "service" in copy:
        copy["service"] = [dict(service) for service in copy["service"]]
    return copy


def _set(table: Document, key: str, value: object) -> None:
    """Sets a key, or takes it away where there is nothing to set."""
    if value is None:
        table.pop(key, None)
    else:
        table[key] = value
