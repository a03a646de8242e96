"""What each side could live with, encrypted, until a private test is answered.

Expands: yes (a new table). Locks: none. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021_overlap"
down_revision = "0020_consents"


def upgrade() -> None:
    op.create_table(
        "overlap_figure",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("test", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", "side", name="pk_overlap_figure"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["debt_case.tenant_id", "debt_case.id"],
            name="fk_overlap_figure_debt_case",
        ),
        sa.CheckConstraint(
            "side IN ('borrower', 'lender')", name=op.f("ck_overlap_figure_side_known")
        ),
        sa.CheckConstraint("test >= 1", name=op.f("ck_overlap_figure_test_counts_from_one")),
    )


def downgrade() -> None:
    op.drop_table("overlap_figure")
