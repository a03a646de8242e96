"""The ledger of contacts.

Expands: yes (a new table). Locks: none. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014_contacts"
down_revision = "0013_rounds"

WORDS = {
    "channel": ("telephone", "text", "mail", "letter", "message", "meeting"),
    "direction": ("out", "in"),
    "purpose": ("asked", "negotiation", "collection"),
    "outcome": ("left", "joined", "withheld"),
}


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Uuid()),
        sa.Column("by_person_id", sa.Uuid()),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("talked", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text()),
        sa.Column("pack", sa.Text()),
        sa.PrimaryKeyConstraint("person_id", "key", name="pk_contact"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_contact_person"),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name="fk_contact_by_person"),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisation.id"], name="fk_contact_organisation"),
        *(
            sa.CheckConstraint(
                f"{column} IN ({', '.join(repr(word) for word in words)})",
                name=op.f(f"ck_contact_{column}_known"),
            )
            for column, words in WORDS.items()
        ),
    )
    op.create_index("ix_contact_person_id_at", "contact", ["person_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_contact_person_id_at", "contact")
    op.drop_table("contact")
