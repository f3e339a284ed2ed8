"""Partners: programs of other offices, what each may do, and how far each was told of the facts."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Integer, String, Table

from app.store.tables.columns import Key, Moment, metadata

partner = Table(
    "partner",
    metadata,
    Column("id", Key, primary_key=True),
    Column("code", String(40), nullable=False, unique=True),  # tokens of the role `partner` bear it
    Column("name", String(80), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("sites", JSON(none_as_null=True)),  # none: every site
    Column("rate", Integer, nullable=False),  # requests a minute
    Column("hook_url", String(300)),
    Column("hook_turn", Integer, nullable=False, server_default="0"),  # with it the hook's secret is made
    Column("made_at", Moment, nullable=False),
    Column("disabled_at", Moment),
    sqlite_autoincrement=True,
)

partner_cursor = Table(
    "partner_cursor",
    metadata,
    Column("partner", BigInteger, ForeignKey("partner.id"), primary_key=True, autoincrement=False),
    Column("site", String(40), primary_key=True),
    Column("cursor", BigInteger, nullable=False),  # the last fact of the site that was put in the outbox
)
