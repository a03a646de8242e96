"""Papers that a household brings, each version of them, and who looked at them.

Expands: yes (new tables). Locks: none. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027_exhibits"
down_revision = "0026_consent_ledger"


def upgrade() -> None:
    op.create_table(
        "exhibit",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id", "household_id"],
            ["household.owner_id", "household.id"],
            name=op.f("fk_exhibit_household"),
        ),
        sa.PrimaryKeyConstraint("owner_id", "id", name=op.f("pk_exhibit")),
        sa.UniqueConstraint("id", name=op.f("uq_exhibit_id")),
    )
    op.create_index("ix_exhibit_household_id", "exhibit", ["household_id"])
    op.create_table(
        "exhibit_version",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("exhibit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("original", sa.Text(), nullable=True),
        sa.Column("pictures", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'ready', 'refused')",
            name=op.f("ck_exhibit_version_state_known"),
        ),
        sa.CheckConstraint(
            "(state = 'ready') = (pictures IS NOT NULL)",
            name=op.f("ck_exhibit_version_ready_with_pictures"),
        ),
        sa.CheckConstraint(
            "(state = 'refused') = (why IS NOT NULL)",
            name=op.f("ck_exhibit_version_refused_with_reason"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_exhibit_version_number_from_one")),
        sa.ForeignKeyConstraint(
            ["owner_id", "exhibit_id"],
            ["exhibit.owner_id", "exhibit.id"],
            name=op.f("fk_exhibit_version_exhibit"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_exhibit_version_by")),
        sa.PrimaryKeyConstraint(
            "owner_id", "exhibit_id", "number", name=op.f("pk_exhibit_version")
        ),
    )
    op.create_table(
        "exhibit_check",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("exhibit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id", "exhibit_id", "number"],
            ["exhibit_version.owner_id", "exhibit_version.exhibit_id", "exhibit_version.number"],
            name=op.f("fk_exhibit_check_version"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_exhibit_check_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_exhibit_check_organisation"),
        ),
        sa.PrimaryKeyConstraint("owner_id", "id", name=op.f("pk_exhibit_check")),
    )
    op.create_index("ix_exhibit_check_exhibit_id", "exhibit_check", ["exhibit_id"])


def downgrade() -> None:
    op.drop_table("exhibit_check")
    op.drop_table("exhibit_version")
    op.drop_table("exhibit")
