"""Rows that are never changed may be moved to another key, and nothing else about them changes.

Expands: yes (triggers that let through one more kind of update). Locks: none. Old code keeps
working: yes.
"""

from alembic import op

revision = "0029_resealing"
down_revision = "0028_keeping"

SAME = {
    "signature_act": "tenant_id agreement_id version role person_id shown_sha256 intent_sha256 at "
    "nonce_sha256",
    "authority_statement": "authority_id sha256 language at",
    "counselor_note": "organisation_id id owner_id household_id author_id at",
    "counselor_handover": "organisation_id id owner_id household_id by_id to_id at",
    "approval": "tenant_id id case_id kind sha256 reasons policy_version asked_by asked_at state "
    "decided_by decided_at outcome",
}
SEALED = {
    "signature_act": ("typed_name", "drawing"),
    "authority_statement": ("name", "words"),
    "counselor_note": ("words",),
    "counselor_handover": ("words",),
    "approval": ("payload", "answer"),
}
NAMES = {
    **{table: f"{table}_not_updated" for table in SAME},
    "approval": "approval_decided_once",
}
_ASKED = ("tenant_id", "id", "case_id", "kind", "payload", "sha256", "reasons", "policy_version")
REDECIDED = "OLD.state <> 'pending' OR " + " OR ".join(
    f"NEW.{column} <> OLD.{column}" for column in (*_ASKED, "asked_by", "asked_at")
)
REFUSED = {**dict.fromkeys(SAME, "1 = 1"), "approval": REDECIDED}


def upgrade() -> None:
    for table, refused in REFUSED.items():
        _replace(table, f"({refused}) AND NOT ({_moved(table)})")


def downgrade() -> None:
    for table, refused in REFUSED.items():
        _replace(table, refused)


def _moved(table: str) -> str:
    """The same row, some of its ciphertexts under a key of another name."""
    same = [f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in SAME[table].split()]
    moved = [
        f"(NEW.{name} IS NOT DISTINCT FROM OLD.{name} OR (NEW.{name} LIKE 'v_|%|%|%'"
        f" AND OLD.{name} LIKE 'v1|%' AND substr(NEW.{name}, 1, 11) <> substr(OLD.{name}, 1, 11)))"
        for name in SEALED[table]
    ]
    return " AND ".join(same + moved)


def _replace(table: str, refused: str) -> None:
    name = NAMES[table]
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, 'append_only'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF ({refused}) THEN RAISE EXCEPTION 'append_only' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
