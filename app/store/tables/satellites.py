"""What a hub keeps of its satellites: how far it pulled, which ticket is which, and what it asked of them."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, LargeBinary, String, Table

from app.store.tables.columns import Key, Moment, metadata

satellite = Table(
    "satellite",
    metadata,
    Column("site", String(40), primary_key=True),
    Column("cursor", BigInteger, nullable=False),  # its own id of the last fact that is here
    Column("mark", String(120), nullable=False, server_default=""),  # that fact, to know it again
    Column("as_of", Moment),  # everything that happened there until then is here; none: nothing yet
    Column("trouble", String(40)),  # why nothing comes; none: it answers
    Column("since", Moment),  # of the trouble
    Column("begun", BigInteger, nullable=False, server_default="0"),  # facts up to this one are our own
)

far_ticket = Table(
    "far_ticket",
    metadata,
    Column("site", String(40), primary_key=True),
    Column("far", BigInteger, primary_key=True, autoincrement=False),  # the satellite's own id
    Column("ticket", BigInteger, ForeignKey("ticket.id"), nullable=False),
    Index("ix_far_ticket_ticket", "ticket"),
)

errand = Table(
    "errand",
    metadata,
    Column("id", Key, primary_key=True),
    Column("site", String(40), nullable=False),
    Column("kind", String(16), nullable=False),  # what was asked for: a ticket or a booking
    Column("phone", LargeBinary(32), nullable=False),  # the hash of a phone's own secret
    Column("key", String(80), nullable=False),
    Column("wish", JSON, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("address_hash", LargeBinary(32), unique=True),  # of what the satellite gave; none: no answer yet
    Column("far", BigInteger),  # the satellite's id of the ticket or booking
    Index("ix_errand_phone", "site", "phone"),
    sqlite_autoincrement=True,
)
