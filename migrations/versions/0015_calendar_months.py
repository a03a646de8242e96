"""What falls due in one calendar month of an offer stays within that month's hard ceiling.

Expands: no (refuses writes that the product never makes). Locks: none worth naming.
Old code keeps working: yes, except that it may no longer store an offer above a month.

Looks after each row, so that its own ceiling is held against it first. Offers that were
made before keep their rows. A migration that rebuilds the table on SQLite has to make
the trigger anew.
"""

from alembic import op

revision = "0015_calendar_months"
down_revision = "0014_contacts"

NAME = "offer_instalment_month"
MESSAGE = "above_calendar_month"

# By due day: ``month`` is held to it, and ``hard_minor`` to what the month was found to bear.
ABOVE_THE_MONTH = """
    (SELECT sum(i.amount_minor) FROM offer_instalment AS i
     WHERE i.tenant_id = NEW.tenant_id AND i.case_id = NEW.case_id
     AND i.offer_id = NEW.offer_id AND i.month = NEW.month) > NEW.hard_minor"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {NAME} AFTER INSERT ON offer_instalment WHEN {ABOVE_THE_MONTH} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF ({ABOVE_THE_MONTH}) THEN RAISE EXCEPTION '{MESSAGE}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {NAME} AFTER INSERT ON offer_instalment "
        f"FOR EACH ROW EXECUTE FUNCTION {NAME}()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {NAME}")
        return
    op.execute(f"DROP TRIGGER {NAME} ON offer_instalment")
    op.execute(f"DROP FUNCTION {NAME}()")
