"""The journal: facts are appended beside the change they tell of, and read in order by cursor."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from app.domain.events import Event, Kind
from app.store.tables import journal
from app.store.transaction import Transaction

MOST_ROWS = 500

_KNOWN = frozenset(Kind)
_INSERT = insert(journal)
_SINCE = (
    select(journal)
    .where(journal.c.site == bindparam("site"), journal.c.id > bindparam("cursor"))
    .order_by(journal.c.id)
    .limit(bindparam("most"))
)


def record(
    tx: Transaction,
    kind: Kind,
    *,
    at: datetime,
    actor: str,
    ticket: int | None = None,
    counter: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Appends one fact of the transaction's site."""
    row = {
        "site": tx.site,
        "at": at,
        "kind": kind.value,
        "actor": actor,
        "ticket": ticket,
        "counter": counter,
        "data": dict(data or {}),
    }
    tx.execute(_INSERT, row)


def copy(tx: Transaction, events: Sequence[Event]) -> None:
    """Appends facts that another server recorded, in their order; each gets an id of this journal."""
    rows = [
        {
            "site": tx.site,
            "at": event.at,
            "kind": str(event.kind),
            "actor": event.actor,
            "ticket": event.ticket,
            "counter": event.counter,
            "data": dict(event.data),
        }
        for event in events
    ]
    if rows:
        tx.execute(_INSERT, rows)


def since(connection: Connection, site: str, cursor: int, *, limit: int = MOST_ROWS) -> tuple[Event, ...]:
    """The site's facts after `cursor`, oldest first."""
    rows = connection.execute(_SINCE, {"site": site, "cursor": cursor, "most": limit})
    return tuple(
        Event(
            id=row.id,
            site=row.site,
            at=row.at,
            kind=Kind(row.kind) if row.kind in _KNOWN else row.kind,
            actor=row.actor,
            ticket=row.ticket,
            counter=row.counter,
            data=row.data,
        )
        for row in rows
    )


def newest_of(connection: Connection, site: str, kind: Kind) -> int:
    """The cursor of the site's last fact of the kind; 0 where there was none."""
    last = select(func.max(journal.c.id)).where(journal.c.site == site, journal.c.kind == kind.value)
    return int(connection.execute(last).scalar() or 0)


def newest(connection: Connection, site: str) -> int:
    """The cursor of the site's last fact; 0 before the first."""
    last = select(func.max(journal.c.id)).where(journal.c.site == site)
    return int(connection.execute(last).scalar() or 0)
