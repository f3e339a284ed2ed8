"""The outbox: a message is put beside the fact it tells of, taken by one worker at a time, and settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.delivering import (
    LEASE,
    MOST_TRIES,
    Channel,
    DeliveryState,
    Outcome,
    Retry,
    Sent,
    Wait,
    next_try,
)
from app.domain.errors import UnknownDelivery
from app.store.tables import delivery as table
from app.store.tables import is_due
from app.store.transaction import Transaction

TOO_LATE = "too late"
LEFT = "whoever sent it stopped, and noted no answer"
_PUT = {
    name: make(table).on_conflict_do_nothing().returning(table.c.id)
    for name, make in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that a worker has taken. `attempts` counts this one too, and is its lease's number."""

    id: int
    site: str
    channel: Channel
    target: str
    subject: str
    fact: str
    language: str
    body: Mapping[str, Any]
    attempts: int
    until: datetime | None
    created_at: datetime


def put(
    tx: Transaction,
    *,
    channel: Channel,
    target: str,
    subject: str,
    fact: str,
    body: Mapping[str, Any],
    now: datetime,
    language: str = "id",
    until: datetime | None = None,
) -> bool:
    """Owes `target` a message, once for one fact; False if it was put before.

    `target` is the number of a contact or the code of a partner, never an address; `fact` a key that
    stays the same however often the deed is done. The body holds no personal data.
    """
    row = {
        "site": tx.site,
        "channel": channel.value,
        "target": target,
        "subject": subject,
        "fact": fact,
        "language": language,
        "body": dict(body),
        "state": DeliveryState.DUE.value,
        "next_at": now,
        "until": until,
        "created_at": now,
    }
    return tx.execute(_PUT[tx.connection.dialect.name], row).one_or_none() is not None


def take(tx: Transaction, channel: Channel, *, now: datetime) -> Delivery | None:
    """The message of a channel that has been due longest, leased; None where none is due.

    Whoever takes it and dies loses it at the end of the lease: it is then taken again with the same
    number, by which its receiver knows it. Those whose time is over, or that were tried too often by
    workers who died, are given up on the way.
    """
    mine = (is_due, table.c.channel == channel.value, table.c.next_at <= now)
    _give_up_old(tx, *mine, now=now)
    first = select(table.c.id).where(*mine).order_by(table.c.next_at, table.c.id).limit(1)
    lease = (
        update(table)
        .where(table.c.id == first.scalar_subquery(), *mine)
        .values(attempts=table.c.attempts + 1, next_at=now + LEASE)
        .returning(table)
    )
    row = tx.execute(lease).one_or_none()
    if row is None:
        return None
    fields = {name: row._mapping[name] for name in Delivery.__slots__ if name != "channel"}
    return Delivery(channel=Channel(row.channel), **fields)


def settle(tx: Transaction, taken: Delivery, outcome: Outcome, *, now: datetime) -> bool:
    """Notes what became of it; False if its lease was over and somebody else has it, who notes it."""
    held = (table.c.id == taken.id, is_due, table.c.attempts == taken.attempts)
    noted = tx.execute(update(table).where(*held).values(_verdict(taken, outcome, now=now))).rowcount > 0
    if isinstance(outcome, Wait):
        _put_off(tx, taken, until=now + outcome.pause)
    return noted


def send_again(tx: Transaction, delivery_id: int, *, now: datetime) -> None:
    """An administrator has a message tried anew, with as many tries as a new one.

    Raises UnknownDelivery where the site has none of this number that is not on its way already.
    """
    known = (table.c.id == delivery_id, table.c.site == tx.site, ~is_due)
    if not tx.execute(update(table).where(*known).values(as_new(now))).rowcount:
        raise UnknownDelivery(delivery=delivery_id)


def as_new(now: datetime) -> dict[str, Any]:
    """The columns of a message that is to be tried as if it never had been."""
    return {
        "state": DeliveryState.DUE.value,
        "attempts": 0,
        "next_at": now,
        "until": None,
        "last_error": "",
        "sent_at": None,
    }


def forget_deliveries(tx: Transaction, *, before: datetime) -> int:
    """Messages of long ago that are settled; how many."""
    old = (table.c.site == tx.site, table.c.created_at < before, ~is_due)
    return tx.execute(delete(table).where(*old)).rowcount


def _give_up_old(tx: Transaction, *mine: ColumnElement[bool], now: datetime) -> None:
    for over, why in ((table.c.until <= now, TOO_LATE), (table.c.attempts >= MOST_TRIES, LEFT)):
        error = func.coalesce(func.nullif(table.c.last_error, ""), why)
        values = {"state": DeliveryState.GIVEN_UP.value, "last_error": error}
        tx.execute(update(table).where(*mine, over).values(values))


def _put_off(tx: Transaction, taken: Delivery, *, until: datetime) -> None:
    """All that waits for the same target: taken up one by one, each would cost two commits for nothing."""
    same = (table.c.channel == taken.channel.value, table.c.target == taken.target)
    tx.execute(update(table).where(is_due, *same, table.c.next_at < until).values(next_at=until))


def _verdict(taken: Delivery, outcome: Outcome, *, now: datetime) -> dict[str, Any]:
    if isinstance(outcome, Sent):
        return {"state": DeliveryState.SENT.value, "sent_at": now, "last_error": ""}
    if isinstance(outcome, Wait):
        attempts = taken.attempts - 1
        return {"attempts": attempts, "next_at": now + outcome.pause, "last_error": outcome.reason}
    again = next_try(taken.attempts, now=now, until=taken.until) if isinstance(outcome, Retry) else None
    if again is None:
        return {"state": DeliveryState.GIVEN_UP.value, "last_error": outcome.reason}
    return {"next_at": again, "last_error": outcome.reason}
