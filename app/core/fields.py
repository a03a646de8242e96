"""What kind of data each field of a page about a case or household is, and who may see which kind.

A field of no kind says nothing that a borrower told: an id, a day, a name of an organisation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from typing import Any, ClassVar, Protocol

from app.core.actions import Relation
from app.core.disclosure import BUDGET, LOOKING, DataClass
from app.core.rights import LENDER

_D, _T, _H = DataClass.DEBT, DataClass.TOTALS, DataClass.HARDSHIP
_G, _L, _C = DataClass.GROUPS, DataClass.LINES, DataClass.CONTACT

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
    "Shown": {"level": None, "as_at": None, "income": _G, "spending": _G},
    "HouseholdPage": {"id": None, "role": None, "is_owner": None, "owner": _C}
    | {"record": _H, "cases": DataClass.DEBTS},
    # A request for help, as its charity reads it.
    "Picture": dict.fromkeys(("name", "email", "phone", "words"), _C)
    | dict.fromkeys(("result", "totals"), DataClass.FIGURES)
    | {"debts": DataClass.DEBTS},
    "Told": dict.fromkeys(("household", "income", "spending", "ours", "subdivision"), _L)
    | {"other_debts": DataClass.DEBTS, "hardship": _H, "needs": _H, "wishes": _C},
}
"""By the name of a view, then of its field. What stands nowhere here is given to nobody."""

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


class View(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


def given(view: View, opened: Collection[str]) -> dict[str, Any]:
    """The fields of a view that ``opened`` lets out, by name. The others are not in it.

    Raises:
        LookupError: the view, or a field of it, stands in no class.
    """
    values = {one.name: getattr(view, one.name) for one in fields(view)}
    return picked(type(view).__name__, values, opened)


def picked(view: str, values: Mapping[str, Any], opened: Collection[str]) -> dict[str, Any]:
    """The same of values that are kept under the names of the fields of ``view``."""
    kinds = FIELDS[view]
    return {
        name: value
        for name, value in values.items()
        if (kind := kinds[name]) is None or kind in opened
    }


def hidden(relation: Relation, fields: Mapping[str, DataClass | None]) -> Iterable[str]:
    """The fields of a view that ``relation`` may not be given."""
    allowed = SEES.get(relation, frozenset())
    return sorted(name for name, kind in fields.items() if kind and kind not in allowed)
