"""Every kiosk, display, print agent and printer of a site: which device has its place, and how it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from app.domain.counter import CounterState
from app.domain.mall import Display, Kiosk, Printer, Site
from app.domain.printing import STATES, PrinterState
from app.domain.screens import Sound
from app.domain.stations import (
    MOODS,
    Condition,
    Heard,
    StationKind,
    condition_of_device,
    condition_of_printer,
)
from app.queries.desks import counter_rows, state_in
from app.queries.tokens import TokenEntry, token_entries
from app.store.tables import device_report, printer_state

NAMELESS = ""  # the agent of printers that name none: the server's own, or one that was paired for them


@dataclass(frozen=True)
class Ground:
    """What is looked up once for all stations of a site."""

    site: Site
    entries: tuple[TokenEntry, ...]
    reports: dict[int, Any]
    printers: dict[str, Any]
    at_work: bool
    edition: str
    now: datetime

    def holders(self, kind: StationKind, code: str) -> list[TokenEntry]:
        """Whose token is good for this place; one of all sites is good at each."""
        return [
            each
            for each in self.entries
            if each.bearer.role == kind and (each.bearer.code or NAMELESS) == code
        ]


def stations(connection: Connection, site: Site, *, edition: str, now: datetime) -> list[dict[str, Any]]:
    """Kiosks, displays, agents, printers, as the mall's data name them; `edition` is the newest page's."""
    rows = counter_rows(connection, site=site.code)
    living = (each for each in token_entries(connection) if each.revoked_at is None)
    states = connection.execute(select(printer_state).where(printer_state.c.site == site.code))
    ground = Ground(
        site=site,
        entries=tuple(each for each in living if each.bearer.may_enter(site.code)),
        reports={row.token: row for row in connection.execute(select(device_report))},
        printers={row.code: row for row in states},
        at_work=any(state_in(rows, each) is not CounterState.CLOSED for each in site.counters),
        edition=edition,
        now=now,
    )
    return list(_stations(ground))


def _stations(ground: Ground) -> Iterator[dict[str, Any]]:
    site = ground.site
    for kiosk in site.kiosks:
        yield _screen(ground, StationKind.KIOSK, kiosk, printer=kiosk.printer)
    for display in site.displays:
        yield _screen(ground, StationKind.DISPLAY, display, printer=None)
    for agent in sorted({printer.agent or NAMELESS for printer in site.printers}):
        yield _agent(ground, agent)
    for printer in site.printers:
        yield _printer(ground, printer)


def _screen(
    ground: Ground, kind: StationKind, place: Kiosk | Display, *, printer: str | None
) -> dict[str, Any]:
    holders = ground.holders(kind, place.code)
    said = [row for each in holders if (row := ground.reports.get(each.bearer.id)) is not None]
    latest = max(said, key=lambda row: row.at, default=None)
    seen = [*(each.seen_at for each in holders), *(row.at for row in said)]
    heard = Heard(
        paired=bool(holders),
        seen_at=max((moment for moment in seen if moment is not None), default=None),
        current=None if latest is None else latest.version == ground.edition,
        sound=None if latest is None else Sound(latest.sound),
    )
    paper = _state(ground.printers.get(printer)) if printer else None
    condition = condition_of_device(heard, now=ground.now, at_work=ground.at_work, paper=paper)
    return {
        **_document(kind, place.code, place.name, condition, heard.seen_at, holders),
        "current": heard.current,
        "printers": [printer] if printer else [],
        "address": None,
    }


def _agent(ground: Ground, code: str) -> dict[str, Any]:
    """An agent speaks for its printers, so that their last word is its own as well."""
    holders = ground.holders(StationKind.AGENT, code)
    served = [each.code for each in ground.site.printers if (each.agent or NAMELESS) == code]
    words = [row.seen_at for each in served if (row := ground.printers.get(each)) is not None]
    seen = [moment for moment in (*words, *(each.seen_at for each in holders)) if moment is not None]
    heard = Heard(paired=bool(holders), seen_at=max(seen, default=None))
    condition = condition_of_device(heard, now=ground.now, at_work=ground.at_work)
    name = next((each.bearer.name for each in holders), code)
    return {
        **_document(StationKind.AGENT, code, name, condition, heard.seen_at, holders),
        "current": None,
        "printers": served,
        "address": None,
    }


def _printer(ground: Ground, printer: Printer) -> dict[str, Any]:
    row = ground.printers.get(printer.code)
    seen_at = None if row is None else row.seen_at
    condition = condition_of_printer(_state(row), seen_at, now=ground.now, at_work=ground.at_work)
    return {
        **_document(StationKind.PRINTER, printer.code, printer.profile, condition, seen_at, ()),
        "current": None,
        "printers": [],
        "address": f"{printer.transport.value} {printer.address}".strip(),
    }


def _document(
    kind: StationKind,
    code: str,
    name: str,
    condition: Condition,
    seen_at: datetime | None,
    holders: Iterable[TokenEntry],
) -> dict[str, Any]:
    return {
        "kind": kind.value,
        "code": code,
        "name": name,
        "condition": condition.value,
        "mood": MOODS[condition].value,
        "seen_at": seen_at.isoformat() if seen_at else None,
        "devices": [{"id": each.bearer.id, "name": each.bearer.name} for each in holders],
    }


def _state(row: Any) -> PrinterState | None:
    """None for nothing that this version understands."""
    return PrinterState(row.state) if row is not None and row.state in STATES else None
