"""How much of the budget each lender sees, and households that share one budget.

Expands: yes (two new tables). Locks: none. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020_consents"
down_revision = "0019_messages"

LIVE = sa.text("joined_at IS NOT NULL AND left_at IS NULL")
HOUSEHOLD = ["household.owner_id", "household.id"]


def upgrade() -> None:
    op.create_table(
        "budget_view",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", "number", name="pk_budget_view"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["debt_case.tenant_id", "debt_case.id"],
            name="fk_budget_view_debt_case",
        ),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name="fk_budget_view_person"),
        sa.CheckConstraint(
            "level IN ('nothing', 'summary', 'categories', 'lines')",
            name=op.f("ck_budget_view_level_known"),
        ),
        sa.CheckConstraint(
            "reason IN ('chosen', 'offer')", name=op.f("ck_budget_view_reason_known")
        ),
    )
    op.create_table(
        "partnership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code_sha256", sa.Text(), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("asker_household_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("partner_id", sa.Uuid()),
        sa.Column("partner_household_id", sa.Uuid()),
        sa.Column("joined_at", sa.DateTime(timezone=True)),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.Column("left_by", sa.Uuid()),
        sa.PrimaryKeyConstraint("id", name="pk_partnership"),
        sa.UniqueConstraint("code_sha256", name="uq_partnership_code_sha256"),
        sa.ForeignKeyConstraint(
            ["asker_id", "asker_household_id"], HOUSEHOLD, name="fk_partnership_asker"
        ),
        sa.ForeignKeyConstraint(
            ["partner_id", "partner_household_id"], HOUSEHOLD, name="fk_partnership_partner"
        ),
        sa.CheckConstraint("partner_id <> asker_id", name=op.f("ck_partnership_two_people")),
        sa.CheckConstraint(
            "(joined_at IS NULL) = (partner_household_id IS NULL)",
            name=op.f("ck_partnership_joined_by_somebody"),
        ),
    )
    for side in ("asker", "partner"):
        op.create_index(
            f"uq_partnership_{side}_live",
            "partnership",
            [f"{side}_household_id"],
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        )


def downgrade() -> None:
    for side in ("partner", "asker"):
        op.drop_index(f"uq_partnership_{side}_live", "partnership")
    op.drop_table("partnership")
    op.drop_table("budget_view")
