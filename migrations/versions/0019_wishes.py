"""Reserved for wishes.

Expands: no. Locks: none. Old code keeps working: yes.
"""

revision = "0019_wishes"
down_revision = "0018_counselors"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
