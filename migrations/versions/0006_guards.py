"""Triggers: history is only added to, and an offer is what its rows say.

Expands: no (refuses writes that the product never makes). Locks: none worth naming.
Old code keeps working: yes.

A migration that rebuilds one of these tables on SQLite has to make its triggers anew.
"""

from alembic import op

revision = "0006_guards"
down_revision = "0005_work"

APPEND_ONLY = (
    "case_event",
    "household_event",
    "audit",
    "affordability",
    "affordable_month",
    "offer_instalment",
    "agreement_revision",
    "signature_act",
    "paper",
)
KEPT = ("event_payload", "household_payload", "offer", "agreement", "debt_case", "audit_head")
"""Rows that change in some columns, and are never deleted."""

# What an update may change in encrypted content: erase it, or move it to another key.
PAYLOAD_CHANGED = """
    NEW.seq <> OLD.seq OR NEW.data_class <> OLD.data_class OR OLD.erased_at IS NOT NULL
    OR NOT (
        (NEW.ciphertext IS NULL AND NEW.erased_at IS NOT NULL)
        OR (NEW.ciphertext IS NOT NULL AND NEW.erased_at IS NULL AND NEW.kid <> OLD.kid)
    )"""

OFFER_REWRITTEN = """
    NEW.tenant_id <> OLD.tenant_id OR NEW.case_id <> OLD.case_id OR NEW.id <> OLD.id
    OR NEW.assessment_id <> OLD.assessment_id OR NEW.by_role <> OLD.by_role
    OR NEW.digest <> OLD.digest OR NEW.made_at <> OLD.made_at
    OR NEW.expires_on <> OLD.expires_on OR NEW.times_a_year <> OLD.times_a_year
    OR NEW.instalments <> OLD.instalments OR OLD.state <> 'open'"""

# Leaving payments out would dodge the ceiling that stands on each of them.
OFFER_INCOMPLETE = """
    NEW.state = 'accepted' AND NEW.instalments <> (
        SELECT count(*) FROM offer_instalment AS i
        WHERE i.tenant_id = NEW.tenant_id AND i.case_id = NEW.case_id AND i.offer_id = NEW.id)"""

MINE = "i.tenant_id = NEW.tenant_id AND i.case_id = NEW.case_id AND i.offer_id = NEW.offer_id"

INSTALMENT_OUT_OF_PLACE = """
    NOT EXISTS (
        SELECT 1 FROM offer AS o
        WHERE o.tenant_id = NEW.tenant_id AND o.case_id = NEW.case_id AND o.id = NEW.offer_id
        AND o.state = 'open')
    OR EXISTS (
        SELECT 1 FROM offer_instalment AS i
        WHERE {mine} AND (i.due_on >= NEW.due_on OR i.n >= NEW.n))"""

# An amount is held to its ceiling as if paid ``times_a_year`` times. More payments than that in
# a year, or too many in one calendar month, would make the rhythm a lie. Rhythms of a fixed
# number of days are counted over 360 days, the others over twelve calendar months.
INSTALMENT_TOO_OFTEN = """
    (SELECT count(*) FROM offer_instalment AS i
     WHERE {mine} AND CASE
        WHEN NEW.times_a_year IN (13, 26, 52, 365) THEN i.due_on > {earlier}
        ELSE CAST(substr(i.month, 1, 4) AS INTEGER) * 12 + CAST(substr(i.month, 6, 2) AS INTEGER)
            > CAST(substr(NEW.month, 1, 4) AS INTEGER) * 12
            + CAST(substr(NEW.month, 6, 2) AS INTEGER) - 12
        END) >= NEW.times_a_year
    OR (SELECT count(*) FROM offer_instalment AS i WHERE {mine} AND i.month = NEW.month) >=
        CASE WHEN NEW.times_a_year <= 12 THEN 1 WHEN NEW.times_a_year <= 24 THEN 2
             WHEN NEW.times_a_year = 26 THEN 3 WHEN NEW.times_a_year = 52 THEN 5 ELSE 31 END"""

AGREEMENT_REWRITTEN = """
    NEW.tenant_id <> OLD.tenant_id OR NEW.id <> OLD.id OR NEW.case_id <> OLD.case_id
    OR NEW.version <> OLD.version OR NEW.facts_sha256 <> OLD.facts_sha256
    OR NEW.offer_digest <> OLD.offer_digest OR NEW.code <> OLD.code
    OR NEW.language <> OLD.language OR NEW.expires_on <> OLD.expires_on
    OR (OLD.frozen_sha256 IS NOT NULL AND NEW.frozen_sha256 IS DISTINCT FROM OLD.frozen_sha256)
    OR (OLD.final_sha256 IS NOT NULL AND NEW.final_sha256 IS DISTINCT FROM OLD.final_sha256)"""

CASE_MOVED = """
    NEW.tenant_id <> OLD.tenant_id OR NEW.id <> OLD.id OR NEW.borrower_id <> OLD.borrower_id
    OR NEW.version < OLD.version"""

GUARDS = (
    *((f"{t}_not_updated", t, "UPDATE", "1 = 1", "append_only") for t in APPEND_ONLY),
    *((f"{t}_not_deleted", t, "DELETE", "1 = 1", "append_only") for t in (*APPEND_ONLY, *KEPT)),
    ("event_payload_kept", "event_payload", "UPDATE", PAYLOAD_CHANGED, "append_only"),
    ("household_payload_kept", "household_payload", "UPDATE", PAYLOAD_CHANGED, "append_only"),
    ("audit_head_forward", "audit_head", "UPDATE", "NEW.seq <= OLD.seq", "append_only"),
    ("debt_case_same", "debt_case", "UPDATE", CASE_MOVED, "case_moved"),
    ("offer_starts_open", "offer", "INSERT", "NEW.state <> 'open'", "offer_not_open"),
    ("offer_same", "offer", "UPDATE", OFFER_REWRITTEN, "offer_rewritten"),
    ("offer_complete", "offer", "UPDATE", OFFER_INCOMPLETE, "offer_incomplete"),
    (
        "offer_instalment_in_order",
        "offer_instalment",
        "INSERT",
        INSTALMENT_OUT_OF_PLACE,
        "instalment_out_of_place",
    ),
    (
        "offer_instalment_rhythm",
        "offer_instalment",
        "INSERT",
        INSTALMENT_TOO_OFTEN,
        "instalment_too_often",
    ),
    ("agreement_same", "agreement", "UPDATE", AGREEMENT_REWRITTEN, "agreement_rewritten"),
)

EARLIER = {"sqlite": "date(NEW.due_on, '-360 days')", "postgresql": "NEW.due_on - 360"}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    for name, table, change, refused, message in GUARDS:
        condition = refused.format(mine=MINE, earlier=EARLIER[dialect])
        if dialect == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {change} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            continue
        row = "OLD" if change == "DELETE" else "NEW"
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF ({condition}) THEN RAISE EXCEPTION '{message}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {row}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    if dialect == "postgresql":
        _forbid_truncating()


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, *_ in GUARDS:
        op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP TRIGGER {name} ON {table}")
        if not sqlite:
            op.execute(f"DROP FUNCTION {name}()")
    if not sqlite:
        for table in (*APPEND_ONLY, *KEPT):
            op.execute(f"DROP TRIGGER {table}_not_truncated ON {table}")
        op.execute("DROP FUNCTION not_truncated()")


def _forbid_truncating() -> None:
    op.execute(
        "CREATE FUNCTION not_truncated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'append_only' USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$"
    )
    for table in (*APPEND_ONLY, *KEPT):
        op.execute(
            f"CREATE TRIGGER {table}_not_truncated BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION not_truncated()"
        )
