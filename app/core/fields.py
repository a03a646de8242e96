"""What kind of data each field of a page about a case or household is, and who may see which kind.

A field of no kind says nothing that a borrower told: an id, a day, a name of an organisation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import MISSING, fields, replace
from enum import StrEnum
from typing import Any, ClassVar, Protocol, TypeVar

from app.core.actions import Relation
from app.core.disclosure import ASKED, BUDGET, LOOKING, DataClass
from app.core.rights import LENDER


class Withheld(StrEnum):
    """What no right opens, so that it leaves in no view: who else there is, and inner keys."""

    OTHERS = "others"
    INNER = "inner"


Kind = DataClass | Withheld | None
_D, _T, _H = DataClass.DEBT, DataClass.TOTALS, DataClass.HARDSHIP
_G, _L, _C = DataClass.GROUPS, DataClass.LINES, DataClass.CONTACT
_A, _E, _DS = DataClass.AGREEMENT, DataClass.EVIDENCE, DataClass.DEBTS
_OTHERS, _INNER = Withheld.OTHERS, Withheld.INNER

FIELDS: Mapping[str, Mapping[str, Kind]] = {
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
    # What happened is not between the figures of a record that a page may not show it of.
    "HouseholdPage": dict.fromkeys(("id", "role", "is_owner", "opened"))
    | {"owner": _C, "record": _L, "cases": _D},
    "HouseholdRecord": dict.fromkeys(
        ("version", "jurisdiction", "currency", "told_at", "erased_at")
    )
    | {"told": _L, "promises": _DS},
    "CaseAt": {"header": None, "case": _D, "lender": None},
    "Client": {"household_id": None, "name": _C, "told": None, "creditors": _DS},
    "CreditorLine": dict.fromkeys(("name", "owed", "priority", "disputed"), _DS)
    | dict.fromkeys(("stage", "offer", "open", "waiting_for", "reply_due", "hold_until"), _D)
    | {"case_id": None, "person_since": _D},
    # A request for help, as its charity reads it.
    "Picture": dict.fromkeys(("name", "email", "phone", "words"), _C)
    | dict.fromkeys(("result", "totals"), DataClass.FIGURES)
    | {"debts": DataClass.DEBTS},
    "Told": dict.fromkeys(("household", "income", "spending", "ours", "subdivision"), _L)
    | {"other_debts": _DS, "hardship": _H, "needs": _H, "wishes": _C},
    # For a court, one level down from here by ``content``.
    "CourtFile": dict.fromkeys(("format", "made_at", "reason", "lender"))
    | dict.fromkeys(("borrower", "account", "stage", "events"), _D)
    | {"agreements": _A},
    # What a person takes away about themselves, and the records that go into it.
    "OwnData": dict.fromkeys(("format", "made_at", "sources", "log", "sign_ins"))
    | dict.fromkeys(("memberships", "conduct_tests", "ways_to_sign_in", "authorities"))
    | dict.fromkeys(("person", "contacts", "wishes", "referrals"), _C)
    | {"households": _L, "cases": _D, "joint_cases": _D},
    "OwnPerson": {"id": None}
    | dict.fromkeys(("name", "email", "phone", "language"), _C)
    | {"created_at": None},
    "OwnHousehold": {"id": None, "events": _L, "papers": _E, "shared_budgets": None},
    "OwnCase": dict.fromkeys(("id", "lender", "consents"))
    | dict.fromkeys(("account", "stage", "jurisdiction", "currency", "owed_minor"), _D)
    | dict.fromkeys(("opened_at", "events", "promises"), _D)
    | {"agreements": _A, "messages": _C, "meetings": _C},
    "OwnAgreement": {"id": None}
    | dict.fromkeys(("version", "state", "code", "facts", "file_sha256"), _A)
    | dict.fromkeys(("copies", "signed", "signed_from"), _A),
    "Exhibit": {"id": None, "added_at": None, "about": _E, "versions": _E}
    | dict.fromkeys(("owner_id", "household_id"), _INNER),
    "Version": dict.fromkeys(("number", "at", "state", "told", "original", "pictures"), _E)
    | {"why": _E, "looked": _E, "by_id": _OTHERS},
    "Brought": dict.fromkeys(("name", "kind", "sha256", "size", "pages", "words"), _E),
    "Looked": dict.fromkeys(("number", "organisation_id", "at", "note"), _E) | {"by_id": _OTHERS},
    "Entry": dict.fromkeys(("tenant_id", "case_id", "channel", "direction", "purpose", "at"), _C)
    | dict.fromkeys(("talked", "outcome", "rule", "pack", "said", "reported_at", "planned"), _C)
    | {"key": _INNER, "person_id": _INNER, "by_person_id": _OTHERS},
    "SaidAt": {"said": _C, "at": _C, "by_person_id": _OTHERS},
    "Meeting": dict.fromkeys(("id", "tenant_id", "case_id", "person_id", "asked_at"), _C)
    | dict.fromkeys(("asked_for", "at", "ended_at"), _C)
    | dict.fromkeys(("visitor_id", "named_by_id"), _OTHERS),
    "Referral": dict.fromkeys(("id", "tenant_id", "case_id", "charity_id", "lets_see"), _C)
    | dict.fromkeys(("language", "asked_at", "content", "state", "ended_at", "answer"), _C)
    | {"erased_at": _C, "borrower_id": _INNER, "consent_sha256": _INNER, "answered_by": _OTHERS},
    "Authority": dict.fromkeys(("id", "counselor_org_id", "scopes", "given_at"))
    | dict.fromkeys(("until", "revoked_at"))
    | {"borrower_id": _INNER, "counselor_id": _OTHERS},
    "Statement": dict.fromkeys(("name", "words", "sha256", "language", "at"), _C)
    | {"authority_id": _INNER},
}
"""By the name of a view, then of its field. What stands nowhere here is given to nobody."""

_WHOLE = frozenset(DataClass)
_OF_A_LENDER = frozenset({DataClass.DEBT, DataClass.AGREEMENT, DataClass.EVIDENCE, *BUDGET})
SEES: Mapping[Relation, frozenset[DataClass]] = {
    Relation.OWNER: _WHOLE,
    Relation.MANDATED: _WHOLE,
    Relation.CONSENTED: frozenset(LOOKING),
    Relation.COUNSELOR: frozenset({DataClass.DEBT, *ASKED}),
    Relation.OPERATOR: frozenset({DataClass.DEBT, DataClass.TOTALS, DataClass.AGREEMENT}),
    **dict.fromkeys(LENDER, _OF_A_LENDER),
}
"""The most that a relation may see. Consent decides how much of it: of a budget, papers, and for
whoever looks at all; a counselor without authority has lists and what they are asked. Who is not
named here sees nothing of it: a joint borrower has pages of their own."""


class View(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


V = TypeVar("V", bound=View)


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


def without(view: V, opened: Collection[str]) -> V:
    """The same view, with the fields that ``opened`` does not let out as if nothing was told.

    Raises:
        LookupError: as ``given``; or a field that is not let out cannot be empty.
    """
    left = given(view, opened)
    empty = {one.name: one.default for one in fields(view) if one.name not in left}
    if MISSING in empty.values():
        raise LookupError(sorted(empty))
    return replace(view, **empty)


def hidden(relation: Relation, fields: Mapping[str, Kind]) -> Iterable[str]:
    """The fields of a view that ``relation`` may not be given."""
    allowed = SEES.get(relation, frozenset())
    return sorted(name for name, kind in fields.items() if kind and kind not in allowed)
