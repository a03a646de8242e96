"""Registered copies of an agreement, and who signed it on paper.

Expands: yes (a new table, and a column that may be empty). Locks: none worth naming.
Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011_copies_and_paper"
down_revision = "0010_signing_places"

VERSION = ("tenant_id", "agreement_id", "version")
CHANGES = (("not_updated", "UPDATE"), ("not_deleted", "DELETE"))


def upgrade() -> None:
    op.create_table(
        "agreement_copy",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(*VERSION, "kind", "language", name="pk_agreement_copy"),
        sa.ForeignKeyConstraint(
            VERSION,
            ["agreement.tenant_id", "agreement.id", "agreement.version"],
            name="fk_agreement_copy_agreement",
        ),
        sa.ForeignKeyConstraint(
            ("tenant_id", "sha256"),
            ["paper.tenant_id", "paper.sha256"],
            name="fk_agreement_copy_paper",
        ),
        sa.CheckConstraint(
            "kind IN ('large_print', 'to_sign', 'to_sign_large')",
            name=op.f("ck_agreement_copy_kind_known"),
        ),
    )
    op.create_index("ix_agreement_copy_sha256", "agreement_copy", ["sha256"])
    op.add_column("agreement", sa.Column("on_paper", sa.Text(), nullable=True))
    for name, change in CHANGES:
        _refuse(f"agreement_copy_{name}", change)


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, _ in CHANGES:
        trigger = f"agreement_copy_{name}"
        op.execute(
            f"DROP TRIGGER {trigger}" if sqlite else f"DROP TRIGGER {trigger} ON agreement_copy"
        )
        if not sqlite:
            op.execute(f"DROP FUNCTION {trigger}()")
    op.drop_column("agreement", "on_paper")
    op.drop_index("ix_agreement_copy_sha256", "agreement_copy")
    op.drop_table("agreement_copy")


def _refuse(name: str, change: str) -> None:
    """A copy that was given out stays registered as it was."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON agreement_copy "
            f"BEGIN SELECT RAISE(ABORT, 'append_only'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION 'append_only' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {change} ON agreement_copy "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
