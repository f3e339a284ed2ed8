"""What is left at a place that the mall does not have any more: nobody waits at a counter that is gone."""

from datetime import datetime

from sqlalchemy import select, update

from app.domain.counter import CounterState
from app.domain.events import Kind
from app.domain.mall import Mall
from app.domain.ticket import Action
from app.operations.counters import AT_WORK, SYSTEM
from app.operations.moving import move
from app.queries.tickets import SELECT, from_row
from app.store.journal import record
from app.store.tables import counter, is_active
from app.store.tables import ticket as table
from app.store.transaction import Transaction

GONE = "gone"  # why the counter closed


def clear_gone_counters(tx: Transaction, mall: Mall, *, now: datetime) -> int:
    """Closes counters that were archived while they were open; their visitors wait again, as they came.

    Holds for every counter of a site that is archived itself. How many changed.
    """
    site = mall.site.get(tx.site)
    there = frozenset(site.counter if site else ())
    left = tx.execute(
        select(counter.c.code).where(counter.c.site == tx.site, counter.c.state != CounterState.CLOSED)
    ).all()
    gone = [row.code for row in left if row.code not in there]
    if gone:
        values = {"state": CounterState.CLOSED, "since": now, **AT_WORK}
        tx.execute(update(counter).where(counter.c.site == tx.site, counter.c.code.in_(gone)).values(values))
    for code in gone:
        record(tx, Kind.COUNTER_CLOSED, at=now, actor=SYSTEM, counter=code, data={"reason": GONE})
    return len(gone) + _return_visitors(tx, there, now=now)


def _return_visitors(tx: Transaction, there: frozenset[str], *, now: datetime) -> int:
    rows = tx.execute(SELECT.where(table.c.site == tx.site, is_active)).all()
    left = [ticket for ticket in map(from_row, rows) if ticket.counter not in there]
    for ticket in left:
        move(
            tx,
            ticket,
            Action.RETURN,
            Kind.TICKET_RETURNED,
            actor=SYSTEM,
            now=now,
            counter=ticket.counter,
            changes={"serving_at": None},
        )
    return len(left)
