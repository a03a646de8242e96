"""A lender's policy, who published it, and decisions that wait for a second person.

Expands: yes (new tables; policies are only added to, a decision is made once). Locks: none.
Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_policy"
down_revision = "0007_figures"

SAME = ("tenant_id", "id", "case_id", "kind", "payload", "sha256", "reasons", "policy_version")
ASKED = ("asked_by", "asked_at")
REDECIDED = "OLD.state <> 'pending' OR " + " OR ".join(
    f"NEW.{column} <> OLD.{column}" for column in (*SAME, *ASKED)
)
GUARDS = (
    ("lender_policy_not_updated", "lender_policy", "UPDATE", "1 = 1"),
    ("lender_policy_not_deleted", "lender_policy", "DELETE", "1 = 1"),
    ("lender_policy_publication_not_updated", "lender_policy_publication", "UPDATE", "1 = 1"),
    ("lender_policy_publication_not_deleted", "lender_policy_publication", "DELETE", "1 = 1"),
    ("approval_decided_once", "approval", "UPDATE", REDECIDED),
    ("approval_not_deleted", "approval", "DELETE", "1 = 1"),
    ("approval_starts_pending", "approval", "INSERT", "NEW.state <> 'pending'"),
)
TABLES = ("lender_policy", "lender_policy_publication", "approval")


def upgrade() -> None:
    op.create_table(
        "lender_policy",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version <> ''", name=op.f("ck_lender_policy_version_said")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_lender_policy_person")),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_lender_policy_organisation")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_lender_policy")),
        sa.UniqueConstraint(
            "tenant_id",
            "id",
            "version",
            "made_by",
            name=op.f("uq_lender_policy_tenant_id_id_version_made_by"),
        ),
    )
    op.create_table(
        "lender_policy_publication",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "approved_by <> made_by", name=op.f("ck_lender_policy_publication_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["person.id"], name=op.f("fk_lender_policy_publication_person")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "policy_id", "version", "made_by"],
            [
                "lender_policy.tenant_id",
                "lender_policy.id",
                "lender_policy.version",
                "lender_policy.made_by",
            ],
            name=op.f("fk_lender_policy_publication_lender_policy"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "policy_id", name=op.f("pk_lender_policy_publication")
        ),
        sa.UniqueConstraint(
            "tenant_id", "version", name=op.f("uq_lender_policy_publication_tenant_id_version")
        ),
    )
    _approvals()
    _guard()


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in reversed(TABLES):
        op.drop_table(table)
    if postgresql:
        for name, *_ in GUARDS:
            op.execute(f"DROP FUNCTION {name}()")


def _approvals() -> None:
    op.create_table(
        "approval",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'approved', 'returned', 'stale')",
            name=op.f("ck_approval_state_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('make-offer', 'counter-offer', 'accept-offer')",
            name=op.f("ck_approval_kind_known"),
        ),
        sa.CheckConstraint("decided_by <> asked_by", name=op.f("ck_approval_two_people")),
        sa.CheckConstraint(
            "(state = 'pending') = (decided_by IS NULL)"
            " AND (decided_by IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_approval_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "state <> 'returned' OR answer IS NOT NULL",
            name=op.f("ck_approval_returned_with_words"),
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_approval_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_approval_decided_by")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["debt_case.tenant_id", "debt_case.id"],
            name=op.f("fk_approval_debt_case"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_approval")),
    )
    op.create_index(
        "uq_approval_one_pending",
        "approval",
        ["tenant_id", "case_id"],
        unique=True,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("ix_approval_list", "approval", ["tenant_id", "asked_at"])


def _guard() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, change, refused in GUARDS:
        if not postgresql:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {change} ON {table} WHEN {refused} "
                f"BEGIN SELECT RAISE(ABORT, 'append_only'); END"
            )
            continue
        row = "OLD" if change == "DELETE" else "NEW"
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF ({refused}) THEN RAISE EXCEPTION 'append_only' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    if postgresql:
        for table in TABLES:
            op.execute(
                f"CREATE TRIGGER {table}_not_truncated BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION not_truncated()"
            )
