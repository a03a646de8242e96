"""Papers, agreements, their files and signatures.

Expands: yes (new tables). Locks: none. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_agreements"
down_revision = "0003_offers"


def upgrade() -> None:
    op.create_table(
        "paper",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('revision', 'final', 'evidence', 'copy', 'upload')",
            name=op.f("ck_paper_purpose_known"),
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_paper_sha256_is_hex")),
        sa.CheckConstraint("size > 0", name=op.f("ck_paper_size_positive")),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_paper_organisation")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "sha256", name=op.f("pk_paper")),
    )
    op.create_table(
        "agreement",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("facts_sha256", sa.Text(), nullable=False),
        sa.Column("offer_digest", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("frozen_sha256", sa.Text(), nullable=True),
        sa.Column("final_sha256", sa.Text(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("cooling_off_until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'sealed' OR (final_sha256 IS NOT NULL AND sealed_at IS NOT NULL)",
            name=op.f("ck_agreement_sealed_has_its_file"),
        ),
        sa.CheckConstraint(
            "state IN ('issuing', 'open', 'signed', 'sealed', 'declined', 'expired', 'superseded', 'cancelled')",
            name=op.f("ck_agreement_state_known"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_agreement_version_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["debt_case.tenant_id", "debt_case.id"],
            name=op.f("fk_agreement_debt_case"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("code", name=op.f("uq_agreement_code")),
        sa.UniqueConstraint(
            "tenant_id", "case_id", "version", name=op.f("uq_agreement_tenant_id_case_id_version")
        ),
        sa.UniqueConstraint(
            "tenant_id", "id", "version", name=op.f("uq_agreement_tenant_id_id_version")
        ),
    )
    op.create_index(op.f("ix_agreement_final_sha256"), "agreement", ["final_sha256"], unique=False)
    op.create_table(
        "agreement_revision",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("certificate_sha256", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("step >= 0", name=op.f("ck_agreement_revision_step_not_negative")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agreement_id", "version"],
            ["agreement.tenant_id", "agreement.id", "agreement.version"],
            name=op.f("fk_agreement_revision_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "sha256"],
            ["paper.tenant_id", "paper.sha256"],
            name=op.f("fk_agreement_revision_paper"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "agreement_id", "version", "step", name=op.f("pk_agreement_revision")
        ),
    )
    op.create_index(
        op.f("ix_agreement_revision_sha256"), "agreement_revision", ["sha256"], unique=False
    )
    op.create_table(
        "signing_nonce",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("shown_sha256", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('borrower', 'lender', 'counselor')", name=op.f("ck_signing_nonce_role_known")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signing_nonce_person")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agreement_id", "version"],
            ["agreement.tenant_id", "agreement.id", "agreement.version"],
            name=op.f("fk_signing_nonce_agreement"),
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_signing_nonce")),
    )
    op.create_index("ix_signing_nonce_expires_at", "signing_nonce", ["expires_at"], unique=False)
    op.create_table(
        "signature_act",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("shown_sha256", sa.Text(), nullable=False),
        sa.Column("typed_name", sa.Text(), nullable=False),
        sa.Column("intent_sha256", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nonce_sha256", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "role IN ('borrower', 'lender', 'counselor')", name=op.f("ck_signature_act_role_known")
        ),
        sa.ForeignKeyConstraint(
            ["nonce_sha256"], ["signing_nonce.sha256"], name=op.f("fk_signature_act_signing_nonce")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signature_act_person")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agreement_id", "version"],
            ["agreement.tenant_id", "agreement.id", "agreement.version"],
            name=op.f("fk_signature_act_agreement"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "agreement_id", "version", "role", name=op.f("pk_signature_act")
        ),
        sa.UniqueConstraint("nonce_sha256", name=op.f("uq_signature_act_nonce_sha256")),
    )


def downgrade() -> None:
    op.drop_table("signature_act")
    op.drop_table("signing_nonce")
    op.drop_table("agreement_revision")
    op.drop_table("agreement")
    op.drop_table("paper")
