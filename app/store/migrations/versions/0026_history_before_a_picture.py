"""Tells where the picture of a satellite's site begins: what is older, this server recorded itself."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

# The last fact of a number that is in no picture. Facts of counters have no mark of their own.
OWN = """
UPDATE satellite SET begun = COALESCE((
    SELECT max(journal.id) FROM journal
    WHERE journal.site = satellite.site AND journal.ticket IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM far_ticket WHERE far_ticket.ticket = journal.ticket)
), 0)
"""


def upgrade() -> None:
    op.add_column("satellite", sa.Column("begun", sa.BigInteger(), server_default="0", nullable=False))
    op.execute(OWN)
