"""News that no single deed makes: a turn comes near, a booking is tomorrow, what was promised is closed."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, bindparam, select

from app.domain.booking import BookingState
from app.domain.mall import Mall, Site
from app.domain.news import NEAR_LASTS, Closing, News, Notice
from app.domain.opening import service_day
from app.domain.ticket import Status, Ticket
from app.operations.telling import tell
from app.queries.bookings import Booking, find_booking
from app.queries.closings import Closed, Closings
from app.queries.contacts import SELECT, Contact, from_row
from app.queries.positions import positions, tickets_by_id
from app.store.tables import contact, delivery
from app.store.transaction import Transaction

_FROM_TODAY = SELECT.where(contact.c.site == bindparam("site"), contact.c.day >= bindparam("today"))
_OWED = select(delivery.c.target, delivery.c.subject, delivery.c.fact)

Due = tuple[Contact, Notice]


def news_due(connection: Connection, mall: Mall, site: Site, *, now: datetime) -> list[Due]:
    """Who is to be told what, and has not been: a look, that costs one small query where nobody waits."""
    today = service_day(mall, now)
    contacts = [from_row(row) for row in connection.execute(_FROM_TODAY, {"site": site.code, "today": today})]
    if not contacts:
        return []
    closings = Closings(connection, mall, site, now=now)
    due = [
        *_of_tickets(connection, mall, site, contacts, closings, today=today, now=now),
        *_of_bookings(connection, mall, contacts, closings, today=today, now=now),
    ]
    return _untold(connection, due)


def announce(tx: Transaction, mall: Mall, site: Site, *, now: datetime) -> int:
    """Owes them what is due at this moment; how many messages."""
    due = news_due(tx.connection, mall, site, now=now)
    return sum(tell(tx, [contact], notice, now=now) for contact, notice in due)


def _of_tickets(
    connection: Connection,
    mall: Mall,
    site: Site,
    contacts: Sequence[Contact],
    closings: Closings,
    *,
    today: date,
    now: datetime,
) -> Iterable[Due]:
    wanted = {known.ticket for known in contacts if known.ticket is not None and known.day == today}
    tickets = {ticket.id: ticket for ticket in tickets_by_id(connection, wanted)}
    waiting = [ticket for ticket in tickets.values() if ticket.status is Status.WAITING]
    ahead = {
        ticket_id: position.ahead
        for ticket_id, position in positions(connection, mall, site, waiting, day=today).items()
        if not position.deserted
    }
    far = mall.rules.near_ahead + 1
    for known in contacts:
        ticket = tickets.get(known.ticket or 0)
        if ticket is None:
            continue
        if ticket.status is Status.WAITING and ahead.get(ticket.id, far) <= mall.rules.near_ahead:
            yield known, _near(ticket, ahead[ticket.id], now=now)
        closed = closings.of_ticket(ticket)
        if closed is not None:
            yield known, _closed("ticket", ticket.id, closed)


def _of_bookings(
    connection: Connection,
    mall: Mall,
    contacts: Sequence[Contact],
    closings: Closings,
    *,
    today: date,
    now: datetime,
) -> Iterable[Due]:
    evening = datetime.combine(today, time(mall.rules.reminder_hour), tzinfo=mall.zone_info)
    for known in contacts:
        if known.booking is None or known.ticket is not None:
            continue
        booking = find_booking(connection, known.site, known.booking)
        if booking is None or booking.state is not BookingState.BOOKED:
            continue
        tomorrow = booking.day == today + timedelta(days=1)
        if tomorrow and known.left_at < evening <= now:  # whoever books later was told at that moment
            yield known, _reminder(booking)
        closed = closings.of_booking(booking)
        if closed is not None:
            body = {"starts_at": booking.starts_at.isoformat()}
            yield known, _closed("booking", booking.id, closed, until=booking.ends_at, **body)


def _untold(connection: Connection, due: Sequence[Due]) -> list[Due]:
    """Without those whom the outbox knows to have been told."""
    targets = sorted({str(known.id) for known, _ in due})
    if not targets:
        return []
    told = {tuple(row) for row in connection.execute(_OWED.where(delivery.c.target.in_(targets)))}
    return [
        (known, notice)
        for known, notice in due
        if (str(known.id), notice.news.value, notice.fact) not in told
    ]


def _near(ticket: Ticket, ahead: int, *, now: datetime) -> Notice:
    """Once for a place: whoever moves to the end hears it again when that comes near."""
    fact = f"near:{ticket.id}:{ticket.service}:{int(ticket.sort_key.timestamp())}"
    return Notice(News.NEAR, fact, {"ticket": ticket.id, "ahead": ahead}, now + NEAR_LASTS)


def _reminder(booking: Booking) -> Notice:
    body = {"booking": booking.id, "starts_at": booking.starts_at.isoformat()}
    return Notice(News.BOOKING_REMINDER, f"reminder:{booking.id}:{booking.day}", body, booking.starts_at)


def _closed(what: str, number: int, closed: Closed, *, until: datetime | None = None, **more: str) -> Notice:
    body = {
        what: number,
        "why": Closing(closed.kind).value,
        "reason": closed.reason,
        "back": closed.back.isoformat() if closed.back else None,
        **more,
    }
    fact = f"closed:{what}:{number}:{closed.kind.value}:{closed.since}"
    return Notice(News.COUNTER_CLOSED, fact, body, until)
