"""The exact terms people sign, and their one form as data: ``agreement.json``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal, get_args

from app.core.caselines import Floor
from app.core.errors import InvalidInput, Problem
from app.core.evidence import canonical, sha256_hex
from app.core.money import Money, total
from app.core.plain import plain, text_problems
from app.core.terms import Terms
from app.core.terms import check as check_terms

FORMAT = "plainpact/agreement/1"
LANGUAGES = ("en", "zh_Hans")

ROW_LIMIT = 360
LEAST_GRACE_DAYS = 7
LEAST_COOLING_OFF_DAYS = 14

Role = Literal["borrower", "lender", "counselor"]
Part = Literal["fees", "interest", "principal"]
Rounding = Literal["down"]
Remainder = Literal["last", "later"]
DayCount = Literal[
    "equal_periods", "actual_365", "actual_actual", "actual_360", "thirty_360", "none"
]
PaymentMethod = Literal["bank_transfer", "standing_order", "direct_debit", "card", "cash"]
CreditReporting = Literal["arrangement", "unchanged", "not_reported"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence of a policy pack in both languages."""

    en: str
    zh_Hans: str  # noqa: N815  # the language tag is the key readers look up


@dataclass(frozen=True, slots=True)
class Route:
    """Where to turn: a name, and an address, number or link."""

    name: Text
    contact: str


@dataclass(frozen=True, slots=True)
class Party:
    """A person or organisation named in the agreement.

    ``reference`` is masked (``****6789``). ``organisation``, ``licence`` and
    ``on_behalf_of`` (nearest principal first) are for lenders and counselors.
    """

    role: Role
    id: str
    name: str
    reference: str = ""
    organisation: str = ""
    licence: str = ""
    on_behalf_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OriginalContract:
    """What the debt comes from; ``assigned_from`` names earlier holders, oldest first."""

    reference: str
    product: str
    original_creditor: str
    made_on: date | None = None
    assigned_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DebtSplit:
    """The balance on ``as_of``, before this agreement changes anything."""

    as_of: date
    principal: Money
    interest: Money
    fees: Money
    interest_frozen: bool
    fees_frozen: bool

    @property
    def total(self) -> Money:
        return self.principal + self.interest + self.fees


@dataclass(frozen=True, slots=True)
class BudgetSummary:
    """A month's budget, present only when the borrower agreed to share it.

    ``floor`` is what the household keeps by a rule, where that is above its essentials.
    """

    income: Money
    essential: Money
    other: Money
    left_over: Money
    floor: Floor | None = None


@dataclass(frozen=True, slots=True)
class Sharing:
    """What one recipient may see, by the borrower's consent."""

    recipient: str
    what: Text


@dataclass(frozen=True, slots=True)
class Clauses:
    """The choices behind the fixed wording; codes are worded in ``documents/wording``.

    ``cooling_off_until`` is the earliest last day: the period starts when the sealed
    file is delivered and lasts ``cooling_off_days``, whichever ends later.
    ``early_payments_wait``: a payment due while it runs may wait until it is over, at no
    cost. ``counselor_reviews``: a counselor who is named signs to have reviewed it, and is bound
    to nothing. ``past_payments_wait``: so may one that was due before the sealed file was there,
    and of several each may follow the last payment of the plan. Agreements from before
    these promises do not hold them.
    """

    allocation: tuple[Part, ...]
    rounding: Rounding
    remainder: Remainder
    day_count: DayCount
    payment_method: PaymentMethod
    payment_reference: str
    grace_days: int
    review_on: date
    cooling_off_days: int
    cooling_off_until: date
    credit_reporting: CreditReporting
    complaints: tuple[Route, ...]
    advice: tuple[Route, ...]
    contact: Route
    sharing: tuple[Sharing, ...] = ()
    limitation: Text | None = None
    early_payments_wait: bool = False
    past_payments_wait: bool = False
    counselor_reviews: bool = False


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """Everything the document says. ``created_at`` is aware UTC.

    ``parties`` are in the order in which they sign.
    ``time_source`` is ``this_server`` or the name of the timestamping authority.
    ``original_total`` is what the original contract would still have cost.
    """

    agreement_id: str
    version: int
    case_id: str
    jurisdiction: str
    pack_id: str
    pack_version: str
    language_of_record: str
    created_at: datetime
    parties: tuple[Party, ...]
    contract: OriginalContract
    debt: DebtSplit
    terms: Terms
    clauses: Clauses
    offer_digest: str
    evidence_head: str
    verify_url: str
    verify_code: str
    original_total: Money | None = None
    budget: BudgetSummary | None = None
    translations: tuple[str, ...] = ()
    time_source: str = "this_server"
    specimen: bool = True


def facts_json(facts: AgreementFacts) -> dict[str, object]:
    """``agreement.json`` as plain values: money in minor units, ISO dates, rates as ``n/d``.

    Raises:
        InvalidInput: the facts contradict each other or our limits.
    """
    problems = check(facts)
    if problems:
        raise InvalidInput(problems)
    read: dict[str, object] = {"format": FORMAT}
    for field in fields(facts):
        read[field.name] = plain(getattr(facts, field.name))
    read["totals"] = {name: plain(amount) for name, amount in _totals(facts).items()}
    return read


def facts_bytes(facts: AgreementFacts) -> bytes:
    """The canonical bytes of ``agreement.json``: what is attached, drawn and hashed."""
    return canonical(facts_json(facts))


def facts_digest(facts: AgreementFacts) -> str:
    """SHA-256 of ``facts_bytes``: the hash printed in the document."""
    return sha256_hex(facts_bytes(facts))


def check(facts: AgreementFacts) -> tuple[Problem, ...]:
    """All faults, sorted by path."""
    terms, clauses = facts.terms, facts.clauses
    roles = [party.role for party in facts.parties]
    languages = {facts.language_of_record, *facts.translations}
    rules = (
        ("/version", facts.version >= 1, "from_one"),
        ("/language_of_record", languages <= set(LANGUAGES), "unknown_language"),
        ("/translations", facts.language_of_record not in facts.translations, "is_the_record"),
        ("/created_at", facts.created_at.utcoffset() is not None, "no_time_zone"),
        ("/parties", len(set(roles)) == len(roles), "role_twice"),
        ("/parties", {"borrower", "lender"} <= set(roles), "party_missing"),
        ("/debt", facts.debt.total == terms.owed, "not_the_balance_of_the_terms"),
        ("/terms/schedule", terms.schedule.count <= ROW_LIMIT, "too_many_rows"),
        (
            "/clauses/allocation",
            len(set(clauses.allocation)) == len(get_args(Part)),
            "three_parts_once",
        ),
        ("/clauses/grace_days", clauses.grace_days >= LEAST_GRACE_DAYS, "too_short"),
        (
            "/clauses/cooling_off_days",
            clauses.cooling_off_days >= LEAST_COOLING_OFF_DAYS,
            "too_short",
        ),
        ("/clauses/day_count", clauses.day_count != "none" or not terms.rate, "missing"),
        ("/clauses/complaints", bool(clauses.complaints), "missing"),
        ("/clauses/advice", bool(clauses.advice), "missing"),
    )
    found = [Problem(path, code, code) for path, holds, code in rules if not holds]
    found += [Problem("/terms", code, code) for code in check_terms(terms)]
    return tuple(sorted([*found, *text_problems(plain(facts))]))


def _totals(facts: AgreementFacts) -> dict[str, Money | None]:
    """Sums a reader would otherwise add up: what is paid, and what it is made of."""
    schedule = facts.terms.schedule
    zero = Money.zero(schedule.total.currency)
    return {
        "repayable": schedule.total,
        "principal": total((row.principal for row in schedule.instalments), zero.currency),
        "interest": schedule.interest,
        "fees": total((row.fees for row in schedule.instalments), zero.currency),
        "new_interest": facts.terms.new_interest,
        "saving": facts.original_total and facts.original_total - schedule.total,
    }
