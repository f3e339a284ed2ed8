"""Keeps what the office chose for a display since the mall's data were written."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "display_setting",
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("layout", sa.String(length=40), nullable=True),
        sa.Column("distance_m", sa.Float(), nullable=True),
        sa.Column("screen_inches", sa.Float(), nullable=True),
        sa.Column("volume", sa.Integer(), nullable=True),
        sa.Column("theme", sa.String(length=16), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("site", "code", name=op.f("pk_display_setting")),
    )
