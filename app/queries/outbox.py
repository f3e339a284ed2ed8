"""The outbox: whether something is due, and what an administrator sees of it."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from app.domain.delivering import Channel
from app.store.tables import delivery as table
from app.store.tables import is_due

_ANY = select(table.c.id).where(
    is_due, table.c.channel == bindparam("channel"), table.c.next_at <= bindparam("now")
)
_ANY = _ANY.limit(1)


def is_anything_due(connection: Connection, channel: Channel, *, now: datetime) -> bool:
    return connection.execute(_ANY, {"channel": channel.value, "now": now}).first() is not None
