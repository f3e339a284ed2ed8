"""A ticket remembers its summons, its further stops and its last move; two more statuses exist."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WAITING = sa.text("status = 'waiting'")
ACTIVE = sa.text("status IN ('looked', 'called', 'serving')")
OPEN = sa.text("status IN ('waiting', 'looked', 'called', 'serving', 'held', 'missed')")
COUNTS = ("announced", "summons", "misses", "moves")
TEXTS = ("note", "hold_reason")


def upgrade() -> None:
    for name in COUNTS:
        op.add_column("ticket", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    for name in TEXTS:
        op.add_column("ticket", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("ticket", sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ticket", sa.Column("stops", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("ticket", sa.Column("only_at", sa.String(length=40), nullable=True))
    op.execute("UPDATE ticket SET announced = calls WHERE calls > 0")
    op.execute("UPDATE ticket SET summons = calls WHERE status = 'called'")
    op.execute("UPDATE ticket SET misses = 1, parked_at = called_at WHERE status = 'missed'")
    _index("ix_ticket_waiting", ["site", "day", "agency", "service", "sort_key", "id", "only_at"], WAITING)
    _index("uq_ticket_active_counter", ["site", "counter"], ACTIVE, unique=True)
    _index("ix_ticket_open", ["site", "day", "id"], OPEN)
    op.create_table(
        "last_move",
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("counter", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("move", sa.String(length=24), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("site", "counter", name=op.f("pk_last_move")),
    )


def _index(name: str, columns: list[str], where: sa.TextClause, *, unique: bool = False) -> None:
    """The index anew: the rows it holds are others than before."""
    op.drop_index(name, table_name="ticket")
    op.create_index(name, "ticket", columns, unique=unique, sqlite_where=where, postgresql_where=where)
