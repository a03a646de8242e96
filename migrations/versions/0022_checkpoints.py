"""Signed checkpoints of the audit log, which nobody changes or takes away.

Expands: yes (a new table). Locks: none. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022_checkpoints"
down_revision = "0021_overlap"

CHANGES = (("not_updated", "UPDATE"), ("not_deleted", "DELETE"))


def upgrade() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_checkpoint")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_checkpoint_number_counts_from_one")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_checkpoint_size_not_negative")),
    )
    for name, change in CHANGES:
        _refuse(f"checkpoint_{name}", change)


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, _ in CHANGES:
        trigger = f"checkpoint_{name}"
        op.execute(f"DROP TRIGGER {trigger}" if sqlite else f"DROP TRIGGER {trigger} ON checkpoint")
        if not sqlite:
            op.execute(f"DROP FUNCTION {trigger}()")
    op.drop_table("checkpoint")


def _refuse(name: str, change: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON checkpoint "
            f"BEGIN SELECT RAISE(ABORT, 'append_only'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION 'append_only' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {change} ON checkpoint "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
