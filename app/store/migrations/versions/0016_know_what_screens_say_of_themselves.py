"""Screens tell their version, their picture, and whether they are heard."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device_report",
        sa.Column("token", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("sound", sa.String(length=8), nullable=False),
        sa.Column("sound_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("engine", sa.String(length=40), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["token"], ["token.id"], name=op.f("fk_device_report_token_token")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_device_report")),
    )
