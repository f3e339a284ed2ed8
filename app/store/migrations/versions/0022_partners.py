"""Partners with their scopes, rates and hooks; what a desk booked for others is found again."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
BY_DESK = sa.text("phone IS NULL")


def upgrade() -> None:
    op.create_table(
        "partner",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("sites", sa.JSON(), nullable=True),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("hook_url", sa.String(length=300), nullable=True),
        sa.Column("hook_turn", sa.Integer(), server_default="0", nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("disabled_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("code", name=op.f("uq_partner_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "partner_cursor",
        sa.Column("partner", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_partner_cursor_partner_partner")),
        sa.PrimaryKeyConstraint("partner", "site", name=op.f("pk_partner_cursor")),
    )
    columns = ["site", "origin", "booked_at"]
    op.create_index("ix_booking_by_desk", "booking", columns, sqlite_where=BY_DESK, postgresql_where=BY_DESK)
