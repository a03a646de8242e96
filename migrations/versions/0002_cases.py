"""Cases, their chained events, and who may see what.

Expands: yes (new tables). Locks: none. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002_cases"
down_revision = "0001_people"


def upgrade() -> None:
    op.create_table(
        "debt_case",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("borrower_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("account_index", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("pack_version", sa.Text(), nullable=False),
        sa.Column("owed_minor", sa.BigInteger(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("hold_until", sa.Date(), nullable=True),
        sa.Column("waiting_for", sa.Text(), nullable=True),
        sa.Column("reply_due", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "waiting_for IN ('borrower', 'lender', 'counselor')",
            name=op.f("ck_debt_case_waiting_for_known"),
        ),
        sa.CheckConstraint("owed_minor >= 0", name=op.f("ck_debt_case_owed_not_negative")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_debt_case_version_not_negative")),
        sa.ForeignKeyConstraint(
            ["borrower_id", "household_id"],
            ["household.owner_id", "household.id"],
            name=op.f("fk_debt_case_household"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_debt_case_organisation")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_debt_case")),
        sa.UniqueConstraint("id", name=op.f("uq_debt_case_id")),
        sa.UniqueConstraint(
            "tenant_id", "account_index", name=op.f("uq_debt_case_tenant_id_account_index")
        ),
    )
    op.create_index("ix_debt_case_borrower_id", "debt_case", ["borrower_id"], unique=False)
    op.create_index(
        "ix_debt_case_queue", "debt_case", ["tenant_id", "stage", "updated_at"], unique=False
    )
    op.create_index("ix_debt_case_reply_due", "debt_case", ["tenant_id", "reply_due"], unique=False)
    op.create_table(
        "case_event",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["debt_case.tenant_id", "debt_case.id"],
            name=op.f("fk_case_event_debt_case"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", "seq", name=op.f("pk_case_event")),
        sa.UniqueConstraint("digest", name=op.f("uq_case_event_digest")),
    )
    op.create_table(
        "case_party",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "relation IN ('owner', 'joint', 'counselor')", name=op.f("ck_case_party_relation_known")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_party_person")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["debt_case.tenant_id", "debt_case.id"],
            name=op.f("fk_case_party_debt_case"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "case_id", "person_id", "relation", name=op.f("pk_case_party")
        ),
        sa.UniqueConstraint(
            "tenant_id",
            "case_id",
            "person_id",
            name=op.f("uq_case_party_tenant_id_case_id_person_id"),
        ),
    )
    op.create_index("ix_case_party_person_id", "case_party", ["person_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("code_sha256", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["debt_case.tenant_id", "debt_case.id"],
            name=op.f("fk_invitation_debt_case"),
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_invitation_code_sha256")),
    )
    op.create_table(
        "consent",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("grantee_org_id", sa.Uuid(), nullable=False),
        sa.Column("data_class", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("wording_version", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "data_class IN ('ordinary', 'budget', 'hardship', 'evidence')",
            name=op.f("ck_consent_data_class_known"),
        ),
        sa.ForeignKeyConstraint(
            ["grantee_org_id"], ["organisation.id"], name=op.f("fk_consent_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id", "person_id"],
            ["case_party.tenant_id", "case_party.case_id", "case_party.person_id"],
            name=op.f("fk_consent_case_party"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_case", "consent", ["tenant_id", "case_id"], unique=False)
    op.create_table(
        "event_payload",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("data_class", sa.Text(), nullable=False),
        sa.Column("kid", sa.Text(), nullable=False),
        sa.Column("ciphertext", sa.Text(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "data_class IN ('ordinary', 'budget', 'hardship', 'evidence')",
            name=op.f("ck_event_payload_data_class_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id", "seq"],
            ["case_event.tenant_id", "case_event.case_id", "case_event.seq"],
            name=op.f("fk_event_payload_case_event"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", "seq", name=op.f("pk_event_payload")),
    )


def downgrade() -> None:
    op.drop_table("event_payload")
    op.drop_table("consent")
    op.drop_table("invitation")
    op.drop_table("case_party")
    op.drop_table("case_event")
    op.drop_table("debt_case")
