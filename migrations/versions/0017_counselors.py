"""Notes of counselors, hand-overs, requests to a charity, and the words of an authority.

Expands: yes (new tables; all but requests are only added to). Locks: none. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017_counselors"
down_revision = "0016_holds"

ADDED_TO = ("counselor_note", "counselor_handover", "authority_statement")
CHANGES = (("not_updated", "UPDATE"), ("not_deleted", "DELETE"))


def upgrade() -> None:
    op.create_table(
        "counselor_note",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_counselor_note"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_counselor_note_organisation"
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_counselor_note_author"),
        sa.ForeignKeyConstraint(
            ["owner_id", "household_id"],
            ["household.owner_id", "household.id"],
            name="fk_counselor_note_household",
        ),
    )
    op.create_index("ix_counselor_note_household_id", "counselor_note", ["household_id"])
    op.create_table(
        "counselor_handover",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_counselor_handover"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_counselor_handover_organisation"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_counselor_handover_by"),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name="fk_counselor_handover_to"),
        sa.ForeignKeyConstraint(
            ["owner_id", "household_id"],
            ["household.owner_id", "household.id"],
            name="fk_counselor_handover_household",
        ),
    )
    op.create_index("ix_counselor_handover_household_id", "counselor_handover", ["household_id"])
    op.create_table(
        "referral",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("borrower_id", sa.Uuid(), nullable=False),
        sa.Column("charity_id", sa.Uuid(), nullable=False),
        sa.Column("lets_see", sa.Text(), nullable=False),
        sa.Column("consent_sha256", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_referral"),
        sa.ForeignKeyConstraint(["borrower_id"], ["person.id"], name="fk_referral_borrower"),
        sa.ForeignKeyConstraint(["charity_id"], ["organisation.id"], name="fk_referral_charity"),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name="fk_referral_answered_by"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["debt_case.tenant_id", "debt_case.id"],
            name="fk_referral_case",
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'accepted', 'declined', 'taken_back')",
            name=op.f("ck_referral_state_known"),
        ),
    )
    op.create_index("ix_referral_id", "referral", ["id"])
    op.create_index("ix_referral_borrower_id", "referral", ["borrower_id"])
    op.create_index("ix_referral_charity_id", "referral", ["charity_id"])
    op.create_index(
        "uq_referral_one_waits",
        "referral",
        ["borrower_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "authority_statement",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("authority_id", name="pk_authority_statement"),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_authority_statement_authority"
        ),
    )
    for table in ADDED_TO:
        for name, change in CHANGES:
            _refuse(f"{table}_{name}", table, change)


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in ADDED_TO:
        for name, _ in CHANGES:
            trigger = f"{table}_{name}"
            op.execute(
                f"DROP TRIGGER {trigger}" if sqlite else f"DROP TRIGGER {trigger} ON {table}"
            )
            if not sqlite:
                op.execute(f"DROP FUNCTION {trigger}()")
    op.drop_table("authority_statement")
    op.drop_index("uq_referral_one_waits", "referral")
    op.drop_index("ix_referral_charity_id", "referral")
    op.drop_index("ix_referral_borrower_id", "referral")
    op.drop_index("ix_referral_id", "referral")
    op.drop_table("referral")
    op.drop_index("ix_counselor_handover_household_id", "counselor_handover")
    op.drop_table("counselor_handover")
    op.drop_index("ix_counselor_note_household_id", "counselor_note")
    op.drop_table("counselor_note")


def _refuse(name: str, table: str, change: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'append_only'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION 'append_only' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
