"""A counselor says what they saw, instead of a file: a version that is only words.

Expands: yes (one more state). Locks: exhibit_version, for as long as its rows are read. Old code
keeps working: until a statement is made.
"""

from alembic import op

revision = "0033_stated"
down_revision = "0032_hardship_apart"

TABLE, NAME = "exhibit_version", "ck_exhibit_version_state_known"
BEFORE = "state IN ('pending', 'ready', 'refused')"
AFTER = "state IN ('pending', 'ready', 'refused', 'stated')"


def upgrade() -> None:
    _known(AFTER)


def downgrade() -> None:
    _known(BEFORE)


def _known(states: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(NAME, TABLE)
        op.create_check_constraint(op.f(NAME), TABLE, states)
        return
    # SQLite makes the table anew, which nothing may refer to meanwhile.
    op.execute("CREATE TEMP TABLE kept AS SELECT * FROM exhibit_check")
    op.execute("DELETE FROM exhibit_check")
    with op.batch_alter_table(TABLE) as table:
        table.drop_constraint(op.f(NAME), type_="check")
        table.create_check_constraint(op.f(NAME), states)
    op.execute("INSERT INTO exhibit_check SELECT * FROM kept")
    op.execute("DROP TABLE kept")
