"""Figures that somebody confirmed, and confirmations that were taken back.

Expands: yes (new tables, only added to). Locks: none. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_figures"
down_revision = "0006_guards"

TABLES = ("figure_confirmation", "figure_withdrawal")
CHANGES = {"updated": "UPDATE", "deleted": "DELETE"}


def upgrade() -> None:
    op.create_table(
        "figure_confirmation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("pack_version", sa.Text(), nullable=False),
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "pack IN ('CN', 'US', 'UK', 'AU', 'EU')", name=op.f("ck_figure_confirmation_pack_known")
        ),
        sa.CheckConstraint(
            "expires IS NULL OR expires >= effective",
            name=op.f("ck_figure_confirmation_dates_in_order"),
        ),
        sa.CheckConstraint(
            "value <> '' AND source <> '' AND confirmed_by <> ''",
            name=op.f("ck_figure_confirmation_said"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_figure_confirmation_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_confirmation")),
    )
    op.create_index("ix_figure_confirmation_pack", "figure_confirmation", ["pack", "at"])
    op.create_table(
        "figure_withdrawal",
        sa.Column("confirmation_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason <> '' AND withdrawn_by <> ''", name=op.f("ck_figure_withdrawal_said")
        ),
        sa.ForeignKeyConstraint(
            ["confirmation_id"],
            ["figure_confirmation.id"],
            name=op.f("fk_figure_withdrawal_figure_confirmation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_figure_withdrawal_person")
        ),
        sa.PrimaryKeyConstraint("confirmation_id", name=op.f("pk_figure_withdrawal")),
    )
    _forbid_changes()


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in reversed(TABLES):
        op.drop_table(table)
        if postgresql:
            for name in CHANGES:
                op.execute(f"DROP FUNCTION {table}_not_{name}()")


def _forbid_changes() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for name, change in CHANGES.items():
            trigger = f"{table}_not_{name}"
            if not postgresql:
                op.execute(
                    f"CREATE TRIGGER {trigger} BEFORE {change} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'append_only'); END"
                )
                continue
            op.execute(
                f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION 'append_only' USING ERRCODE = "
                f"'integrity_constraint_violation'; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {trigger} BEFORE {change} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {trigger}()"
            )
        if postgresql:
            op.execute(
                f"CREATE TRIGGER {table}_not_truncated BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION not_truncated()"
            )
