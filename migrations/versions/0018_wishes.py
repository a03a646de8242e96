"""What people wish about being reached, meetings they asked for, and calls and letters in the ledger.

Expands: yes (new tables, new columns that may be empty or have a default). Locks: none worth
naming. Old code keeps working: yes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018_wishes"
down_revision = "0017_counselors"


def upgrade() -> None:
    op.create_table(
        "contact_wish",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_person_id", sa.Uuid()),
        sa.Column("ways", sa.Text(), nullable=False),
        sa.Column("news", sa.Text(), nullable=False),
        sa.Column("from_hour", sa.BigInteger()),
        sa.Column("until_hour", sa.BigInteger()),
        sa.Column("zone", sa.Text()),
        sa.Column("details", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "seq", name="pk_contact_wish"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_contact_wish_person"),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name="fk_contact_wish_by_person"),
        sa.CheckConstraint("news IN ('mail', 'text')", name=op.f("ck_contact_wish_news_known")),
        sa.CheckConstraint(
            "from_hour >= 0 AND from_hour < until_hour AND until_hour <= 23",
            name=op.f("ck_contact_wish_hours_in_order"),
        ),
    )
    op.create_table(
        "meeting",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_for", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.Column("visitor_id", sa.Uuid()),
        sa.Column("named_by_id", sa.Uuid()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_meeting"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["debt_case.tenant_id", "debt_case.id"],
            name="fk_meeting_case",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_meeting_person"),
        sa.ForeignKeyConstraint(["visitor_id"], ["person.id"], name="fk_meeting_visitor"),
        sa.ForeignKeyConstraint(["named_by_id"], ["person.id"], name="fk_meeting_named_by"),
        sa.CheckConstraint(
            "(at IS NULL) = (visitor_id IS NULL)", name=op.f("ck_meeting_visitor_is_named")
        ),
    )
    op.create_index("ix_meeting_id", "meeting", ["id"])
    op.create_index("ix_meeting_tenant_id_case_id", "meeting", ["tenant_id", "case_id"])
    op.add_column("contact", sa.Column("case_id", sa.Uuid()))
    op.add_column("contact", sa.Column("said", sa.Text()))
    op.add_column("contact", sa.Column("reported_at", sa.DateTime(timezone=True)))
    op.add_column(
        "contact", sa.Column("planned", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("person", sa.Column("phone_index", sa.Text()))
    op.add_column("person", sa.Column("stop_code", sa.Text()))
    op.create_index("ix_person_phone_index", "person", ["phone_index"])
    op.create_index("uq_person_stop_code", "person", ["stop_code"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_person_stop_code", "person")
    op.drop_index("ix_person_phone_index", "person")
    op.drop_column("person", "stop_code")
    op.drop_column("person", "phone_index")
    for column in ("planned", "reported_at", "said", "case_id"):
        op.drop_column("contact", column)
    op.drop_index("ix_meeting_tenant_id_case_id", "meeting")
    op.drop_index("ix_meeting_id", "meeting")
    op.drop_table("meeting")
    op.drop_table("contact_wish")
