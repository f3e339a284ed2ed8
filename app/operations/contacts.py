"""Addresses of visitors: left, forgotten on request or when their time is over, copied for whose they are."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update

from app.domain.contacts import MOST_OF_ADDRESS, MOST_OF_ONE, found_by, plain_address
from app.domain.delivering import Channel, DeliveryState
from app.domain.errors import ContactLimit, UnknownContact
from app.domain.events import Kind
from app.domain.mall import Mall
from app.domain.news import Notice
from app.domain.opening import service_day
from app.operations.telling import tell
from app.queries.contacts import Contact, sealed_for
from app.store.journal import record
from app.store.tables import contact as table
from app.store.tables import delivery, is_due
from app.store.transaction import Transaction
from app.vault import Vault

FORGOTTEN = "the address was deleted"
SYSTEM = "system"


def leave_contact(
    tx: Transaction,
    vault: Vault,
    *,
    channel: Channel,
    said: str,
    language: str,
    day: date,
    actor: str,
    now: datetime,
    booking: int | None = None,
    ticket: int | None = None,
    first: Notice | None = None,
) -> Contact:
    """Keeps an address for a booking or a number, and tells it the `first` thing; again changes nothing.

    `day` is the one of the visit. Raises BadAddress and ContactLimit.
    """
    address = plain_address(channel, said)
    digest = vault.digest(found_by(channel, address))
    known = list(tx.execute(select(table).where(_of(booking, ticket))))
    same = next((row for row in known if row.digest == digest), None)
    if same is not None:
        return _without_digest(same)
    if len(known) >= MOST_OF_ONE or _how_often(tx, digest) >= MOST_OF_ADDRESS:
        raise ContactLimit
    row = {
        "site": tx.site,
        "channel": channel.value,
        "ticket": ticket,
        "booking": booking,
        "day": day,
        "language": language,
        "sealed": vault.seal(address, place=sealed_for(tx.site, channel)),
        "digest": digest,
        "left_at": now,
    }
    left = _without_digest(tx.execute(insert(table).values(row).returning(table)).one())
    data = {"channel": channel.value, "booking": booking}
    record(tx, Kind.CONTACT_LEFT, at=now, actor=actor, ticket=ticket, data=data)
    if first is not None:
        tell(tx, [left], first, now=now)
    return left


def forget_contact(
    tx: Transaction, contact: int, *, of: Sequence[Contact], actor: str, now: datetime
) -> None:
    """One of these addresses. Raises UnknownContact for any other."""
    if contact not in {known.id for known in of}:
        raise UnknownContact(contact=contact)
    forget_contacts(tx, [contact], kind=Kind.CONTACTS_DELETED, actor=actor, now=now)


def forget_contacts(
    tx: Transaction, contacts: Sequence[int], *, kind: Kind, actor: str, now: datetime
) -> int:
    """Deletes these rows, gives up what they are still owed, and counts them in the journal."""
    if not contacts:
        return 0
    owed = (delivery.c.site == tx.site, is_due, delivery.c.channel != Channel.PARTNER.value)
    targets = [str(contact) for contact in contacts]
    values = {"state": DeliveryState.GIVEN_UP.value, "last_error": FORGOTTEN}
    tx.execute(update(delivery).where(*owed, delivery.c.target.in_(targets)).values(values))
    gone = tx.execute(delete(table).where(table.c.site == tx.site, table.c.id.in_(contacts))).rowcount
    if gone:
        record(tx, kind, at=now, actor=actor, data={"count": gone})
    return gone


def purge_contacts(tx: Transaction, mall: Mall, *, now: datetime, most: int) -> int:
    """Those of visits that are over for as many days as the mall says; how many."""
    kept = service_day(mall, now).toordinal() - mall.rules.contact_days
    old = (table.c.site == tx.site, table.c.day <= date.fromordinal(kept))
    due = list(tx.execute(select(table.c.id).where(*old).limit(most)).scalars())
    return forget_contacts(tx, due, kind=Kind.CONTACTS_PURGED, actor=SYSTEM, now=now)


def carry_contacts(tx: Transaction, *, booking: int, ticket: int) -> None:
    """The booking became a number: whoever wished to be told still does."""
    tx.execute(update(table).where(table.c.booking == booking).values(ticket=ticket))


def shift_contacts(tx: Transaction, *, booking: int, day: date) -> None:
    """The visit is on another day, and so is the forgetting."""
    tx.execute(update(table).where(table.c.booking == booking).values(day=day))


def export_contacts(
    tx: Transaction, vault: Vault, contacts: Sequence[Contact], *, actor: str, now: datetime
) -> list[dict[str, Any]]:
    """All that is kept of these, in plain words, with what was sent to them; journalled as a number."""
    sent = _sent_to(tx, [contact.id for contact in contacts])
    if not contacts:
        return []
    record(tx, Kind.CONTACTS_EXPORTED, at=now, actor=actor, data={"count": len(contacts)})
    return [
        {
            "id": contact.id,
            "site": contact.site,
            "channel": contact.channel.value,
            "address": vault.open(contact.sealed, place=contact.place),
            "language": contact.language,
            "visit": contact.day.isoformat(),
            "left_at": contact.left_at.isoformat(),
            "messages": sent.get(str(contact.id), []),
        }
        for contact in contacts
    ]


def _sent_to(tx: Transaction, contacts: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    mine = delivery.c.target.in_([str(contact) for contact in contacts])
    theirs = delivery.c.channel != Channel.PARTNER.value
    for row in tx.execute(select(delivery).where(mine, theirs).order_by(delivery.c.id)):
        told = {"subject": row.subject, "state": row.state, "at": row.created_at.isoformat()}
        found.setdefault(row.target, []).append(told)
    return found


def _how_often(tx: Transaction, digest: bytes) -> int:
    """For how many visits an address was left, at any site."""
    return int(tx.execute(select(func.count()).where(table.c.digest == digest)).scalar_one())


def _of(booking: int | None, ticket: int | None) -> ColumnElement[bool]:
    wanted = [table.c.booking == booking] if booking is not None else []
    wanted += [table.c.ticket == ticket] if ticket is not None else []
    return or_(*wanted)


def _without_digest(row: Any) -> Contact:
    values = {name: row._mapping[name] for name in Contact.__slots__}
    return Contact(**{**values, "channel": Channel(values["channel"])})
