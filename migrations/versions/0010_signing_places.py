"""Where people signed from, with a key of its own that can be forgotten.

Expands: yes (a new table). Locks: none. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010_signing_places"
down_revision = "0009_time_stated"

ACT = ("tenant_id", "agreement_id", "version", "role")


def upgrade() -> None:
    op.create_table(
        "signing_place",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("session_sha256", sa.Text(), nullable=False),
        sa.Column("signed_in", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("key", sa.Text()),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint(*ACT, name="pk_signing_place"),
        sa.ForeignKeyConstraint(
            ACT,
            [f"signature_act.{name}" for name in ACT],
            name="fk_signing_place_signature_act",
        ),
    )
    op.create_index("ix_signing_place_keep_until", "signing_place", ["keep_until"])


def downgrade() -> None:
    op.drop_index("ix_signing_place_keep_until", "signing_place")
    op.drop_table("signing_place")
