"""Tells where a revision of the mall came from, and keeps the files that revisions name."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mall_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_mall_file")),
    )
    # "save" is what every revision before this one was: a whole mall, written over the one before.
    for column in (
        sa.Column("base", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=16), server_default="save", nullable=False),
        sa.Column("files", sa.JSON(), server_default=sa.text("'{}'"), nullable=False),
    ):
        op.add_column("revision", column)
