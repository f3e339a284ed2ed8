"""The office's hand on the hall: switches of services, counters that help, the notice, the displays."""

from sqlalchemy import Boolean, Column, Float, Integer, String, Table, Text, false

from app.store.tables.columns import Moment, metadata

switch = Table(
    "switch",
    metadata,
    Column("site", String(40), primary_key=True),
    Column("service", String(40), primary_key=True),
    Column("setting", String(16), nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("actor", String(80), nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),  # none: until somebody turns it back
)

helping = Table(
    "helping",
    metadata,
    Column("site", String(40), primary_key=True),
    Column("counter", String(40), primary_key=True),
    Column("code", String(40), primary_key=True),  # of the agency or service that it joined
    Column("actor", String(80), nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
)

notice = Table(
    "notice",
    metadata,
    Column("site", String(40), primary_key=True),
    Column("text_id", Text, nullable=False),
    Column("text_en", Text, nullable=False),
    Column("urgent", Boolean, nullable=False, server_default=false()),
    Column("actor", String(80), nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
)

display_setting = Table(
    "display_setting",
    metadata,
    Column("site", String(40), primary_key=True),
    Column("code", String(40), primary_key=True),
    Column("layout", String(40)),  # none, here and below: what the mall's data say
    Column("distance_m", Float),
    Column("screen_inches", Float),
    Column("volume", Integer),
    Column("theme", String(16)),
    Column("always_on", Boolean),
    Column("changed_at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),
)
