"""The rolls of paper in the printers of a site: counted, seen to be changed, or told to be."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, select, update

from app.domain.errors import UnknownPrinter
from app.domain.events import Kind
from app.domain.mall import Site
from app.domain.printing import JobState, PrinterState
from app.domain.roll import Roll, fresh, roll_after
from app.queries.rolls import from_row
from app.store.journal import record
from app.store.tables import is_open_job, print_job
from app.store.tables import roll as table
from app.store.transaction import Transaction


def change_roll(tx: Transaction, site: Site, printer: str, *, actor: str, now: datetime) -> None:
    """Staff put a fresh roll in; said again, it is fresh again. Raises UnknownPrinter."""
    if printer not in site.printer:
        raise UnknownPrinter(printer=printer)
    _keep(tx, printer, fresh(now=now))
    _tell(tx, printer, actor=actor, now=now)


def note_roll(
    tx: Transaction,
    printer: str,
    state: PrinterState,
    *,
    heard_at: datetime | None,
    actor: str,
    now: datetime,
) -> None:
    """What a new state of the printer says of its roll; it was heard before at `heard_at`."""
    before = _roll(tx, printer)
    after = roll_after(before, state, heard_at=heard_at, is_printing=_is_printing(tx, printer), now=now)
    if after != before:
        _keep(tx, printer, after)
    if after.since != before.since:
        _tell(tx, printer, actor=actor, now=now)


def count_paper(tx: Transaction, printer: str, *, now: datetime) -> None:
    """One paper more came out, or may have."""
    _keep(tx, printer, _roll(tx, printer).printed(now=now))


def _roll(tx: Transaction, printer: str) -> Roll:
    mine = (table.c.site == tx.site, table.c.printer == printer)
    row = tx.execute(select(table).where(*mine)).one_or_none()
    return Roll() if row is None else from_row(row)


def _is_printing(tx: Transaction, printer: str) -> bool:
    """Whether an agent holds a paper for it."""
    held = select(print_job.c.id).where(
        print_job.c.site == tx.site,
        print_job.c.printer == printer,
        is_open_job,
        print_job.c.state == JobState.LEASED,
    )
    return tx.execute(held.limit(1)).first() is not None


def _keep(tx: Transaction, printer: str, roll: Roll) -> None:
    """A transaction owns its site, so nothing comes between the look and the row."""
    values = asdict(roll)
    mine = (table.c.site == tx.site, table.c.printer == printer)
    if tx.execute(update(table).where(*mine).values(values)).rowcount == 0:
        tx.execute(insert(table).values(site=tx.site, printer=printer, **values))


def _tell(tx: Transaction, printer: str, *, actor: str, now: datetime) -> None:
    record(tx, Kind.ROLL_CHANGED, at=now, actor=actor, data={"printer": printer})
