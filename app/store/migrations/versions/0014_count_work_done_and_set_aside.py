"""Counts a counter's finished visits and whoever was set aside from an index, never from the whole day."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ASIDE = sa.text("status IN ('held', 'missed')")
FINISH = sa.text("kind IN ('ticket_served', 'ticket_went_on', 'move_undone')")


def upgrade() -> None:
    op.create_index(
        "ix_ticket_aside",
        "ticket",
        ["site", "day", "agency", "service"],
        sqlite_where=ASIDE,
        postgresql_where=ASIDE,
    )
    op.create_index(
        "ix_journal_finish",
        "journal",
        ["site", "at", "kind", "counter"],
        sqlite_where=FINISH,
        postgresql_where=FINISH,
    )
