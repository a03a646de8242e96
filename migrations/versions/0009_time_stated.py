"""Who stated the time on each revision, and whose seal it carries.

Expands: yes (new columns that may be empty). Locks: none worth naming. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009_time_stated"
down_revision = "0008_policy"

COLUMNS = (
    ("token_authority", sa.Text()),
    ("token_serial", sa.Text()),
    ("token_at", sa.DateTime(timezone=True)),
    ("sealed_by", sa.Text()),
)


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("agreement_revision", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name, _ in reversed(COLUMNS):
        op.drop_column("agreement_revision", name)
