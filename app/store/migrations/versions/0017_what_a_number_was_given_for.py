"""A ticket remembers for which service it was given, whatever follows, and since when it waits."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NEVER = "1970-01-01 00:00:00"  # SQLite adds no column without a value; every row gets its own below


def upgrade() -> None:
    op.add_column("ticket", sa.Column("issued_for", sa.String(length=40), server_default="", nullable=False))
    moment = sa.DateTime(timezone=True)
    op.add_column("ticket", sa.Column("waiting_since", moment, server_default=NEVER, nullable=False))
    op.execute("UPDATE ticket SET issued_for = service, waiting_since = issued_at")
    op.create_index("ix_ticket_issued", "ticket", ["site", "day", "issued_for"])
