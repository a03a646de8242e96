"""Since when a supervisor has a case that was not answered in time, and the next complaint's day.

Expands: yes (two new columns that may be empty). Locks: none worth naming. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_holds"
down_revision = "0015_calendar_months"


def upgrade() -> None:
    op.add_column("debt_case", sa.Column("late_since", sa.Date(), nullable=True))
    op.add_column("debt_case", sa.Column("complaint_due", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("debt_case", "complaint_due")
    op.drop_column("debt_case", "late_since")
