"""Cases under lock, and the moment when the law lets the database delete them.

Expands: yes (two new tables; deleting is refused for fewer rows than before). Locks: none worth
naming. Old code keeps working: yes, it deletes nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028_keeping"
down_revision = "0027_exhibits"

OF_A_CASE = (
    "case_event",
    "event_payload",
    "affordability",
    "affordable_month",
    "offer",
    "offer_instalment",
    "agreement",
    "approval",
    "thread_event",
    "thread_payload",
)
OF_AN_AGREEMENT = ("agreement_revision", "agreement_copy", "signature_act")
BY_ID = ("debt_case", "thread")

OVER = """NOT EXISTS (SELECT 1 FROM case_keeping AS k
    WHERE k.tenant_id = OLD.tenant_id AND k.gone_at IS NOT NULL AND {same})"""

# What a counselor wrote about a client goes with the client's last case.
OF_A_CLIENT = ("counselor_note", "counselor_handover")
GOES_ON = """EXISTS (SELECT 1 FROM debt_case AS c
    WHERE c.borrower_id = OLD.owner_id AND NOT c.restricted)"""

# A file says nothing of its case: it may go where a case of its tenant has gone, and while
# something points at it a foreign key keeps it.
CONDITIONS = (
    *((t, OVER.format(same="k.case_id = OLD.case_id")) for t in OF_A_CASE),
    *((t, OVER.format(same="k.case_id = OLD.id")) for t in BY_ID),
    *(
        (
            t,
            OVER.format(
                same="k.case_id IN (SELECT a.case_id FROM agreement AS a WHERE a.id = OLD.agreement_id)"
            ),
        )
        for t in OF_AN_AGREEMENT
    ),
    ("paper", OVER.format(same="1 = 1")),
    *((t, GOES_ON) for t in OF_A_CLIENT),
)

KEPT_REWRITTEN = """
    NEW.tenant_id <> OLD.tenant_id OR NEW.case_id <> OLD.case_id OR NEW.place <> OLD.place
    OR NEW.because <> OLD.because OR NEW.ended_at <> OLD.ended_at OR NEW.until <> OLD.until
    OR NEW.restricted_at <> OLD.restricted_at OR NEW.version <> OLD.version
    OR NEW.head <> OLD.head OR OLD.gone_at IS NOT NULL OR NEW.gone_at < OLD.until"""
REDECIDED = """
    NEW.tenant_id <> OLD.tenant_id OR NEW.case_id <> OLD.case_id OR NEW.asked_by <> OLD.asked_by
    OR NEW.asked_at <> OLD.asked_at OR (OLD.approved_by IS NOT NULL AND
        (NEW.approved_by IS DISTINCT FROM OLD.approved_by
         OR NEW.approved_at IS DISTINCT FROM OLD.approved_at))"""
GUARDS = (
    ("case_keeping_same", "case_keeping", "UPDATE", KEPT_REWRITTEN),
    ("case_keeping_not_deleted", "case_keeping", "DELETE", "1 = 1"),
    ("legal_export_decided_once", "legal_export", "UPDATE", REDECIDED),
    ("legal_export_not_deleted", "legal_export", "DELETE", "1 = 1"),
)


def upgrade() -> None:
    op.create_table(
        "case_keeping",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restricted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "because IN ('over', 'asked')", name=op.f("ck_case_keeping_because_known")
        ),
        sa.CheckConstraint("ended_at <= until", name=op.f("ck_case_keeping_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_case_keeping_organisation")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_case_keeping")),
    )
    op.create_index("ix_case_keeping_until", "case_keeping", ["gone_at", "until"])
    op.create_table(
        "legal_export",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("approved_by <> asked_by", name=op.f("ck_legal_export_two_people")),
        sa.CheckConstraint(
            "(approved_by IS NULL) = (approved_at IS NULL)",
            name=op.f("ck_legal_export_approved_by_one"),
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_legal_export_asked_by")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["person.id"], name=op.f("fk_legal_export_approved_by")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_legal_export")),
    )
    op.create_index("ix_legal_export_asked_at", "legal_export", ["asked_at"])
    for table, refused in CONDITIONS:
        _replace(f"{table}_not_deleted", table, refused)
    for name, table, change, refused in GUARDS:
        _guard(name, table, change, refused)


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, _ in CONDITIONS:
        _replace(f"{table}_not_deleted", table, "1 = 1")
    op.drop_table("legal_export")
    op.drop_table("case_keeping")
    if postgresql:
        for name, *_ in GUARDS:
            op.execute(f"DROP FUNCTION {name}()")


def _replace(name: str, table: str, refused: str) -> None:
    """The same trigger under another condition."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_function(f"CREATE OR REPLACE FUNCTION {name}()", refused, "OLD"))
        return
    op.execute(f"DROP TRIGGER {name}")
    _guard(name, table, "DELETE", refused)


def _guard(name: str, table: str, change: str, refused: str) -> None:
    if op.get_bind().dialect.name != "postgresql":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, 'append_only'); END"
        )
        return
    row = "OLD" if change == "DELETE" else "NEW"
    op.execute(_function(f"CREATE FUNCTION {name}()", refused, row))
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def _function(begins: str, refused: str, row: str) -> str:
    return (
        f"{begins} RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF ({refused}) THEN RAISE EXCEPTION 'append_only' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
    )
