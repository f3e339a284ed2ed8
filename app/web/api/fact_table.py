"""Facts of the journal as rows of a spreadsheet, in words and names that people know."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from app.domain.events import Kind
from app.domain.mall import Mall, Site
from app.domain.printing import PrinterState
from app.domain.sheet import Cell
from app.queries.journal_search import Wanted
from app.sheets import CSV_MARK, csv_lines
from config.words import Words

COLUMNS = ("time", "site", "fact", "number", "service", "agency", "counter", "person", "kind", "id")
MOST_ROWS = 50_000  # more than a day of a large mall has
ROWS_AT_ONCE = 500
UNTOLD = "…"  # where a fact says nothing of what its sentence names

_KINDS = frozenset(Kind)
_STATES = frozenset(PrinterState)

Found = tuple[list[dict[str, Any]], int | None]


@dataclass(frozen=True)
class FactTable:
    """What is needed to tell a fact that somebody found; `site` None is for what belongs to none."""

    words: Words
    language: str
    mall: Mall
    site: Site | None

    @cached_property
    def _known(self) -> Mapping[str, str]:
        return self.words.section(self.language, "admin")

    def headers(self) -> tuple[Cell, ...]:
        return tuple(self._say(f"fact_sheet.column_{column}") for column in COLUMNS)

    def row(self, fact: Mapping[str, Any]) -> tuple[Cell, ...]:
        """The time is the mall's, with its offset; addresses and notes in a fact stay where they are."""
        data = fact["data"]
        at = datetime.fromisoformat(fact["at"]).astimezone(self.mall.zone_info)
        return (
            at.isoformat(timespec="seconds"),
            self.site.code if self.site else "",
            self._sentence(fact),
            data.get("number", ""),
            self._service(data.get("service")) or "",
            self._agency(data.get("agency")) or "",
            fact["counter_name"] or "",
            fact["actor_name"] or self._actor(fact["actor"]),
            fact["kind"],
            fact["id"],
        )

    def rest(self, count: int) -> tuple[Cell, ...]:
        """The row that ends a table of so many facts where there are more."""
        return (self._say("fact_sheet.more", count=count),)

    def _sentence(self, fact: Mapping[str, Any]) -> str:
        """As /admin/journal tells it (app/web/admin/static/sentences.js)."""
        kind, data = fact["kind"], fact["data"]
        if kind not in _KINDS:
            return str(kind)
        of_printer = data.get("subject", "printer") == "printer"
        blanks = {
            "number": data.get("number"),
            "counter": fact["counter_name"],
            "agency": self._agency(data.get("to_agency") or data.get("agency")),
            "printer": data.get("printer") if of_printer else data.get("detail"),
            "service": self._service(data.get("service")),
            "state": self._printer_state(data.get("state")),
            "name": data.get("name") or data.get("username"),
            "role": self._role(data.get("role")),
            "word": data.get("word"),
        }
        told = {name: UNTOLD if value is None else value for name, value in blanks.items()}
        return self._say(f"admin.fact_{kind}", **told)

    def _service(self, code: str | None) -> str | None:
        service = self.mall.service.get(code or "")
        return service.named(self.language) if service else code

    def _agency(self, code: str | None) -> str | None:
        agency = self.mall.agency.get(code or "")
        return agency.short_name if agency else code

    def _printer_state(self, state: str | None) -> str:
        return self._say(f"admin.printer_{state if state in _STATES else 'unknown'}")

    def _actor(self, actor: str) -> str:
        """Somebody without a name: a role with its place, else the journal's own word."""
        role, _, place = actor.partition(":")
        if place:
            return f"{self._role(role)} {place}"
        return self._known.get(f"actor_{actor.replace(' ', '_')}", actor)

    def _role(self, role: str | None) -> str | None:
        return self._known.get(f"role_{role}", role) if role else None

    def _say(self, key: str, **blanks: object) -> str:
        return self.words.say(self.language, key, **blanks)


def csv_pieces(
    table: FactTable, page: Callable[[Wanted], Found], wanted: Wanted, *, most: int = MOST_ROWS
) -> Iterator[bytes]:
    """A CSV file piece by piece, so that neither memory nor database is held for a slow reader.

    After `most` facts no further page is read, and the last row says so.
    """
    facts, before = page(wanted)
    yield CSV_MARK + csv_lines([table.headers(), *map(table.row, facts)])
    written = len(facts)
    while before is not None and written < most:
        facts, before = page(replace(wanted, before=before))
        yield csv_lines(map(table.row, facts))
        written += len(facts)
    if before is not None:
        yield csv_lines([table.rest(written)])
