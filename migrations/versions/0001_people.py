"""People, organisations, households and mandates.

Expands: yes (new tables). Locks: none. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001_people"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("principal_id", sa.Uuid(), nullable=True),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('lender', 'charity', 'operator')", name=op.f("ck_organisation_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["principal_id"], ["organisation.id"], name=op.f("fk_organisation_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_index(
        "uq_organisation_one_operator",
        "organisation",
        ["kind"],
        unique=True,
        sqlite_where=sa.text("kind = 'operator'"),
        postgresql_where=sa.text("kind = 'operator'"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email_index", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email_index", name=op.f("uq_person_email_index")),
    )
    op.create_table(
        "authority",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("borrower_id", sa.Uuid(), nullable=False),
        sa.Column("counselor_org_id", sa.Uuid(), nullable=False),
        sa.Column("counselor_id", sa.Uuid(), nullable=True),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["borrower_id"], ["person.id"], name="fk_authority_borrower"),
        sa.ForeignKeyConstraint(["counselor_id"], ["person.id"], name="fk_authority_counselor"),
        sa.ForeignKeyConstraint(
            ["counselor_org_id"], ["organisation.id"], name=op.f("fk_authority_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority")),
    )
    op.create_index(op.f("ix_authority_borrower_id"), "authority", ["borrower_id"], unique=False)
    op.create_index(
        op.f("ix_authority_counselor_org_id"), "authority", ["counselor_org_id"], unique=False
    )
    op.create_table(
        "household",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_household_person")),
        sa.PrimaryKeyConstraint("owner_id", "id", name=op.f("pk_household")),
        sa.UniqueConstraint("id", name=op.f("uq_household_id")),
    )
    op.create_table(
        "membership",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('agent', 'supervisor', 'admin', 'counselor')",
            name=op.f("ck_membership_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person")),
        sa.PrimaryKeyConstraint(
            "organisation_id", "person_id", "added_at", name=op.f("pk_membership")
        ),
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"], unique=False)
    op.create_index(
        "uq_membership_live",
        "membership",
        ["organisation_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "household_event",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id", "household_id"],
            ["household.owner_id", "household.id"],
            name=op.f("fk_household_event_household"),
        ),
        sa.PrimaryKeyConstraint("owner_id", "household_id", "seq", name=op.f("pk_household_event")),
        sa.UniqueConstraint("digest", name=op.f("uq_household_event_digest")),
    )
    op.create_table(
        "household_payload",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("data_class", sa.Text(), nullable=False),
        sa.Column("kid", sa.Text(), nullable=False),
        sa.Column("ciphertext", sa.Text(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "data_class IN ('ordinary', 'budget', 'hardship', 'evidence')",
            name=op.f("ck_household_payload_data_class_known"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id", "household_id", "seq"],
            ["household_event.owner_id", "household_event.household_id", "household_event.seq"],
            name=op.f("fk_household_payload_household_event"),
        ),
        sa.PrimaryKeyConstraint(
            "owner_id", "household_id", "seq", name=op.f("pk_household_payload")
        ),
    )


def downgrade() -> None:
    op.drop_table("household_payload")
    op.drop_table("household_event")
    op.drop_table("membership")
    op.drop_table("household")
    op.drop_table("authority")
    op.drop_table("person")
    op.drop_table("organisation")
