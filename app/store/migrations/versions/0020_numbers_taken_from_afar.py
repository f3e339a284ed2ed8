"""Numbers taken from afar: expected, in no queue, until their visitor checks in."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

OPEN = "status IN ('expected', 'waiting', 'looked', 'called', 'serving', 'held', 'missed')"
# Each knows the new state from now on.
INDEXES = {
    "ix_ticket_open": (["site", "day", "id"], OPEN),
    "ix_ticket_aside": (["site", "day", "agency", "service"], "status IN ('expected', 'held', 'missed')"),
    "ix_ticket_stops": (["site", "day"], f"{OPEN} AND CAST(stops AS TEXT) <> '[]'"),
}


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("ticket", sa.Column("promised_at", moment, nullable=True))
    op.add_column("ticket", sa.Column("arrives_by", moment, nullable=True))
    op.add_column("ticket", sa.Column("arrived_at", moment, nullable=True))
    op.add_column("ticket", sa.Column("postponed", sa.Integer(), server_default="0", nullable=False))
    op.add_column("ticket", sa.Column("phone", sa.LargeBinary(length=32), nullable=True))
    for name, (columns, condition) in INDEXES.items():
        op.drop_index(name, table_name="ticket")
        where = sa.text(condition)
        op.create_index(name, "ticket", columns, sqlite_where=where, postgresql_where=where)
    remote = sa.text("promised_at IS NOT NULL")
    columns = ["site", "day", "issued_for"]
    op.create_index("ix_ticket_remote", "ticket", columns, sqlite_where=remote, postgresql_where=remote)
