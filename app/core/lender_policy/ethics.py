"""What no lender's policy may say, and the rule that forbids it.

A key that reaches for something forbidden is not merely unknown: whoever wrote it is told
which rule of the ethics bar stands in the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from app.core.caselines import LenderTerms
from app.core.lender_policy.values import Limits
from app.core.money import Currency, Money


@dataclass(frozen=True, slots=True)
class Bar:
    """One rule: ``code`` is stable, ``rule`` names it in the ethics bar or the planning rules."""

    code: str
    rule: str
    words: frozenset[str]
    reason: str


def _bar(code: str, rule: str, words: str, reason: str) -> Bar:
    return Bar(code, rule, frozenset(words.split()), reason)


# The first that fits is named, so narrow ones come first.
BARS = (
    _bar(
        "no_plan_is_said", "E4", "hide suppress no_affordable_plan",
        "When no plan is affordable this is said, with next steps.",
    ),
    _bar(
        "cooling_off_is_the_borrowers", "E12", "cooling cool withdrawal",
        "The time to think is 14 days or the law's longer time; no lender sets it.",
    ),
    _bar(
        "buffer_is_the_borrowers", "E2", "buffer reserve reserves savings",
        "The buffer stays with the household; only the borrower may set less.",
    ),
    _bar(
        "floor_is_protected", "E2", "floor floors protected essential essentials living",
        "Living costs and the floor come first; no lender can lower them.",
    ),
    _bar(
        "worst_month_counts", "E1", "worst month months_counted average",
        "Every month has to bear the plan, the worst one included.",
    ),
    _bar(
        "priority_comes_first", "E1", "priority priorities order rank",
        "Priority debts are served first; no lender can change their order.",
    ),
    _bar(
        "ceiling_is_the_households", "E1",
        "ceiling surplus share recommended affordable hard stretch income spending expenses "
        "commitment commitments",
        "What the household can pay follows from its own figures; no lender can raise it.",
    ),
    _bar(
        "rounding_is_fixed", "planning 3", "rounding roundings round",
        "Every rounding favours the borrower; no lender can change it.",
    ),
    _bar(
        "no_interest_on_interest", "planning 3", "compound capitalise capitalize interest_on_interest",
        "Interest arises on principal only, never on interest or fees.",
    ),
    _bar(
        "asking_costs_nothing", "E11", "fee fees charge charges penalty default late",
        "Asking and missing a payment cost nothing: no fee and no higher interest.",
    ),
    _bar(
        "no_urgency", "E6", "urgency urgent timer countdown expiry expires expire deadline hurry scarcity",
        "No timers and no urgency: the time to answer is the same for everyone.",
    ),
    _bar(
        "missed_payment_gets_time", "E13", "grace terminate termination acceleration accelerate",
        "A missed payment gets 7 days, two friendly contacts and a person's review.",
    ),
    _bar(
        "no_automatic_refusal", "E27", "automatic auto refuse refusal reject decline",
        "No refusal is automatic: a person decides, and a person can be reached.",
    ),
    _bar(
        "least_proof", "E17", "proof documents document evidence diagnosis",
        "At most two documents are asked for, and none about health.",
    ),
    _bar(
        "nobody_is_scored", "E28", "score scoring rating propensity",
        "Nobody is scored, and nothing is tuned on money obtained.",
    ),
    _bar(
        "contact_is_bounded", "E21", "contact calls call visit visits messages",
        "Contact windows and caps follow the law and the borrower's wish.",
    ),
)  # fmt: skip

MOST_LEAST = MappingProxyType(
    {
        currency: Money.parse(amount, currency)
        for currency, amount in (
            (Currency.AUD, "50.00"),
            (Currency.CNY, "130.00"),
            (Currency.EUR, "20.00"),
            (Currency.GBP, "25.00"),
            (Currency.JPY, "3500"),
            (Currency.KWD, "7.000"),
            (Currency.USD, "35.00"),
        )
    }
)
"""A least payment a month above this shuts most households out.

In pounds: StepChange 2023 counts a mean surplus of 53.00 a month, half of which is the
recommended part. Elsewhere nobody counted; these house figures buy about as much there and
are rounded down, because a lower limit leaves more households a plan.
"""
_WORDS_END = re.compile(r"[\W\d_]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
SHORTEST_TERM = 12
"""Priority arrears get twelve rows, so no plan is asked to end sooner."""


def bar_for(key: str) -> Bar | None:
    """The rule that forbids a field of this name; None when it is merely unknown.

    Words may stand in any way of writing names: ``min_floor``, ``min-floor``, ``minFloor``.
    """
    said = f"_{_WORDS_END.sub('_', key).casefold()}_"
    return next((bar for bar in BARS if any(f"_{word}_" in said for word in bar.words)), None)


@dataclass(frozen=True, slots=True)
class Breach:
    """A field whose value breaks a rule."""

    field: str
    code: str
    rule: str
    reason: str


def breaches(terms: LenderTerms) -> Iterable[Breach]:
    """Values that no policy may have."""
    least = terms.min_instalment
    if least is not None and least > (most := MOST_LEAST[least.currency]):
        yield Breach(
            "min_instalment",
            "least_payment_shuts_out",
            "E4",
            f"Above {most.plain} {most.currency} a month most households are left without any plan.",
        )
    if terms.max_term_months is not None and terms.max_term_months < SHORTEST_TERM:
        yield Breach(
            "max_term_months",
            "term_shuts_out",
            "E4",
            f"A longest term below {SHORTEST_TERM} months leaves most households without any plan.",
        )
    if terms.rate_ladder is not None and any(rung > 1 for rung in terms.rate_ladder):
        yield Breach(
            "rate_ladder",
            "no_default_interest",
            "E11",
            "A step above 1 is more interest than the contract has; asking never costs more.",
        )


def limit_breaches(limits: Limits) -> Iterable[Breach]:
    """A second person for everything would leave every borrower waiting.

    A share may be at its end all the same (no cut, nothing let go, no settlement short of
    the whole): that asks a second person for every relief, while a plan without relief is
    one person's, and the lender's days to answer run on. A short term would hold up plans
    that cost the lender nothing.
    """
    if limits.term_months is not None and limits.term_months < SHORTEST_TERM:
        yield Breach(
            "term_months",
            "second_person_for_everything",
            "E15",
            f"Below {SHORTEST_TERM} months almost every plan would wait for a second person.",
        )
