"""The smallest change there is, a fact in the journal, and a look at what is there."""

from sqlalchemy import insert

from app.domain.events import Kind
from app.store.database import Database
from app.store.journal import newest, record, since
from app.store.tables import journal
from app.store.transaction import Transaction
from tests.factories import MAIN, MORNING


def fact(tx: Transaction, actor: str) -> int:
    """Appends a fact and returns its cursor."""
    record(tx, Kind.COUNTER_OPENED, at=MORNING, actor=actor)
    return newest(tx.connection, tx.site)


def unknown_fact(tx: Transaction, kind: str) -> int:
    """Appends a fact as a newer version might; returns its cursor."""
    row = {"site": tx.site, "at": MORNING, "kind": kind, "actor": "tomorrow", "data": {}}
    tx.execute(insert(journal).values(row))
    return newest(tx.connection, tx.site)


def actors(database: Database, *, site: str = MAIN) -> list[str]:
    """Who is in the journal of the site, in its order."""
    with database.read() as connection:
        return [event.actor for event in since(connection, site, 0)]
