"""Affordable amounts, offers beside them, and promises.

Expands: yes (new tables). Locks: none. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_offers"
down_revision = "0002_cases"


def upgrade() -> None:
    op.create_table(
        "affordability",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("input_sha256", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["debt_case.tenant_id", "debt_case.id"],
            name=op.f("fk_affordability_debt_case"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", "id", name=op.f("pk_affordability")),
    )
    op.create_table(
        "commitment",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("monthly_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('offered', 'agreed', 'ended')", name=op.f("ck_commitment_state_known")
        ),
        sa.CheckConstraint("monthly_minor >= 0", name=op.f("ck_commitment_monthly_not_negative")),
        sa.ForeignKeyConstraint(
            ["owner_id", "household_id"],
            ["household.owner_id", "household.id"],
            name=op.f("fk_commitment_household"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["debt_case.tenant_id", "debt_case.id"],
            name=op.f("fk_commitment_debt_case"),
        ),
        sa.PrimaryKeyConstraint("owner_id", "household_id", "id", name=op.f("pk_commitment")),
    )
    op.create_index("ix_commitment_case", "commitment", ["tenant_id", "case_id"], unique=False)
    op.create_table(
        "affordable_month",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("hard_minor", sa.BigInteger(), nullable=False),
        sa.Column("recommended_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "length(month) = 7", name=op.f("ck_affordable_month_month_is_year_and_month")
        ),
        sa.CheckConstraint(
            "recommended_minor <= hard_minor",
            name=op.f("ck_affordable_month_recommended_within_hard"),
        ),
        sa.CheckConstraint(
            "recommended_minor >= 0", name=op.f("ck_affordable_month_recommended_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id", "assessment_id"],
            ["affordability.tenant_id", "affordability.case_id", "affordability.id"],
            name=op.f("fk_affordable_month_affordability"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "case_id", "assessment_id", "month", name=op.f("pk_affordable_month")
        ),
        sa.UniqueConstraint(
            "tenant_id",
            "case_id",
            "assessment_id",
            "month",
            "hard_minor",
            "recommended_minor",
            name="uq_affordable_month_amounts",
        ),
    )
    op.create_table(
        "offer",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("times_a_year", sa.BigInteger(), nullable=False),
        sa.Column("instalments", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "by_role IN ('borrower', 'lender', 'counselor')", name=op.f("ck_offer_by_role_known")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'withdrawn', 'replaced', 'expired')",
            name=op.f("ck_offer_state_known"),
        ),
        sa.CheckConstraint(
            "instalments BETWEEN 1 AND 360", name=op.f("ck_offer_instalments_possible")
        ),
        sa.CheckConstraint(
            "times_a_year BETWEEN 1 AND 366 AND times_a_year = CAST(times_a_year AS INTEGER)",
            name=op.f("ck_offer_times_a_year_possible"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id", "assessment_id"],
            ["affordability.tenant_id", "affordability.case_id", "affordability.id"],
            name=op.f("fk_offer_affordability"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", "id", name=op.f("pk_offer")),
        sa.UniqueConstraint(
            "tenant_id",
            "case_id",
            "id",
            "assessment_id",
            "times_a_year",
            "by_role",
            name="uq_offer_terms",
        ),
    )
    op.create_index(
        "uq_offer_one_open",
        "offer",
        ["tenant_id", "case_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "offer_instalment",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("times_a_year", sa.BigInteger(), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("hard_minor", sa.BigInteger(), nullable=False),
        sa.Column("recommended_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "amount_minor * times_a_year <= 12 * CASE WHEN by_role = 'lender' THEN recommended_minor ELSE hard_minor END",
            name=op.f("ck_offer_instalment_within_affordable"),
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_offer_instalment_amount_positive")),
        sa.CheckConstraint(
            "month = substr(CAST(due_on AS VARCHAR), 1, 7)",
            name=op.f("ck_offer_instalment_month_of_due_day"),
        ),
        sa.CheckConstraint("n >= 1", name=op.f("ck_offer_instalment_n_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id", "assessment_id", "month", "hard_minor", "recommended_minor"],
            [
                "affordable_month.tenant_id",
                "affordable_month.case_id",
                "affordable_month.assessment_id",
                "affordable_month.month",
                "affordable_month.hard_minor",
                "affordable_month.recommended_minor",
            ],
            name=op.f("fk_offer_instalment_affordable_month"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id", "offer_id", "assessment_id", "times_a_year", "by_role"],
            [
                "offer.tenant_id",
                "offer.case_id",
                "offer.id",
                "offer.assessment_id",
                "offer.times_a_year",
                "offer.by_role",
            ],
            name=op.f("fk_offer_instalment_offer"),
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "case_id", "offer_id", "n", name=op.f("pk_offer_instalment")
        ),
        sa.UniqueConstraint(
            "tenant_id",
            "case_id",
            "offer_id",
            "due_on",
            name=op.f("uq_offer_instalment_tenant_id_case_id_offer_id_due_on"),
        ),
    )


def downgrade() -> None:
    op.drop_table("offer_instalment")
    op.drop_table("offer")
    op.drop_table("affordable_month")
    op.drop_table("commitment")
    op.drop_table("affordability")
