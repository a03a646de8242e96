"""What an older version kept as a budget may go under the key of hardship, and never back.

Expands: yes (a trigger that lets through one more kind of update). Locks: none. Old code keeps
working: yes.
"""

from alembic import op

revision = "0032_hardship_apart"
down_revision = "0031_alike"

NAME, TABLE = "household_payload_kept", "household_payload"
SAME = "NEW.data_class <> OLD.data_class"
TO_HARDSHIP = (
    f"({SAME} AND NOT (OLD.data_class = 'budget' AND NEW.data_class = 'hardship'"
    " AND NEW.ciphertext LIKE 'v2|%|%|%'))"
)
CHANGED = """
    NEW.seq <> OLD.seq OR {} OR OLD.erased_at IS NOT NULL
    OR NOT (
        (NEW.ciphertext IS NULL AND NEW.erased_at IS NOT NULL)
        OR (NEW.ciphertext IS NOT NULL AND NEW.erased_at IS NULL AND NEW.kid <> OLD.kid)
    )"""


def upgrade() -> None:
    _replace(CHANGED.format(TO_HARDSHIP))


def downgrade() -> None:
    _replace(CHANGED.format(SAME))


def _replace(refused: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {NAME}")
        op.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, 'append_only'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF ({refused}) THEN RAISE EXCEPTION 'append_only' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
