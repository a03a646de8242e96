"""Messages beside a case, the counts of what the guard did, and conduct tests.

Expands: yes (new tables). Locks: none. Old code keeps working: yes.

What was written is only added to; its content may be erased, and nothing else of it changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019_messages"
down_revision = "0018_wishes"

INSTANT = sa.DateTime(timezone=True)
PAYLOAD_CHANGED = (
    "NEW.seq <> OLD.seq OR NEW.data_class <> OLD.data_class OR OLD.erased_at IS NOT NULL"
    " OR NOT ((NEW.ciphertext IS NULL AND NEW.erased_at IS NOT NULL)"
    " OR (NEW.ciphertext IS NOT NULL AND NEW.erased_at IS NULL AND NEW.kid <> OLD.kid))"
)
GUARDS = (
    ("thread_event_not_updated", "thread_event", "UPDATE", "1 = 1"),
    ("thread_event_not_deleted", "thread_event", "DELETE", "1 = 1"),
    ("thread_payload_only_erased", "thread_payload", "UPDATE", PAYLOAD_CHANGED),
    ("thread_payload_not_deleted", "thread_payload", "DELETE", "1 = 1"),
    ("thread_not_deleted", "thread", "DELETE", "1 = 1"),
    ("conduct_test_not_updated", "conduct_test", "UPDATE", "1 = 1"),
    ("conduct_test_not_deleted", "conduct_test", "DELETE", "1 = 1"),
)
KEPT = ("thread_event", "thread_payload", "thread", "conduct_test")
TABLES = (
    "thread",
    "thread_event",
    "thread_payload",
    "thread_mark",
    "conduct_count",
    "conduct_test",
)


def upgrade() -> None:
    _thread()
    _marks_and_counts()
    _tests()
    _guard()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in GUARDS:
            op.execute(f"DROP FUNCTION {name}()")


def _uuid(name: str, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=null)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _thread() -> None:
    op.create_table(
        "thread",
        _uuid("tenant_id"),
        _uuid("id"),
        _whole("version"),
        _text("head"),
        _whole("delivered"),
        sa.Column("care_since", INSTANT),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.CheckConstraint("version >= 0", name=op.f("ck_thread_version_not_negative")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "id"],
            ["debt_case.tenant_id", "debt_case.id"],
            name="fk_thread_debt_case",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_thread"),
    )
    op.create_table(
        "thread_event",
        _uuid("tenant_id"),
        _uuid("case_id"),
        _whole("seq"),
        _text("kind"),
        sa.Column("at", INSTANT, nullable=False),
        _uuid("actor_id", null=True),
        _text("role"),
        _text("commitment"),
        _text("prev"),
        _text("digest"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["thread.tenant_id", "thread.id"],
            name="fk_thread_event_thread",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", "seq", name="pk_thread_event"),
        sa.UniqueConstraint("digest", name="uq_thread_event_digest"),
    )
    op.create_table(
        "thread_payload",
        _uuid("tenant_id"),
        _uuid("case_id"),
        _whole("seq"),
        _text("data_class"),
        _text("kid"),
        _text("ciphertext", null=True),
        sa.Column("erased_at", INSTANT),
        sa.CheckConstraint(
            "data_class IN ('ordinary', 'hardship')",
            name=op.f("ck_thread_payload_data_class_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id", "seq"],
            ["thread_event.tenant_id", "thread_event.case_id", "thread_event.seq"],
            name="fk_thread_payload_thread_event",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", "seq", name="pk_thread_payload"),
    )


def _marks_and_counts() -> None:
    op.create_table(
        "thread_mark",
        _uuid("tenant_id"),
        _uuid("case_id"),
        _uuid("person_id"),
        _whole("delivered"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_thread_mark_person"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["debt_case.tenant_id", "debt_case.id"],
            name="fk_thread_mark_debt_case",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", "person_id", name="pk_thread_mark"),
    )
    op.create_table(
        "conduct_count",
        _uuid("organisation_id"),
        sa.Column("month", sa.Date(), nullable=False),
        _text("category"),
        _text("outcome"),
        _whole("count"),
        sa.CheckConstraint(
            "outcome IN ('blocked', 'near_miss', 'confirmed', 'reviewed', 'reported')",
            name=op.f("ck_conduct_count_outcome_known"),
        ),
        sa.CheckConstraint("count > 0", name=op.f("ck_conduct_count_count_positive")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_conduct_count_organisation"
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "month", "category", "outcome", name="pk_conduct_count"
        ),
    )


def _tests() -> None:
    op.create_table(
        "conduct_test",
        _uuid("person_id"),
        _text("jurisdiction"),
        _whole("number"),
        _text("seed"),
        sa.Column("at", INSTANT, nullable=False),
        _whole("right"),
        _whole("asked"),
        _text("pack_version"),
        _text("bank_version"),
        _text("rules_sha256"),
        sa.Column("until", sa.Date()),
        sa.CheckConstraint(
            '"right" >= 0 AND "right" <= asked', name=op.f("ck_conduct_test_right_of_asked")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_conduct_test_person"),
        sa.PrimaryKeyConstraint("person_id", "jurisdiction", "number", name="pk_conduct_test"),
    )
    op.create_index("ix_conduct_test_until", "conduct_test", ["jurisdiction", "until"])


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
        for table in KEPT:
            op.execute(
                f"CREATE TRIGGER {table}_not_truncated BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION not_truncated()"
            )
