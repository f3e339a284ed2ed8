"""Numbers taken from afar: how many a day has, and which of them belong to a phone."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, bindparam, func, select

from app.domain.ticket import Status, Ticket
from app.queries.tickets import SELECT, from_row
from app.store.tables import is_open
from app.store.tables import ticket as table

_HERE = (
    table.c.site == bindparam("site"),
    table.c.day == bindparam("day"),
    table.c.promised_at.is_not(None),
)
_TAKEN = select(func.count()).where(
    *_HERE, table.c.issued_for == bindparam("service"), table.c.status != Status.VOIDED
)
_OF_PHONE = SELECT.where(*_HERE, table.c.phone == bindparam("phone"), is_open).order_by(table.c.id)


def taken_from_afar(connection: Connection, *, site: str, day: date, service: str) -> int:
    """How many numbers of the service were taken from afar that day, whatever became of them."""
    return int(connection.execute(_TAKEN, {"site": site, "day": day, "service": service}).scalar_one())


def tickets_of_phone(connection: Connection, *, site: str, day: date, phone: bytes) -> Sequence[Ticket]:
    """The phone's tickets at a site that are not over; `phone` is the hash of its secret."""
    rows = connection.execute(_OF_PHONE, {"site": site, "day": day, "phone": phone})
    return [from_row(row) for row in rows]
