"""The queue: tickets, their numbers, the counters that call them, and the journal of every fact."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    cast,
    false,
    literal_column,
    text,
)

from app.store.tables.columns import Key, Moment, metadata

ticket = Table(
    "ticket",
    metadata,
    Column("id", Key, primary_key=True),
    Column("site", String(40), nullable=False),
    Column("day", Date, nullable=False),
    Column("prefix", String(16), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("number", String(24), nullable=False),
    Column("service", String(40), nullable=False),
    Column("issued_for", String(40), nullable=False),  # the service it was given for, whatever follows
    Column("agency", String(40), nullable=False),
    Column("status", String(16), nullable=False),
    Column("priority", String(16)),
    Column("language", String(8), nullable=False),
    Column("sort_key", Moment, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("waiting_since", Moment, nullable=False),  # when it last began to wait for a service
    Column("called_at", Moment),
    Column("serving_at", Moment),
    Column("ended_at", Moment),
    Column("counter", String(40)),
    Column("calls", Integer, nullable=False, server_default="0"),
    Column("announced", Integer, nullable=False, server_default="0"),  # also calls that count no more
    Column("summons", Integer, nullable=False, server_default="0"),  # calls since it last left the queue
    Column("misses", Integer, nullable=False, server_default="0"),
    Column("parked_at", Moment),  # when it was missed, while it is
    Column("recalled", Boolean, nullable=False, server_default=false()),  # the latest call was a recall
    Column("stops", JSON, nullable=False, server_default="[]"),  # what follows: {service, counter or null}
    Column("only_at", String(40)),  # the one counter that may call it
    Column("note", Text, nullable=False, server_default=""),
    Column("hold_reason", Text, nullable=False, server_default=""),
    Column("moves", Integer, nullable=False, server_default="0"),  # steps of its life so far
    Column("origin", String(80), nullable=False),
    Column("print_state", String(16), nullable=False),
    Column("printer", String(40)),
    Column("confirmed_at", Moment),
    Column("promised_at", Moment),  # of a number taken from afar: when its visitor was told to be here
    Column("arrives_by", Moment),
    Column("arrived_at", Moment),
    Column("postponed", Integer, nullable=False, server_default="0"),  # times, at the visitor's wish
    Column("phone", LargeBinary(32)),  # the hash of a phone's own secret
    Column("nonce", LargeBinary(16), nullable=False),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    UniqueConstraint("site", "day", "prefix", "ordinal"),
    Index("ix_ticket_issued", "site", "day", "issued_for"),  # numbers that count against a quota
    sqlite_autoincrement=True,
)
# Conditions spelt out as literals: SQLite uses a partial index only where it can read the value.
_WAITING = text("status = 'waiting'")
_ACTIVE = text("status IN ('looked', 'called', 'serving')")
_OPEN = text("status IN ('expected', 'waiting', 'looked', 'called', 'serving', 'held', 'missed')")
is_waiting = ticket.c.status == literal_column("'waiting'")
is_active = ticket.c.status.in_([literal_column(f"'{status}'") for status in ("looked", "called", "serving")])
_OPEN_STATES = ("expected", "waiting", "looked", "called", "serving", "held", "missed")
is_open = ticket.c.status.in_([literal_column(f"'{status}'") for status in _OPEN_STATES])
Index(
    "ix_ticket_waiting",  # all that counting a queue and finding its first needs, service by service
    ticket.c.site,
    ticket.c.day,
    ticket.c.agency,
    ticket.c.service,
    ticket.c.sort_key,
    ticket.c.id,
    ticket.c.only_at,
    sqlite_where=_WAITING,
    postgresql_where=_WAITING,
)
Index(
    "uq_ticket_active_counter",
    ticket.c.site,
    ticket.c.counter,
    unique=True,
    sqlite_where=_ACTIVE,
    postgresql_where=_ACTIVE,
)
Index(
    "ix_ticket_open",
    ticket.c.site,
    ticket.c.day,
    ticket.c.id,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
_CALLED = text("called_at IS NOT NULL")
Index(
    "ix_ticket_called",
    ticket.c.site,
    ticket.c.day,
    ticket.c.called_at,
    sqlite_where=_CALLED,
    postgresql_where=_CALLED,
)

_ASIDE = text("status IN ('expected', 'held', 'missed')")
is_aside = ticket.c.status.in_([literal_column(f"'{status}'") for status in ("expected", "held", "missed")])
Index(
    "ix_ticket_aside",  # those who were called and will be called back, and those who are on their way
    ticket.c.site,
    ticket.c.day,
    ticket.c.agency,
    ticket.c.service,
    sqlite_where=_ASIDE,
    postgresql_where=_ASIDE,
)

Index(
    "ix_ticket_remote",  # how many numbers of a day were taken from afar, and by one phone
    ticket.c.site,
    ticket.c.day,
    ticket.c.issued_for,
    sqlite_where=text("promised_at IS NOT NULL"),
    postgresql_where=text("promised_at IS NOT NULL"),
)

_TO_COME = text(f"{_OPEN.text} AND CAST(stops AS TEXT) <> '[]'")
stops_text = cast(ticket.c.stops, Text)
has_stops = and_(is_open, stops_text != literal_column("'[]'"))
Index(
    "ix_ticket_stops",  # those who go on to another service after this one
    ticket.c.site,
    ticket.c.day,
    sqlite_where=_TO_COME,
    postgresql_where=_TO_COME,
)

last_move = Table(  # what a clerk may take back, one a counter
    "last_move",
    metadata,
    Column("site", String(40), primary_key=True),
    Column("counter", String(40), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("move", String(24), nullable=False),
    Column("ticket", BigInteger, nullable=False),
    Column("moves", Integer, nullable=False),  # the ticket's, right after it
    Column("before", JSON, nullable=False),  # the columns it changed, as they were
)

series = Table(
    "series",
    metadata,
    Column("site", String(40), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("prefix", String(16), primary_key=True),
    Column("last", Integer, nullable=False),
)

counter = Table(
    "counter",
    metadata,
    Column("site", String(40), primary_key=True),
    Column("code", String(40), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("since", Moment, nullable=False),
    Column("returns_at", Moment),
    Column("reason", Text, nullable=False, server_default=""),
    Column("opened_at", Moment),  # when it last came from closed
    Column("reopens_at", Moment),  # when whoever closed it, or asks to, will be back
    Column("asked_by", String(80)),  # who asks to close it
    Column("asked_at", Moment),
    Column("approved", Boolean, nullable=False, server_default=false()),  # it closes after its visitor
    Column("resumes", String(16)),  # the state in which a closing was asked for
)

journal = Table(
    "journal",
    metadata,
    Column("id", Key, primary_key=True),
    Column("site", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("ticket", BigInteger),
    Column("counter", String(40)),
    Column("data", JSON, nullable=False),
    Index("ix_journal_site_id", "site", "id"),
    sqlite_autoincrement=True,
)
_FINISH = text("kind IN ('ticket_served', 'ticket_went_on', 'move_undone')")
is_finish = journal.c.kind.in_(
    [literal_column(f"'{kind}'") for kind in ("ticket_served", "ticket_went_on", "move_undone")]
)
Index(
    "ix_journal_finish",  # all that counting a counter's visits of today needs
    journal.c.site,
    journal.c.at,
    journal.c.kind,
    journal.c.counter,
    sqlite_where=_FINISH,
    postgresql_where=_FINISH,
)

reply = Table(
    "reply",
    metadata,
    Column("scope", String(80), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("outcome", JSON, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)
