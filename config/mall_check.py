"""Whether everything that a mall's document names exists, once, and fits together.

The checks read the document as it was written, so that they also speak about a mall whose
tables have other mistakes; what has a wrong type is left to the schema.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from app.domain.layout import BUILT_IN
from config.mall_complaints import Complaint, like
from config.mall_fields import minute
from config.mall_layouts import layout_flaws
from config.mall_mistakes import Document, Flaw
from config.mall_rows import Row

# First parts of the addresses of pages: a site's own page is /<site>.
RESERVED = frozenset({
    "account", "admin", "antrean", "api", "b", "counter", "desa", "display", "displays", "healthz", "kiosk",
    "login", "logo", "metrics", "readyz", "reception", "setup", "socket-io", "static", "statistics", "survey",
    "t", "words",
})  # fmt: skip


def reference_flaws(document: Document) -> Iterator[Flaw]:
    """Codes that are repeated, clash or do not exist, anywhere in the document."""
    mall = Row((), document)
    agencies, sites = mall.rows("agency"), mall.rows("site")
    services = [service for agency in agencies for service in agency.rows("service")]
    yield from _repeated(agencies, "agency")
    yield from _repeated(services, "service")
    yield from _repeated(sites, "site")
    yield from _repeated(mall.rows("holiday"), "holiday", key="date")
    yield from _clashes(agencies, services)
    yield from _prefixes(mall, agencies, services)
    yield from _zones_of_agencies(agencies, sites)
    yield from chain.from_iterable(_backward(pause) for pause in mall.rows("break"))
    layouts = mall.rows("layout")
    yield from _repeated(layouts, "layout")
    yield from chain.from_iterable(layout_flaws(layout) for layout in layouts)
    if sites and all(_is_archived(site) for site in sites):
        yield Flaw(("site",), Complaint("all_archived"))
    for site in sites:
        yield from _site(site, agencies, [*BUILT_IN, *_codes(layouts)])


def _repeated(rows: Iterable[Row], what: str, *, key: str = "code") -> Iterator[Flaw]:
    seen: set[str] = set()
    for row in rows:
        code = str(row.table.get(key, "")).casefold()
        if code and code in seen:
            yield row.flaw(key, "used_twice", what=what)
        seen.add(code)


def _clashes(agencies: list[Row], services: list[Row]) -> Iterator[Flaw]:
    codes = {code.casefold() for agency in agencies if (code := agency.text("code"))}
    for service in services:
        if (service.text("code") or "").casefold() in codes:
            yield service.flaw("code", "code_of_agency")


def _prefixes(mall: Row, agencies: list[Row], services: list[Row]) -> Iterator[Flaw]:
    settings = mall.table.get("mall")
    insists = isinstance(settings, dict) and settings.get("allow_i_and_o") is True
    owners: dict[str, str] = {}
    for row, is_agency in chain(((row, True) for row in agencies), ((row, False) for row in services)):
        key = "code" if is_agency and row.table.get("prefix") is None else "prefix"
        prefix = row.text(key) or ""
        if not insists and set(prefix.upper()) & {"I", "O"}:
            yield row.flaw(key, "i_or_o", prefix=prefix)
        if key == "code" and prefix and (len(prefix) > 8 or "-" in prefix):
            yield row.flaw(key, "no_prefix", prefix=prefix)
        if is_agency and prefix and row.table.get("archived") is not True:
            owner = owners.setdefault(prefix.upper(), row.text("code") or "")
            if owner != row.text("code"):
                yield row.flaw(key, "prefix_taken", prefix=prefix, owner=owner)


def _zones_of_agencies(agencies: list[Row], sites: list[Row]) -> Iterator[Flaw]:
    zones = _codes(chain.from_iterable(site.rows("zone") for site in sites))
    for agency in agencies:
        yield from _unknown(agency, "zone", zones, "zone_anywhere")


def _backward(pause: Row) -> Iterator[Flaw]:
    try:
        backward = minute(pause.table.get("from")) >= minute(pause.table.get("to"))
    except ValueError:
        return
    if backward:
        yield pause.flaw("to", "backward")


def _site(site: Row, agencies: list[Row], layouts: list[str]) -> Iterator[Flaw]:
    if (site.text("code") or "").casefold() in RESERVED:
        yield site.flaw("code", "reserved")
    yield from _unknown(site, "agencies", _codes(agencies), "agency")
    for table in ("zone", "counter", "printer", "kiosk", "display"):
        yield from _repeated(site.rows(table), table)
    zones, printers, offered = site.rows("zone"), site.rows("printer"), _offered(site, agencies)
    for counter in site.rows("counter"):
        yield from _unusable(counter, "zone", zones, "zone")
        yield from _unknown(counter, "services", offered, "offer")
        if counter.texts("prefers"):
            yield from _unknown(counter, "prefers", _served(counter, agencies), "served")
    for kiosk in site.rows("kiosk"):
        yield from _unusable(kiosk, "printer", printers, "printer")
        yield from _unknown(kiosk, "services", offered, "offer")
    yield from chain.from_iterable(_backward(quiet) for quiet in site.rows("quiet"))
    for display in site.rows("display"):
        yield from _unusable(display, "zones", zones, "zone")
        yield from _unknown(display, "layout", layouts, "layout")
    for printer in printers:
        yield from _unusable(printer, "fallback", printers, "printer")
    yield from _loops(printers)


def _offered(site: Row, agencies: list[Row]) -> list[str]:
    here = site.texts("agencies") if isinstance(site.table.get("agencies"), list) else _codes(agencies)
    return [
        code
        for agency in agencies
        if agency.text("code") in here
        for code in _codes([agency, *agency.rows("service")])
    ]


def _served(counter: Row, agencies: list[Row]) -> list[str]:
    """What the counter names, and every service of the agencies among that."""
    named = counter.texts("services")
    mine = [agency for agency in agencies if agency.text("code") in named]
    return [*named, *_codes(service for agency in mine for service in agency.rows("service"))]


def _loops(printers: list[Row]) -> Iterator[Flaw]:
    after = {printer.text("code"): printer.text("fallback") for printer in printers}
    for printer in printers:
        reached: list[str | None] = []
        following = printer.text("fallback")
        while following is not None and following not in reached:
            reached.append(following)
            following = after.get(following)
        if printer.text("code") in reached:
            yield printer.flaw("fallback", "printer_loop", way=", ".join(map(str, reached)))


def _codes(rows: Iterable[Row]) -> list[str]:
    return [code for row in rows if (code := row.text("code")) is not None]


def _is_archived(row: Row) -> bool:
    return row.table.get("archived") is True


def _unusable(row: Row, key: str, places: list[Row], what: str) -> Iterator[Flaw]:
    """What is named and not there, or is archived while whatever names it still works."""
    yield from _unknown(row, key, _codes(places), what)
    gone = [] if _is_archived(row) else _codes(filter(_is_archived, places))
    named = row.texts(key) if isinstance(row.table.get(key), list) else [row.text(key)]
    for code in named:
        if code in gone:
            yield row.flaw(key, "archived_named", named=code)


def _unknown(row: Row, key: str, known: list[str], what: str) -> Iterator[Flaw]:
    named = row.texts(key) if isinstance(row.table.get(key), list) else [row.text(key)]
    for code in named:
        if code is not None and code not in known and not (key in ("agencies", "services") and code == "all"):
            yield row.flaw(key, f"unknown_{what}", named=code, hint=like(code, known))
