"""A queue is counted from its index alone."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WAITING = sa.text("status = 'waiting'")


def upgrade() -> None:
    op.drop_index("ix_ticket_day_service", table_name="ticket")
    op.drop_index("ix_ticket_waiting_order", table_name="ticket")
    op.create_index(
        "ix_ticket_waiting",
        "ticket",
        ["site", "day", "agency", "service", "sort_key", "id"],
        unique=False,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    op.drop_index("ix_ticket_waiting", table_name="ticket")
    op.create_index(
        "ix_ticket_waiting_order",
        "ticket",
        ["site", "agency", "sort_key", "id", "service"],
        unique=False,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index("ix_ticket_day_service", "ticket", ["site", "day", "service"], unique=False)
