"""The people who work here: who they are, what they may do, and where they are signed in."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from app.store.tables.columns import Key, Moment, metadata

staff = Table(
    "staff",
    metadata,
    Column("id", Key, primary_key=True),
    Column("username", String(40), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),  # somebody else knows the password too
    Column("password_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment),
    sqlite_autoincrement=True,
)

staff_grant = Table(
    "staff_grant",
    metadata,
    Column("id", Key, primary_key=True),
    Column("staff", BigInteger, ForeignKey("staff.id"), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("site", String(40)),  # none: every site
    Column("agencies", JSON(none_as_null=True)),  # none: every agency
    Column("also", JSON, nullable=False),  # single permissions beside those of the role
    sqlite_autoincrement=True,
)

session = Table(
    "session",
    metadata,
    Column("id", Key, primary_key=True),
    Column("staff", BigInteger, ForeignKey("staff.id"), nullable=False, index=True),
    Column("secret_hash", LargeBinary(32), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),  # its last use, to the minute
    Column("ended_at", Moment),
    Column("address", String(64), nullable=False),
    Column("browser", String(120), nullable=False),
    sqlite_autoincrement=True,
)

sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("whose", LargeBinary(32), primary_key=True),  # hash of a user name, an address, or both
    Column("failures", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
)

setup_code = Table(
    "setup_code",
    metadata,
    Column("code_hash", LargeBinary(32), primary_key=True),
    Column("made_at", Moment, nullable=False),
)
