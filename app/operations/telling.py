"""Tells whoever left an address what happened: a message in the outbox for each of them, beside the fact."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.domain.news import CALLED_LASTS, News, Notice
from app.domain.ticket import Ticket
from app.operations.outbox import put
from app.queries.bookings import Booking
from app.queries.contacts import Contact, contacts_of_booking, contacts_of_ticket
from app.store.tables import delivery
from app.store.transaction import Transaction

MOST_MOVES_TOLD = 5  # of one booking, to one address


def tell(tx: Transaction, contacts: Iterable[Contact], notice: Notice, *, now: datetime) -> int:
    """How many are told; whoever was told this fact before is not told again."""
    return sum(
        put(
            tx,
            channel=contact.channel,
            target=str(contact.id),
            subject=notice.news.value,
            fact=notice.fact,
            language=contact.language,
            body=notice.body,
            until=notice.until,
            now=now,
        )
        for contact in contacts
    )


def tell_of_booking(tx: Transaction, booking: Booking, notice: Notice, *, now: datetime) -> int:
    return tell(tx, contacts_of_booking(tx.connection, booking.id), notice, now=now)


def tell_of_move(tx: Transaction, booking: Booking, *, now: datetime) -> int:
    """A few times each: whoever moves a booking to and fro must not have others flooded with messages."""
    notice = booking_moved(booking, now=now)
    known = contacts_of_booking(tx.connection, booking.id)
    heard = Counter(
        tx.execute(
            select(delivery.c.target).where(
                delivery.c.subject == notice.news.value,
                delivery.c.target.in_([str(contact.id) for contact in known]),
            )
        ).scalars()
    )
    return tell(tx, [one for one in known if heard[str(one.id)] < MOST_MOVES_TOLD], notice, now=now)


def tell_of_ticket(tx: Transaction, ticket: Ticket, notice: Notice, *, now: datetime) -> int:
    return tell(tx, contacts_of_ticket(tx.connection, ticket.id), notice, now=now)


def booking_made(booking: Booking) -> Notice:
    """Also the first message to an address that is left later on."""
    return _of_booking(News.BOOKING_MADE, booking, f"made:{booking.id}")


def booking_moved(booking: Booking, *, now: datetime) -> Notice:
    return _of_booking(News.BOOKING_MOVED, booking, f"moved:{booking.id}:{_stamp(now)}")


def booking_cancelled(booking: Booking) -> Notice:
    return _of_booking(News.BOOKING_CANCELLED, booking, f"cancelled:{booking.id}")


def ticket_taken(ticket: Ticket) -> Notice:
    return Notice(News.TICKET_TAKEN, f"taken:{ticket.id}", {"ticket": ticket.id})


def ticket_called(ticket: Ticket, *, counter: str, now: datetime) -> Notice:
    """Each call and recall is one."""
    body: dict[str, Any] = {"ticket": ticket.id, "counter": counter}
    return Notice(News.CALLED, f"called:{ticket.id}:{ticket.announced}", body, now + CALLED_LASTS)


def _of_booking(news: News, booking: Booking, fact: str) -> Notice:
    body = {"booking": booking.id, "starts_at": booking.starts_at.isoformat()}
    return Notice(news, fact, body, booking.ends_at)


def _stamp(now: datetime) -> str:
    return str(int(now.timestamp() * 1_000_000))
