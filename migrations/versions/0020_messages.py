"""Reserved for messages.

Expands: no. Locks: none. Old code keeps working: yes.
"""

revision = "0020_messages"
down_revision = "0019_wishes"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
