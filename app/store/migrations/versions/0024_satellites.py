"""What a hub pulls from its satellites, and what it asks of them for visitors."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "satellite",
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.String(length=120), server_default="", nullable=False),
        sa.Column("as_of", _MOMENT, nullable=True),
        sa.Column("trouble", sa.String(length=40), nullable=True),
        sa.Column("since", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_satellite")),
    )
    op.create_table(
        "far_ticket",
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("far", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"], name=op.f("fk_far_ticket_ticket_ticket")),
        sa.PrimaryKeyConstraint("site", "far", name=op.f("pk_far_ticket")),
    )
    op.create_index("ix_far_ticket_ticket", "far_ticket", ["ticket"])
    op.create_table(
        "errand",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("phone", sa.LargeBinary(length=32), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("address_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("far", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errand")),
        sa.UniqueConstraint("address_hash", name=op.f("uq_errand_address_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_errand_phone", "errand", ["site", "phone"])
