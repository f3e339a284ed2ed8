"""Every table: columns, keys and constraints. The rules live in app/domain."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    func,
    literal_column,
    text,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value
        return moment.astimezone(UTC)


# SQLite numbers rows by itself only for INTEGER keys.
Key = BigInteger().with_variant(Integer(), "sqlite")

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
    Column("agency", String(40), nullable=False),
    Column("status", String(16), nullable=False),
    Column("priority", String(16)),
    Column("language", String(8), nullable=False),
    Column("sort_key", Moment, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("called_at", Moment),
    Column("serving_at", Moment),
    Column("ended_at", Moment),
    Column("counter", String(40)),
    Column("calls", Integer, nullable=False, server_default="0"),
    Column("recalled", Boolean, nullable=False, server_default=false()),  # the latest call was a recall
    Column("origin", String(80), nullable=False),
    Column("print_state", String(16), nullable=False),
    Column("printer", String(40)),
    Column("confirmed_at", Moment),
    Column("nonce", LargeBinary(16), nullable=False),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    UniqueConstraint("site", "day", "prefix", "ordinal"),
    sqlite_autoincrement=True,
)
# Conditions spelt out as literals: SQLite uses a partial index only where it can read the value.
_WAITING = text("status = 'waiting'")
_ACTIVE = text("status IN ('called', 'serving')")
_OPEN = text("status IN ('waiting', 'called', 'serving', 'held', 'missed')")
is_waiting = ticket.c.status == literal_column("'waiting'")
is_active = ticket.c.status.in_([literal_column("'called'"), literal_column("'serving'")])
is_open = ticket.c.status.in_(
    [literal_column(f"'{status}'") for status in ("waiting", "called", "serving", "held", "missed")]
)
Index(
    "ix_ticket_waiting",  # all that counting a queue and finding its first needs, service by service
    ticket.c.site,
    ticket.c.day,
    ticket.c.agency,
    ticket.c.service,
    ticket.c.sort_key,
    ticket.c.id,
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

print_job = Table(
    "print_job",
    metadata,
    Column("id", Key, primary_key=True),
    Column("site", String(40), nullable=False),
    Column("printer", String(40), nullable=False),
    Column("ticket", BigInteger, ForeignKey("ticket.id")),  # none: a test of the printer
    Column("kiosk", String(40)),
    Column("slip", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),  # every lease, numbered
    Column("failures", Integer, nullable=False, server_default="0"),  # attempts that cost one
    Column("doubts", Integer, nullable=False, server_default="0"),  # attempts that may be on paper
    Column("marked", Boolean, nullable=False, server_default=false()),
    Column("papers_before", Integer, nullable=False, server_default="0"),  # of this number; 0: the first job
    Column("been_at", JSON),  # the printers that it was taken away from
    Column("at_printer_since", Moment),  # when it came from another printer; none: as long as it exists
    Column("not_before", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)
_OPEN_JOB = text("state IN ('queued', 'leased')")
here_since = func.coalesce(print_job.c.at_printer_since, print_job.c.created_at)
is_open_job = print_job.c.state.in_([literal_column("'queued'"), literal_column("'leased'")])
Index(
    "ix_print_job_open",
    print_job.c.site,
    print_job.c.printer,
    print_job.c.id,
    sqlite_where=_OPEN_JOB,
    postgresql_where=_OPEN_JOB,
)
Index("ix_print_job_ticket", print_job.c.ticket)

printer_state = Table(
    "printer_state",
    metadata,
    Column("site", String(40), primary_key=True),
    Column("code", String(40), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("since", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("stopped_since", Moment),  # it has not worked since, whatever it said meanwhile; none: it works
)

roll = Table(
    "roll",
    metadata,
    Column("site", String(40), primary_key=True),
    Column("printer", String(40), primary_key=True),
    Column("papers", Integer, nullable=False, server_default="0"),  # that it gave, or may have given
    Column("printed_at", Moment),  # the last of them
    Column("since", Moment),  # when it was put in; none: nobody saw that
    Column("low_from", Integer),  # its papers when the printer first said that it runs low
    Column("opened", Boolean, nullable=False, server_default=false()),  # the printer stopped since then
)
printer_probe = Table(
    "printer_probe",
    metadata,
    Column("id", Key, primary_key=True),
    Column("site", String(40), nullable=False),
    Column("printer", String(40), nullable=False),
    Column("slip", Boolean, nullable=False),  # whether a test slip is printed, too
    Column("asked_at", Moment, nullable=False),
    Column("asked_by", String(80), nullable=False),
    Column("started_at", Moment),  # an agent took it up
    Column("ended_at", Moment),
    Column("outcome", JSON(none_as_null=True)),  # how it ended, and what was found
    Index("ix_printer_probe_site", "site", "printer", "id"),
    sqlite_autoincrement=True,
)
_OPEN_PROBE = text("ended_at IS NULL")
is_open_probe = printer_probe.c.ended_at.is_(None)
Index(
    "uq_printer_probe_open",
    printer_probe.c.site,
    printer_probe.c.printer,
    unique=True,
    sqlite_where=_OPEN_PROBE,
    postgresql_where=_OPEN_PROBE,
)

alarm = Table(
    "alarm",
    metadata,
    Column("id", Key, primary_key=True),
    Column("site", String(40), nullable=False),
    Column("printer", String(40), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("detail", Text, nullable=False, server_default=""),
    Column("covers", JSON),  # number -> how often its paper had failed when this alarm last rang
    Column("since", Moment, nullable=False),
    Column("quiet_since", Moment),  # its cause went away; it may come back before the alarm ends
    Column("cleared_at", Moment),
    Column("acknowledged_at", Moment),
    Column("acknowledged_by", String(80)),
    sqlite_autoincrement=True,
)
_STANDING = text("cleared_at IS NULL")
Index(
    "uq_alarm_standing",
    alarm.c.site,
    alarm.c.printer,
    alarm.c.kind,
    unique=True,
    sqlite_where=_STANDING,
    postgresql_where=_STANDING,
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

token = Table(
    "token",
    metadata,
    Column("id", Key, primary_key=True),
    Column("role", String(16), nullable=False),
    Column("site", String(40)),
    Column("code", String(40)),
    Column("name", String(120), nullable=False),
    Column("secret_hash", LargeBinary(32), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("seen_at", Moment),  # its last use, to the minute
    sqlite_autoincrement=True,
)

pairing = Table(
    "pairing",
    metadata,
    Column("id", Key, primary_key=True),
    Column("code", String(8), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("name", String(40), nullable=False),
    Column("address", String(64), nullable=False),
    Column("secret_hash", LargeBinary(32), nullable=False, unique=True),  # of the token it is to become
    Column("key_hash", LargeBinary(32), nullable=False, unique=True),  # of what the device asks again with
    Column("asked_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("token", BigInteger, ForeignKey("token.id")),  # none: nobody has confirmed it yet
    sqlite_autoincrement=True,
)

wrong_code = Table(
    "wrong_code",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("locks_until", Moment),  # it was one too many
    sqlite_autoincrement=True,
)

installation = Table(
    "installation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("secret_hash", LargeBinary(32), nullable=False),
    Column("demo", Boolean, nullable=False),
)

revision = Table(
    "revision",
    metadata,
    Column("id", Key, primary_key=True),
    Column("document", JSON, nullable=False),
    Column("author", String(80), nullable=False),
    Column("comment", Text, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)
