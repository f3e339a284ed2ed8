"""Finds the open tickets with further stops from an index: every number that is given asks for them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TO_COME = sa.text(
    "status IN ('waiting', 'looked', 'called', 'serving', 'held', 'missed') AND CAST(stops AS TEXT) <> '[]'"
)


def upgrade() -> None:
    op.create_index(
        "ix_ticket_stops", "ticket", ["site", "day"], sqlite_where=TO_COME, postgresql_where=TO_COME
    )
