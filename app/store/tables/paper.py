"""Paper: print jobs, the printers and their rolls, what they can do, and the alarms they raise."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
    func,
    literal_column,
    text,
)

from app.store.tables.columns import Key, Moment, metadata

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
    Column("leased_by", BigInteger),  # the token of the agent that was handed it last
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

printer_holder = Table(
    "printer_holder",
    metadata,
    Column("site", String(40), primary_key=True),
    Column("printer", String(40), primary_key=True),
    Column("token", BigInteger, nullable=False),  # of the agent that serves it
    Column("heard_at", Moment, nullable=False),  # when something was heard of that agent
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
    Column("subject", String(40), nullable=False),  # the code of the printer, counter, agency or display
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
    alarm.c.subject,
    alarm.c.kind,
    unique=True,
    sqlite_where=_STANDING,
    postgresql_where=_STANDING,
)
