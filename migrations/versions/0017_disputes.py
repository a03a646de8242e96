"""Reserved for disputes.

Expands: no. Locks: none. Old code keeps working: yes.
"""

revision = "0017_disputes"
down_revision = "0016_holds"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
