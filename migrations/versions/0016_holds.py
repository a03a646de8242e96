"""Reserved for holds.

Expands: no. Locks: none. Old code keeps working: yes.
"""

revision = "0016_holds"
down_revision = "0015_calendar_months"


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
