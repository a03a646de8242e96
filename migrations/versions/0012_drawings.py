"""What somebody drew beside their typed name, encrypted.

Expands: yes (a new column that may be empty). Locks: none worth naming. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_drawings"
down_revision = "0011_copies_and_paper"


def upgrade() -> None:
    op.add_column("signature_act", sa.Column("drawing", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("signature_act", "drawing")
