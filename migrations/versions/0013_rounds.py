"""Since when a person looks at a case because its offers ran out.

Expands: yes (a new column that may be empty). Locks: none worth naming. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013_rounds"
down_revision = "0012_drawings"


def upgrade() -> None:
    op.add_column("debt_case", sa.Column("person_since", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("debt_case", "person_since")
