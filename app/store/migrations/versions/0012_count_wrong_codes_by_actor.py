"""Wrong pairing codes are counted for each administrator, and for all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("wrong_code", sa.Column("actor", sa.String(length=80), nullable=True))
