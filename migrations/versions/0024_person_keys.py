"""Keys of single people, and the ledger of what was erased.

Expands: yes (two new tables). Locks: none. Old code keeps working: yes, until the first row is
sealed under a person's key.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024_person_keys"
down_revision = "0023_throttle"

LIVE = sa.text("wrapped IS NOT NULL")

# A key is erased once and for all, and nothing else about it changes but the key it is wrapped in.
KEY_CHANGED = """
    NEW.kid <> OLD.kid OR NEW.owner_id <> OLD.owner_id OR NEW.scope_id <> OLD.scope_id
    OR NEW.data_class <> OLD.data_class OR NEW.created_at <> OLD.created_at
    OR OLD.wrapped IS NULL OR (NEW.wrapped IS NULL) <> (NEW.erased_at IS NOT NULL)"""

GUARDS = (
    ("person_key_kept", "person_key", "UPDATE", KEY_CHANGED),
    ("erasure_not_updated", "erasure", "UPDATE", "1 = 1"),
    ("erasure_not_deleted", "erasure", "DELETE", "1 = 1"),
)


def upgrade() -> None:
    op.create_table(
        "person_key",
        sa.Column("kid", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("data_class", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_person_key")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_person_key_owner")),
        sa.CheckConstraint(
            "data_class IN ('hardship', 'evidence')", name=op.f("ck_person_key_data_class_known")
        ),
    )
    op.create_index(
        "uq_person_key_live",
        "person_key",
        ["owner_id", "scope_id", "data_class"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("classes", sa.Text(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    for guard in GUARDS:
        _refuse(*guard)


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, *_ in GUARDS:
        op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP TRIGGER {name} ON {table}")
        if not sqlite:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("erasure")
    op.drop_index("uq_person_key_live", table_name="person_key")
    op.drop_table("person_key")


def _refuse(name: str, table: str, change: str, refused: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, 'append_only'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF ({refused}) THEN RAISE EXCEPTION 'append_only' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {'OLD' if change == 'DELETE' else 'NEW'}; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
