"""Where visitors wish to be told something: rows with sealed addresses, which only app/vault.py opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from app.domain.delivering import Channel
from app.store.tables import contact as table

_COLUMNS = tuple(column for column in table.c if column.name != "digest")
SELECT = select(*_COLUMNS).order_by(table.c.id)
_OF_BOOKING = SELECT.where(table.c.booking == bindparam("booking"))
_OF_TICKET = SELECT.where(table.c.ticket == bindparam("ticket"))


@dataclass(frozen=True, slots=True)
class Contact:
    """One address of the visitor of a booking, of a number, or of a booking that became one."""

    id: int
    site: str
    channel: Channel
    ticket: int | None
    booking: int | None
    day: date
    language: str
    sealed: bytes
    left_at: datetime

    @property
    def place(self) -> str:
        """What its address is sealed for."""
        return sealed_for(self.site, self.channel)


def sealed_for(site: str, channel: Channel) -> str:
    return f"{site}/{channel.value}"


def from_row(row: Any) -> Contact:
    values = dict(row._mapping)
    return Contact(**{**values, "channel": Channel(values["channel"])})


def contacts_of_booking(connection: Connection, booking: int) -> Sequence[Contact]:
    return [from_row(row) for row in connection.execute(_OF_BOOKING, {"booking": booking})]


def contacts_of_ticket(connection: Connection, ticket: int) -> Sequence[Contact]:
    return [from_row(row) for row in connection.execute(_OF_TICKET, {"ticket": ticket})]


def contact_by_id(connection: Connection, contact: int) -> Contact | None:
    row = connection.execute(SELECT.where(table.c.id == contact)).one_or_none()
    return None if row is None else from_row(row)


def contacts_by_digest(connection: Connection, digest: bytes, *, site: str) -> Sequence[Contact]:
    """Every booking and number of a site for which this address was left."""
    mine = SELECT.where(table.c.digest == digest, table.c.site == site)
    return [from_row(row) for row in connection.execute(mine)]


def sites_of_contacts(connection: Connection) -> frozenset[str]:
    """Every site that has any, also one that the mall has no more."""
    return frozenset(connection.execute(select(table.c.site).distinct()).scalars())


def how_many_contacts(connection: Connection, *, site: str) -> int:
    return int(connection.execute(select(func.count()).where(table.c.site == site)).scalar_one())
