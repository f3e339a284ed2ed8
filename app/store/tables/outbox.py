"""The outbox: messages that are owed to somebody, and where visitors wish to be told something."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.sql.expression import literal_column

from app.store.tables.columns import Key, Moment, metadata

contact = Table(
    "contact",
    metadata,
    Column("id", Key, primary_key=True),
    Column("site", String(40), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("ticket", BigInteger, ForeignKey("ticket.id")),
    Column("booking", BigInteger, ForeignKey("booking.id")),
    Column("day", Date, nullable=False),  # of the visit: it is forgotten soon after
    Column("language", String(8), nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # the address, which only the installation's secret opens
    Column("digest", LargeBinary(32), nullable=False),  # the address again, to find it: a keyed hash
    Column("left_at", Moment, nullable=False),
    UniqueConstraint("booking", "digest"),
    UniqueConstraint("ticket", "digest"),
    Index("ix_contact_day", "site", "day"),
    Index("ix_contact_digest", "digest"),
    sqlite_autoincrement=True,  # a number is never given again: messages name their contact by it
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Key, primary_key=True),
    Column("site", String(40), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("target", String(80), nullable=False),  # the number of a contact, the code of a partner
    Column("subject", String(40), nullable=False),
    Column("fact", String(120), nullable=False),
    Column("language", String(8), nullable=False),
    Column("body", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column(
        "next_at", Moment, nullable=False
    ),  # due from then on; while a worker has it, the end of its lease
    Column("until", Moment),  # when the news in it is old
    Column("last_error", Text, nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    UniqueConstraint("channel", "target", "subject", "fact"),  # nothing twice for one fact
    Index("ix_delivery_state", "site", "state", "id"),
    Index("ix_delivery_created", "created_at"),
    sqlite_autoincrement=True,
)
_DUE = text("state = 'due'")
is_due = delivery.c.state == literal_column("'due'")
Index(
    "ix_delivery_due",
    delivery.c.channel,
    delivery.c.next_at,
    sqlite_where=_DUE,
    postgresql_where=_DUE,
)
