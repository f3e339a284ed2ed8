"""Bookings of a slot on a coming day."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
BOOKED = sa.text("state = 'booked'")


def upgrade() -> None:
    op.create_table(
        "booking",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("agency", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("priority", sa.String(length=16), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("origin", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.LargeBinary(length=32), nullable=True),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=16), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=True),
        sa.Column("booked_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"], name=op.f("fk_booking_ticket_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_booking_code_hash")),
        sqlite_autoincrement=True,
    )
    columns = ["site", "day", "agency", "service", "starts_at"]
    for name, of in (("ix_booking_booked", columns), ("ix_booking_phone", ["phone"])):
        op.create_index(name, "booking", of, sqlite_where=BOOKED, postgresql_where=BOOKED)
    op.create_index("ix_booking_service", "booking", ["site", "day", "service"])
