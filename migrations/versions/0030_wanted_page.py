"""The page that somebody was about to open when they asked for a link.

Expands: yes (two nullable columns). Locks: none. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030_wanted_page"
down_revision = "0029_resealing"


def upgrade() -> None:
    op.add_column("login_request", sa.Column("wanted", sa.Text(), nullable=True))
    op.add_column("login_request", sa.Column("wanted_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("login_request") as table:
        table.drop_column("wanted_id")
        table.drop_column("wanted")
