"""What a hub asks a satellite for in a visitor's name: noted before it is asked, so that it happens once.

An answer may be lost on the way. The same wish of the same phone is then asked again under the key that it
had, and the satellite, which remembers the key, gives the same number. What was given is known here by the
hash of its address, so that the visitor finds it on this server.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from app.domain.booking import BookingState
from app.domain.links import code_of, digest, normal
from app.store.tables import errand as table
from app.store.tables import far_ticket, ticket
from app.store.transaction import Transaction

KEPT = timedelta(days=100)  # bookings are made for weeks to come
UNANSWERED = timedelta(days=1)  # a satellite remembers keys for two
MOST_SHOWN = 200


class Errand(StrEnum):
    TICKET = "ticket"
    BOOKING = "booking"


_LISTED = {Errand.TICKET: timedelta(hours=12), Errand.BOOKING: KEPT}
# Tickets and bookings are counted apart at a satellite.
_PICTURED = (
    (table.c.kind == Errand.TICKET) & (far_ticket.c.site == table.c.site) & (far_ticket.c.far == table.c.far)
)
_MADE = (
    select(
        table.c.id,
        table.c.kind,
        table.c.key,
        table.c.wish,
        table.c.asked_at,
        table.c.address_hash,
        ticket.c.status,
    )
    .outerjoin(far_ticket, _PICTURED)
    .outerjoin(ticket, ticket.c.id == far_ticket.c.ticket)
)


@dataclass(frozen=True, slots=True)
class Given:
    """What a satellite gave: `told` is its document, without its address, as last seen here.

    `ticket` is this database's id of the ticket, once its facts have come; `origin` is the desk or the
    partner that asked, "" for a phone.
    """

    id: int
    site: str
    kind: Errand
    told: Mapping[str, Any]
    ticket: int | None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What a desk asked for: `told` is the answer, with its sealed address; before one came, the wish."""

    id: int
    kind: Errand
    key: str
    told: Mapping[str, Any]
    asked_at: datetime
    is_answered: bool


def set_out(
    tx: Transaction,
    site: str,
    kind: Errand,
    wish: Mapping[str, Any],
    *,
    phone: bytes,
    key: str,
    now: datetime,
    alike: bool = True,
) -> tuple[int, str]:
    """The errand's id and the key to ask with: that of the same wish, where it got no answer yet.

    Without `alike` only under the same key: two citizens at one desk may wish for the same thing.
    """
    tx.execute(delete(table).where(table.c.asked_at < now - KEPT))
    unanswered = select(table.c.id, table.c.key, table.c.wish).where(
        table.c.site == site,
        table.c.phone == phone,
        table.c.kind == kind,
        table.c.address_hash.is_(None),
        table.c.asked_at > now - UNANSWERED,
    )
    for row in tx.execute(unanswered):
        if row.wish == dict(wish) and (alike or row.key == key):
            return row.id, row.key
    values = {"site": site, "kind": kind, "phone": phone, "key": key, "wish": dict(wish), "asked_at": now}
    return int(tx.execute(insert(table).values(values).returning(table.c.id)).scalar_one()), key


def refused(tx: Transaction, errand: int) -> None:
    """The satellite said no: nothing is owed to anybody."""
    tx.execute(delete(table).where(table.c.id == errand, table.c.address_hash.is_(None)))


def brought(tx: Transaction, errand: int, address: str, told: Mapping[str, Any]) -> None:
    """The satellite gave it; the same answer again changes nothing."""
    known = select(table.c.id).where(table.c.address_hash == digest(normal(address)))
    if tx.execute(known).first() is not None:
        refused(tx, errand)
        return
    values = {"address_hash": digest(normal(address)), "far": told.get("id"), "wish": dict(told)}
    tx.execute(update(table).where(table.c.id == errand).values(values))


def came_of_it(tx: Transaction, code: str, address: str, told: Mapping[str, Any], *, now: datetime) -> None:
    """A booking became a ticket, which has an address of its own, and is of today however old the wish is."""
    hashed = digest(normal(address))
    known: Any = tx.execute(select(table).where(table.c.address_hash == _plain(code))).one_or_none()
    if known is None or tx.execute(select(table.c.id).where(table.c.address_hash == hashed)).first():
        return
    same = {name: getattr(known, name) for name in ("site", "phone", "key")}
    wish = {**told, "origin": known.wish.get("origin", "")}
    what = {"kind": Errand.TICKET, "wish": wish, "asked_at": now}
    row = {**same, **what, "address_hash": hashed, "far": told.get("id")}
    tx.execute(insert(table).values(row))
    arrived = {**known.wish, "state": BookingState.ARRIVED}
    tx.execute(update(table).where(table.c.id == known.id).values(wish=arrived))


def seen(tx: Transaction, address: str, told: Mapping[str, Any]) -> None:
    """What the satellite says of it after a deed."""
    known: Any = tx.execute(select(table).where(table.c.address_hash == _plain(address))).one_or_none()
    if known is not None and "state" in told:
        tx.execute(update(table).where(table.c.id == known.id).values(wish={**known.wish, **told}))


def follow_bookings(tx: Transaction, told: Mapping[int, Mapping[str, Any]]) -> None:
    """What the facts of the site say of bookings, by the satellite's id of each."""
    mine = (table.c.site == tx.site, table.c.kind == Errand.BOOKING, table.c.far.in_(told))
    for row in tx.execute(select(table.c.id, table.c.far, table.c.wish).where(*mine)).all():
        tx.execute(update(table).where(table.c.id == row.id).values(wish={**row.wish, **told[row.far]}))


def of_phone(
    connection: Connection, site: str, kind: Errand, *, phone: bytes, now: datetime
) -> list[Mapping[str, Any]]:
    """What the phone was given at the site, the newest last; a ticket with the state that its facts tell."""
    query = (
        select(table.c.wish, ticket.c.status)
        .outerjoin(far_ticket, _PICTURED)
        .outerjoin(ticket, ticket.c.id == far_ticket.c.ticket)
        .where(table.c.site == site, table.c.phone == phone, table.c.kind == kind)
        .where(table.c.address_hash.is_not(None), table.c.asked_at > now - _LISTED[kind])
        .order_by(table.c.id)
    )
    return [
        {**row.wish, **({"state": row.status} if row.status else {})} for row in connection.execute(query)
    ]


def of_desk(connection: Connection, site: str, *, desk: bytes, since: datetime) -> list[Made]:
    """What the desk asked for at the site since then, answered or not, the newest first."""
    mine = (table.c.site == site, table.c.phone == desk, table.c.asked_at >= since)
    rows = connection.execute(_MADE.where(*mine).order_by(table.c.id.desc()).limit(MOST_SHOWN))
    return [_made(row) for row in rows]


def by_desk(connection: Connection, errand: int, *, site: str, desk: bytes) -> Made | None:
    """The errand of this id if the desk asked for it there."""
    mine = (table.c.id == errand, table.c.site == site, table.c.phone == desk)
    row = connection.execute(_MADE.where(*mine)).one_or_none()
    return _made(row) if row is not None else None


def _made(row: Any) -> Made:
    told = {**row.wish, **({"state": row.status} if row.status else {})}
    return Made(row.id, Errand(row.kind), row.key, told, row.asked_at, row.address_hash is not None)


def given(connection: Connection, address: str) -> Given | None:
    """What has this address, a ticket's or a booking's, in whatever case it was typed."""
    query = (
        select(table.c.id, table.c.site, table.c.kind, table.c.wish, far_ticket.c.ticket)
        .outerjoin(far_ticket, _PICTURED)
        .where(table.c.address_hash == _plain(address))
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    told = {name: value for name, value in row.wish.items() if name not in ("sealed", "origin")}
    return Given(row.id, row.site, Errand(row.kind), told, row.ticket, row.wish.get("origin", ""))


def _plain(address: str) -> bytes:
    return digest(code_of(address))
