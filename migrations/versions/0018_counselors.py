"""Reserved for counselors.

Expands: no. Locks: none. Old code keeps working: yes.
"""

revision = "0018_counselors"
down_revision = "0017_disputes"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
