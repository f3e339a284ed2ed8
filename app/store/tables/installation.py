"""What this installation is: whose database, and the mall as it was saved each time."""

from sqlalchemy import JSON, Boolean, Column, Integer, LargeBinary, String, Table, Text

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
    sqlite_autoincrement=True,
)
