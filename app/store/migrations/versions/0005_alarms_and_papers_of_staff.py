"""Alarms of printers are kept; a paper may be a test, be asked for by staff, or move to another printer."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OPEN_JOB = sa.text("state IN ('queued', 'leased')")
STANDING = sa.text("cleared_at IS NULL")
KEPT_ON_COPYING = {"sqlite_autoincrement": True}  # SQLite changes a column by copying its table


def upgrade() -> None:
    op.create_table(
        "alarm",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("site", sa.String(length=40), nullable=False),
        sa.Column("printer", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quiet_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_alarm_standing",
        "alarm",
        ["site", "printer", "kind"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.drop_index("ix_print_job_open", table_name="print_job")
    op.drop_index("ix_print_job_ticket", table_name="print_job")
    with op.batch_alter_table("print_job", table_kwargs=KEPT_ON_COPYING) as print_job:
        print_job.alter_column("ticket", existing_type=sa.BigInteger(), nullable=True)
        print_job.add_column(sa.Column("papers_before", sa.Integer(), server_default="0", nullable=False))
        print_job.add_column(sa.Column("been_at", sa.JSON(), nullable=True))
    op.create_index(
        "ix_print_job_open",
        "print_job",
        ["site", "printer", "id"],
        unique=False,
        sqlite_where=OPEN_JOB,
        postgresql_where=OPEN_JOB,
    )
    op.create_index("ix_print_job_ticket", "print_job", ["ticket"], unique=False)
