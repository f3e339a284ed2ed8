"""Where visitors wish to be told something, and the messages that are owed to them and to partners."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
DUE = sa.text("state = 'due'")


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=True),
        sa.Column("booking", sa.BigInteger(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("left_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"], name=op.f("fk_contact_ticket_ticket")),
        sa.ForeignKeyConstraint(["booking"], ["booking.id"], name=op.f("fk_contact_booking_booking")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("booking", "digest", name=op.f("uq_contact_booking_digest")),
        sa.UniqueConstraint("ticket", "digest", name=op.f("uq_contact_ticket_digest")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_contact_day", "contact", ["site", "day"])
    op.create_index("ix_contact_digest", "contact", ["digest"])
    op.create_table(
        "delivery",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("target", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("fact", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", _MOMENT, nullable=False),
        sa.Column("until", _MOMENT, nullable=True),
        sa.Column("last_error", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "channel", "target", "subject", "fact", name=op.f("uq_delivery_channel_target_subject_fact")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_state", "delivery", ["site", "state", "id"])
    op.create_index("ix_delivery_created", "delivery", ["created_at"])
    op.create_index(
        "ix_delivery_due", "delivery", ["channel", "next_at"], sqlite_where=DUE, postgresql_where=DUE
    )
