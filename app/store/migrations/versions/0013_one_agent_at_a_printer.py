"""A printer is served by one agent at a time, and a paper remembers which one was handed it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("print_job", sa.Column("leased_by", sa.BigInteger(), nullable=True))
    op.create_table(
        "printer_holder",
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("printer", sa.String(length=40), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("site", "printer", name=op.f("pk_printer_holder")),
    )
