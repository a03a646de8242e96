"""Whether a lender has another borrower whose name may be taken for that of a case.

Found whenever cases are opened; older cases are looked at with the next ones.
Expands: yes (one column with a default). Locks: none. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031_alike"
down_revision = "0030_wanted_page"


def upgrade() -> None:
    alike = sa.Column("looks_alike", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("debt_case", alike)


def downgrade() -> None:
    op.drop_column("debt_case", "looks_alike")
