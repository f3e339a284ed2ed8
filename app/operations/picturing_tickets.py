"""A ticket of a satellite as its facts tell it: the row that stands for it here, moved on fact by fact."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from app.domain.events import Event, Kind
from app.domain.links import digest
from app.domain.mall import Mall
from app.domain.opening import service_day
from app.domain.ticket import ACTIVE, ENDED, PrintState, Status
from app.store.tables import far_ticket
from app.store.tables import ticket as table
from app.store.transaction import Transaction

_KNOWN = (
    select(table.c.id, table.c.status, table.c.calls, table.c.called_at, table.c.ended_at, table.c.moves)
    .join(far_ticket, far_ticket.c.ticket == table.c.id)
    .where(far_ticket.c.site == bindparam("site"), far_ticket.c.far == bindparam("far"))
)
_WAITS_ANEW = frozenset({Kind.TICKET_WENT_ON, Kind.TICKET_CHECKED_IN})


def picture_ticket(
    tx: Transaction, mall: Mall, event: Event, *, random: Callable[[int], bytes]
) -> int | None:
    """This database's id of the ticket that the fact is about; None for one that was never issued here.

    Its address is known to nobody: `random(n)` gives n bytes to keep in its place.
    """
    if event.kind is Kind.TICKET_ISSUED:
        return _issued(tx, mall, event, random=random)
    known: Any = tx.execute(_KNOWN, {"site": tx.site, "far": event.ticket}).one_or_none()
    if known is None:
        return None
    if "to" in event.data:
        values = _moved(known, event)
        tx.execute(update(table).where(table.c.id == known.id).values(**values, moves=known.moves + 1))
    return int(known.id)


def _issued(tx: Transaction, mall: Mall, event: Event, *, random: Callable[[int], bytes]) -> int:
    data, at = event.data, event.at
    prefix, _, ordinal = str(data["number"]).rpartition("-")
    values = {
        "site": tx.site,
        "day": service_day(mall, at),
        "prefix": prefix,
        "ordinal": int(ordinal),
        "number": data["number"],
        "service": data["service"],
        "issued_for": data["service"],
        "agency": data["agency"],
        "status": data["to"],
        "language": mall.languages[0],
        "issued_at": at,
        "waiting_since": at,
        "origin": event.actor,
        "print_state": PrintState.NONE,
        "nonce": random(16),
        "token_hash": digest(random(16).hex()),
        **_changed(event),
    }
    if data["to"] == Status.EXPECTED:
        values["promised_at"] = values["sort_key"]
    ticket: int = tx.execute(insert(table).values(values).returning(table.c.id)).scalar_one()
    tx.execute(insert(far_ticket).values(site=tx.site, far=event.ticket, ticket=ticket))
    return ticket


def _changed(event: Event) -> dict[str, Any]:
    """The columns that the fact itself names."""
    values = dict(event.data.get("changed", {}))
    if "sort_key" in values:
        values["sort_key"] = datetime.fromisoformat(values["sort_key"])
    return values


def _moved(known: Any, event: Event) -> dict[str, Any]:
    status, at, kind = Status(event.data["to"]), event.at, event.kind
    values: dict[str, Any] = {"status": status, **_changed(event)}
    values["ended_at"] = (known.ended_at or at) if status in ENDED else None
    values["parked_at"] = at if kind is Kind.TICKET_MISSED else None
    if kind in (Kind.TICKET_CALLED, Kind.TICKET_RECALLED):
        announced = event.data.get("announced", event.data["calls"])
        values |= {"called_at": at, "recalled": kind is Kind.TICKET_RECALLED, "announced": announced}
    if kind is Kind.TICKET_SERVING:
        values["serving_at"] = at
    elif status not in (Status.SERVING, Status.HELD, *ENDED):
        values["serving_at"] = None
    if kind in _WAITS_ANEW or (kind is Kind.TICKET_TRANSFERRED and "service" in values):
        values["waiting_since"] = at
    elif "waiting_since" in event.data:  # as it was before what is taken back
        values["waiting_since"] = datetime.fromisoformat(event.data["waiting_since"])
    if kind is Kind.TICKET_CHECKED_IN:
        values["arrived_at"] = at
    if status not in ACTIVE and values.get("calls", known.calls) == 0:
        values["called_at"] = None
    return values
