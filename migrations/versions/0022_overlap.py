"""Reserved for overlap.

Expands: no. Locks: none. Old code keeps working: yes.
"""

revision = "0022_overlap"
down_revision = "0021_consents"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
