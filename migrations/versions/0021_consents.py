"""Reserved for consents.

Expands: no. Locks: none. Old code keeps working: yes.
"""

revision = "0021_consents"
down_revision = "0020_messages"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
