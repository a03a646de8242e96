"""What a lender calls a person is kept with the case until that person confirms the debt.

A case from before has no such name: it was not kept, and none can be told from the person's own.
Expands: yes (one column that may be empty). Locks: none. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034_stated_names"
down_revision = "0033_stated"


def upgrade() -> None:
    op.add_column("debt_case", sa.Column("stated_name", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("debt_case", "stated_name")
