"""Counted tries of addresses, accounts and networks, kept as keyed digests.

Expands: yes (a new table). Locks: none. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023_throttle"
down_revision = "0022_checkpoints"


def upgrade() -> None:
    op.create_table(
        "throttle",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", "place", name=op.f("pk_throttle")),
    )
    op.create_index("ix_throttle_at", "throttle", ["at"])


def downgrade() -> None:
    op.drop_table("throttle")
