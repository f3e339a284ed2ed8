"""What this installation is: whose database, and the mall as it was saved each time."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Integer, LargeBinary, String, Table, Text, text

from app.store.tables.columns import Key, Moment, metadata

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
    Column("base", BigInteger, nullable=True),  # the revision that its author looked at, or restored
    Column("kind", String(16), nullable=False, server_default="save"),
    Column("files", JSON, nullable=False, server_default=text("'{}'")),  # file name -> sha256
    sqlite_autoincrement=True,
)

mall_file = Table(
    "mall_file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("type", String(40), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("added_at", Moment, nullable=False),
)
