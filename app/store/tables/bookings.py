"""Bookings: a place in a slot of a coming day, until its visitor checks in and gets a number."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, LargeBinary, String, Table, text
from sqlalchemy.sql.expression import literal_column

from app.store.tables.columns import Key, Moment, metadata

booking = Table(
    "booking",
    metadata,
    Column("id", Key, primary_key=True),
    Column("site", String(40), nullable=False),
    Column("day", Date, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("service", String(40), nullable=False),
    Column("agency", String(40), nullable=False),
    Column("state", String(16), nullable=False),
    Column("priority", String(16)),
    Column("language", String(8), nullable=False),
    Column("origin", String(80), nullable=False),
    Column("phone", LargeBinary(32)),  # the hash of a phone's own secret
    Column("code_hash", LargeBinary(32), nullable=False, unique=True),
    Column("nonce", LargeBinary(16), nullable=False),  # with the installation's secret it makes the code
    Column("ticket", BigInteger, ForeignKey("ticket.id")),  # the number that it became
    Column("booked_at", Moment, nullable=False),
    Column("ended_at", Moment),
    sqlite_autoincrement=True,
)
_BOOKED = text("state = 'booked'")
is_booked = booking.c.state == literal_column("'booked'")
Index(
    "ix_booking_booked",  # all that counting a slot, a day's work to come and a phone's bookings needs
    booking.c.site,
    booking.c.day,
    booking.c.agency,
    booking.c.service,
    booking.c.starts_at,
    sqlite_where=_BOOKED,
    postgresql_where=_BOOKED,
)
Index("ix_booking_phone", booking.c.phone, sqlite_where=_BOOKED, postgresql_where=_BOOKED)
Index("ix_booking_service", booking.c.site, booking.c.day, booking.c.service)  # what counts against a quota
_BY_DESK = text("phone IS NULL")
is_by_desk = booking.c.phone.is_(None)
Index(
    "ix_booking_by_desk",  # what somebody booked for others
    booking.c.site,
    booking.c.origin,
    booking.c.booked_at,
    sqlite_where=_BY_DESK,
    postgresql_where=_BY_DESK,
)
