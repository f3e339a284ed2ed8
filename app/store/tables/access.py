"""Who may come in: the tokens of devices, and devices that ask for one."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, String, Table

from app.store.tables.columns import Key, Moment, metadata

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

device_report = Table(
    "device_report",
    metadata,
    Column("token", BigInteger, ForeignKey("token.id"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("version", String(16), nullable=False),  # of the page that it shows
    Column("sound", String(8), nullable=False),
    Column("sound_since", Moment, nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("engine", String(40), nullable=False),
    Column("rows", Integer),  # of calls, as many as it has room for
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
    Column("actor", String(80)),  # who typed it, and is locked; none: everybody is
    sqlite_autoincrement=True,
)
