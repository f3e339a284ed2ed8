"""What displays show and say beside calls: pictures and films with their times, words of the voice."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from app.store.tables.columns import Key, Moment, metadata

media = Table(
    "media",
    metadata,
    Column("id", Key, primary_key=True),
    Column("site", String(40), nullable=False),
    Column("sha256", String(64), nullable=False),  # of its bytes, which lie in the folder `media`
    Column("type", String(8), nullable=False),  # png, jpeg, webp, gif, mp4, webm: found in the bytes
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),  # bytes
    Column("width", Integer),
    Column("height", Integer),
    Column("seconds", Float),  # of a film, where its file says it
    Column("added_at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),
    UniqueConstraint("site", "sha256"),
    sqlite_autoincrement=True,
)

playlist_item = Table(
    "playlist_item",
    metadata,
    Column("site", String(40), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("media", BigInteger, ForeignKey("media.id"), nullable=False),
    Column("displays", JSON),  # codes; none: every display of the site
    Column("seconds", Integer),  # how long a picture stays; none: the usual
    Column("sound", Boolean, nullable=False),
    Column("from_day", Date),
    Column("to_day", Date),  # included
    Column("weekdays", JSON),  # 1 Monday to 7 Sunday; none: every day
    Column("from_minute", Integer),  # since local midnight
    Column("to_minute", Integer),  # excluded
)

voice_word = Table(
    "voice_word",
    metadata,
    Column("language", String(8), primary_key=True),
    Column("part", String(8), primary_key=True),  # name: how a call says it; sound: how an engine reads it
    Column("word", String(80), primary_key=True),
    Column("said", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),
)
