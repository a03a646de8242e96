"""One ledger of consent: recipients, data classes, bases and words; lenders' budgets among them.

Expands: no (budget_view goes into consent). Locks: consent, while it is written anew.
Old code keeps working: no, it reads budget_view.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026_consent_ledger"
down_revision = "0025_factors"

CLASSES = (
    *("ordinary", "agreement", "hardship", "budget", "budget_groups", "budget_lines"),
    *("evidence", "contact", "figures", "debts"),
)
BEFORE = ("ordinary", "budget", "hardship", "evidence")
LIVE = sa.text("revoked_at IS NULL")
SHARED = (
    *("tenant_id", "id", "case_id", "person_id", "grantee_org_id", "data_class"),
    *("purpose", "wording_version", "given_at", "expires_at", "revoked_at"),
)
FROM_LEVEL = (
    "CASE v.level WHEN 'lines' THEN 'budget_lines' "
    "WHEN 'categories' THEN 'budget_groups' ELSE 'budget' END"
)
TO_LEVEL = (
    "CASE data_class WHEN 'budget_lines' THEN 'lines' "
    "WHEN 'budget_groups' THEN 'categories' ELSE 'summary' END"
)
OF_LENDER = (
    "grantee_org_id = tenant_id AND data_class IN ('budget', 'budget_groups', 'budget_lines')"
)


def upgrade() -> None:
    op.create_table(
        "consent_wording",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("zh_hans", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_consent_wording")),
    )
    op.execute("CREATE TABLE consent_before AS SELECT * FROM consent")
    op.drop_table("consent")
    _consent(CLASSES, ledger=True)
    _keep_consents()
    _keep_budget_views()
    op.drop_table("consent_before")
    op.drop_table("budget_view")


def downgrade() -> None:
    _budget_view()
    _run(
        "INSERT INTO budget_view (tenant_id, case_id, number, by_person_id, level, reason, at)",
        "SELECT tenant_id, case_id, ROW_NUMBER() OVER",
        "(PARTITION BY tenant_id, case_id ORDER BY given_at, id), person_id,",
        TO_LEVEL,
        ", CASE purpose WHEN 'chosen' THEN 'chosen' ELSE 'offer' END, given_at",
        "FROM consent WHERE",
        OF_LENDER,
    )
    _run(
        "INSERT INTO budget_view (tenant_id, case_id, number, by_person_id, level, reason, at)",
        "SELECT tenant_id, case_id, COUNT(*) + 1, person_id, 'nothing', 'chosen', MAX(revoked_at)",
        "FROM consent WHERE",
        OF_LENDER,
        "GROUP BY tenant_id, case_id, person_id HAVING COUNT(*) = COUNT(revoked_at)",
    )
    kept = ", ".join(f"'{word}'" for word in BEFORE)
    _run(
        "CREATE TABLE consent_after AS SELECT * FROM consent WHERE data_class IN (",
        kept,
        ") AND grantee_org_id <> tenant_id",
    )
    op.drop_table("consent")
    _consent(BEFORE, ledger=False)
    columns = ", ".join(SHARED)
    _run("INSERT INTO consent (", columns, ") SELECT", columns, "FROM consent_after")
    op.drop_table("consent_after")
    op.drop_table("consent_wording")


def _run(*parts: str) -> None:
    """One statement of words of this file."""
    op.execute(" ".join(parts))


def _consent(classes: tuple[str, ...], *, ledger: bool) -> None:
    listed = ", ".join(f"'{word}'" for word in classes)
    more: list[sa.schema.SchemaItem] = []
    if ledger:
        more = [
            sa.Column("basis", sa.Text(), nullable=False),
            sa.CheckConstraint(
                "basis IN ('consent', 'authority')", name=op.f("ck_consent_basis_known")
            ),
        ]
    op.create_table(
        "consent",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("grantee_org_id", sa.Uuid(), nullable=False),
        sa.Column("data_class", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("wording_version", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        *more,
        sa.CheckConstraint(f"data_class IN ({listed})", name=op.f("ck_consent_data_class_known")),
        sa.ForeignKeyConstraint(
            ["grantee_org_id"], ["organisation.id"], name=op.f("fk_consent_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id", "person_id"],
            ["case_party.tenant_id", "case_party.case_id", "case_party.person_id"],
            name=op.f("fk_consent_case_party"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_case", "consent", ["tenant_id", "case_id"], unique=False)
    if ledger:
        op.create_index(
            "uq_consent_live",
            "consent",
            ["tenant_id", "case_id", "grantee_org_id", "data_class"],
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        )


def _keep_consents() -> None:
    """As they were; of several that were live for one recipient and class, the newest stays so."""
    same = ", ".join(SHARED[:-1])
    _run(
        "INSERT INTO consent (",
        same,
        ", revoked_at, basis) SELECT",
        same,
        ", CASE WHEN revoked_at IS NULL AND",
        "ROW_NUMBER() OVER (PARTITION BY tenant_id, case_id, grantee_org_id, data_class,",
        "CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END ORDER BY given_at DESC, id) > 1",
        "THEN given_at ELSE revoked_at END, 'consent' FROM consent_before",
    )


def _keep_budget_views() -> None:
    """Each choice from its moment to the next one, and before the first what sharing opened."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    made = "lower(hex(randomblob(16)))" if sqlite else "gen_random_uuid()"
    into = ("INSERT INTO consent (", ", ".join(SHARED), ", basis)")
    _run(
        *into,
        "SELECT v.tenant_id,",
        made,
        ", v.case_id, c.borrower_id, v.tenant_id,",
        FROM_LEVEL,
        ", v.reason, 'before-ledger', v.at, NULL, v.over,",
        "CASE WHEN v.by_person_id = c.borrower_id THEN 'consent' ELSE 'authority' END",
        "FROM (SELECT b.*, LEAD(b.at) OVER",
        "(PARTITION BY b.tenant_id, b.case_id ORDER BY b.number) AS over FROM budget_view b) v",
        "JOIN debt_case c ON c.tenant_id = v.tenant_id AND c.id = v.case_id",
        "WHERE v.level <> 'nothing'",
    )
    _run(
        *into,
        "SELECT c.tenant_id,",
        made,
        ", c.id, c.borrower_id, c.tenant_id, 'budget', 'shared', 'before-ledger', e.at, NULL,",
        "(SELECT MIN(b.at) FROM budget_view b",
        "WHERE b.tenant_id = c.tenant_id AND b.case_id = c.id),",
        "CASE WHEN e.actor_id = c.borrower_id THEN 'consent' ELSE 'authority' END",
        "FROM debt_case c JOIN case_event e ON e.tenant_id = c.tenant_id AND e.case_id = c.id",
        "WHERE e.seq = (SELECT MIN(f.seq) FROM case_event f WHERE f.tenant_id = c.tenant_id",
        "AND f.case_id = c.id AND f.kind = 'budget-shared')",
    )
    op.execute(
        "INSERT INTO consent_wording (version, en, zh_hans) VALUES ('before-ledger', "
        "'The words of that time stand in the pages of that time.', '当时的措辞见当时的页面。')"
    )


def _budget_view() -> None:
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
