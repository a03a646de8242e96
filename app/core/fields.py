"""What kind of data each field of a page about a case or household is, and who may see which kind.

A field of no kind says nothing that a borrower told: an id, a day, a name of an organisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.core.actions import Relation
from app.core.disclosure import BUDGET, LOOKING, DataClass
from app.core.rights import LENDER

_D, _T, _H = DataClass.DEBT, DataClass.TOTALS, DataClass.HARDSHIP
_L, _C = DataClass.LINES, DataClass.CONTACT

FIELDS: Mapping[str, Mapping[str, DataClass | None]] = {
    "CasePage": dict.fromkeys(("header", "case", "timeline", "outcome", "proofs", "borrower"), _D)
    | dict.fromkeys(("role", "lender", "principal", "counselors", "guidance", "household_id")),
    "Moment": dict.fromkeys(("kind", "by", "at", "erased_at"))
    | dict.fromkeys(("words", "offer", "detail", "about"), _D),
    "CaseLine": {"case": _D, "borrower": _D, "lender": None, "account": _D},
    "Desk": dict.fromkeys(("page", "earlier", "value", "second", "past"), _D)
    | dict.fromkeys(("ceilings", "above_recommended", "shown"), _T)
    | dict.fromkeys(("today", "holds", "supervises", "sees")),
    "LookedAt": dict.fromkeys(("borrower", "debt", "stage", "offers"), _D)
    | dict.fromkeys(("case_id", "lender", "also")),
    "Let": {"borrower": _D, "case_id": None, "lender": None, "parts": None, "until": None},
    "SharedBudget": dict.fromkeys(
        ("income", "essential", "protected", "surplus", "buffer", "commitments", "months"), _T
    )
    | dict.fromkeys(("route", "reasons", "baseline_total", "floor"), _T)
    | dict.fromkeys(("assessment_id", "input_sha256", "pack_version", "policy_version")),
    "Shown": {"level": None, "as_at": None, "income": _L, "spending": _L},
    "HouseholdPage": {"id": None, "role": None, "is_owner": None, "owner": _C}
    | {"record": _H, "cases": DataClass.DEBTS},
    "Told": dict.fromkeys(("household", "income", "spending", "ours", "subdivision"), _L)
    | {"other_debts": DataClass.DEBTS, "hardship": _H, "needs": _H, "wishes": _C},
}
"""By the name of a view, then of its field. A test fails when a field stands nowhere here."""

_WHOLE = frozenset(DataClass)
_OF_A_LENDER = frozenset({DataClass.DEBT, DataClass.AGREEMENT, DataClass.EVIDENCE, *BUDGET})
SEES: Mapping[Relation, frozenset[DataClass]] = {
    Relation.OWNER: _WHOLE,
    Relation.MANDATED: _WHOLE,
    Relation.CONSENTED: frozenset(LOOKING),
    **dict.fromkeys(LENDER, _OF_A_LENDER),
}
"""The most that a relation may see. Consent decides how much of it: of a budget, papers, and for
whoever looks at all. Who is not named here sees nothing of it: a joint borrower has pages of
their own."""


def hidden(relation: Relation, fields: Mapping[str, DataClass | None]) -> Iterable[str]:
    """The fields of a view that ``relation`` may not be given."""
    allowed = SEES.get(relation, frozenset())
    return sorted(name for name, kind in fields.items() if kind and kind not in allowed)
