"""Urgent notices, screens that never rest, pictures and films with their times, words of the voice."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("notice", sa.Column("urgent", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("display_setting", sa.Column("always_on", sa.Boolean(), nullable=True))
    op.create_table(
        "media",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=8), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
        sa.UniqueConstraint("site", "sha256", name=op.f("uq_media_site_sha256")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "playlist_item",
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("media", sa.BigInteger(), nullable=False),
        sa.Column("displays", sa.JSON(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("sound", sa.Boolean(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("weekdays", sa.JSON(), nullable=True),
        sa.Column("from_minute", sa.Integer(), nullable=True),
        sa.Column("to_minute", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["media"], ["media.id"], name=op.f("fk_playlist_item_media_media")),
        sa.PrimaryKeyConstraint("site", "place", name=op.f("pk_playlist_item")),
    )
    op.create_table(
        "voice_word",
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("language", "part", "word", name=op.f("pk_voice_word")),
    )
