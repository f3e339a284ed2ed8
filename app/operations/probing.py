"""Asking what a printer can do: an administrator asks, an agent takes it up and tells, time ends the rest."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.domain.errors import UnknownPrinter
from app.domain.events import Kind
from app.domain.mall import Mall
from app.domain.probing import ProbeEnd, overdue
from app.queries.probes import probe_document
from app.store.journal import record
from app.store.tables import is_open_probe
from app.store.tables import printer_probe as table
from app.store.transaction import Transaction

SYSTEM = "system"


def ask_probe(
    tx: Transaction, mall: Mall, printer: str, *, slip: bool, actor: str, now: datetime
) -> dict[str, Any]:
    """Asks for a probe, with a test slip if wanted; returns its document, or that of the one still open.

    Raises UnknownPrinter.
    """
    if printer not in mall.site[tx.site].printer:
        raise UnknownPrinter(printer=printer)
    end_overdue_probes(tx, now=now)
    mine = (table.c.site == tx.site, table.c.printer == printer)
    known = tx.execute(select(table).where(*mine, is_open_probe)).one_or_none()
    if known is not None:
        return probe_document(known)
    row = {"site": tx.site, "printer": printer, "slip": slip, "asked_at": now, "asked_by": actor}
    asked = tx.execute(insert(table).values(row).returning(table)).one()
    data = {"printer": printer, "probe": asked.id, "slip": slip}
    record(tx, Kind.PRINTER_PROBE_ASKED, at=now, actor=actor, data=data)
    return probe_document(asked)


def take_probe(tx: Transaction, probe: int, *, now: datetime) -> bool:
    """An agent takes it up; False if nobody waits for it any more. Again changes nothing."""
    row = _row(tx, probe)
    if row is None or row.ended_at is not None or overdue(row.asked_at, row.started_at, now=now):
        return False
    if row.started_at is None:
        tx.execute(update(table).where(table.c.id == probe).values(started_at=now))
    return True


def end_probe(tx: Transaction, probe: int, outcome: Mapping[str, Any], *, actor: str, now: datetime) -> None:
    """Keeps what an agent found; the first word counts, unless it was only that no word came."""
    row = _row(tx, probe)
    if row is None or (row.outcome is not None and row.outcome["end"] != ProbeEnd.LOST):
        return
    _end(tx, row, outcome, actor=actor, now=now)


def end_overdue_probes(tx: Transaction, *, now: datetime) -> int:
    """Gives up what no agent took up, or took up and never told; returns how many."""
    rows = tx.execute(select(table).where(table.c.site == tx.site, is_open_probe)).all()
    late = [(row, end) for row in rows if (end := overdue(row.asked_at, row.started_at, now=now))]
    for row, end in late:
        nothing = {"end": end, "findings": None, "slip": None, "reason": ""}
        _end(tx, row, nothing, actor=SYSTEM, now=now)
    return len(late)


def _row(tx: Transaction, probe: int) -> Any:
    return tx.execute(select(table).where(table.c.id == probe, table.c.site == tx.site)).one_or_none()


def _end(tx: Transaction, row: Any, outcome: Mapping[str, Any], *, actor: str, now: datetime) -> None:
    tx.execute(update(table).where(table.c.id == row.id).values(ended_at=now, outcome=dict(outcome)))
    data = {"printer": row.printer, "probe": row.id, "end": outcome["end"]}
    record(tx, Kind.PRINTER_PROBED, at=now, actor=actor, data=data)
