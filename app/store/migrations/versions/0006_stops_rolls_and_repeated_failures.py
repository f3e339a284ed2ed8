"""It is kept since when a printer stands still, how far its roll is used, and what an alarm has told."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("print_job", sa.Column("at_printer_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("printer_state", sa.Column("stopped_since", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE printer_state SET stopped_since = since WHERE state NOT IN ('ready', 'near_end')")
    op.add_column("alarm", sa.Column("covers", sa.JSON(), nullable=True))
    op.create_table(
        "roll",
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("printer", sa.String(length=40), nullable=False),
        sa.Column("papers", sa.Integer(), server_default="0", nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("low_from", sa.Integer(), nullable=True),
        sa.Column("opened", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("site", "printer", name=op.f("pk_roll")),
    )
