"""One lender's policy for one debt: house values filled in, values past a limit set back.

A policy can narrow what a lender grants. It never reaches floor, buffer, share
or ceiling: the household's sum does not import this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from app.core.caselines import DebtLine, LenderTerms
from app.core.dates import Roll
from app.core.lender_policy.ethics import MOST_LEAST, SHORTEST_TERM
from app.core.money import Currency, Money
from app.core.periods import TIMES_A_YEAR, Every
from app.core.policy import Finding, PolicyPack, Severity

LADDER = (Fraction(1), Fraction(3, 4), Fraction(1, 2), Fraction(1, 4), Fraction(0))
MIN_REPAID_SHARE = Fraction(1, 2)
SETTLEMENT_SHARE = Fraction(3, 5)
MAX_BREAK_MONTHS = 6
LONGEST_BREAK_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Lending:
    """What holds for one debt. ``min_instalment`` is whole minor units a month.

    ``rest_continues``: one payment of the settlement share leaves the rest owed, because
    the lender says that it writes off only where a larger part is repaid.
    """

    max_term_months: int
    min_instalment: int
    waive_fees: bool
    ladder: tuple[Fraction, ...]
    min_repaid_share: Fraction
    settlement_share: Fraction
    max_break_months: int
    roll: Roll
    rest_continues: bool = False

    def least(self, every: Every) -> int:
        """``min_instalment`` as one instalment of another rhythm: rounded down, never to 0."""
        return self.min_instalment and max(1, self.min_instalment * 12 // TIMES_A_YEAR[every])


def lending_for(
    debt: DebtLine, policy: LenderTerms, pack: PolicyPack, currency: Currency
) -> tuple[Lending, tuple[Finding, ...]]:
    """The policy in force for ``debt``, and a finding for every value that was set back.

    The limits are those at which a stored policy is refused.
    """
    own = policy.merged(debt.id)
    found: list[Finding] = []

    def within(field: str, value: Fraction | int, limit: Fraction | int) -> None:
        if value > limit:
            found.append(_clamped(policy, debt.id, field))

    least = least_of(own, currency)
    cap = pack.term_cap(debt.kind)
    term = cap if own.max_term_months is None else own.max_term_months
    pause = MAX_BREAK_MONTHS if own.max_break_months is None else own.max_break_months
    repaid = MIN_REPAID_SHARE if own.min_repaid_share is None else own.min_repaid_share
    settled = SETTLEMENT_SHARE if own.settlement_share is None else own.settlement_share
    ladder = LADDER if own.rate_ladder is None else own.rate_ladder
    allowed = min(max(term, SHORTEST_TERM), cap)
    if allowed != term:
        found.append(_clamped(policy, debt.id, "max_term_months"))
    if own.min_instalment is not None:
        within("min_instalment", own.min_instalment.minor, least.minor)
    within("max_break_months", pause, LONGEST_BREAK_MONTHS)
    within("min_repaid_share", repaid, 1)
    within("settlement_share", settled, 1)
    within("rate_ladder", max(ladder, default=Fraction(1)), 1)
    lending = Lending(
        max_term_months=allowed,
        min_instalment=least.minor,
        waive_fees=bool(own.waive_fees),
        # The contract rate is always the first rung, so that relief is never forced.
        ladder=tuple(sorted({Fraction(1), *(r for r in ladder if r < 1)}, reverse=True)),
        min_repaid_share=min(repaid, Fraction(1)),
        settlement_share=min(settled, Fraction(1)),
        max_break_months=min(pause, LONGEST_BREAK_MONTHS),
        roll=own.roll or Roll.NEXT,
        # Where the lender says nothing of it, a settlement ends the debt.
        rest_continues=own.min_repaid_share is not None and settled < min(repaid, Fraction(1)),
    )
    return lending, tuple(found)


def least_of(own: LenderTerms, currency: Currency) -> Money:
    """The smallest instalment a month: what the lender says up to the limit, else one whole unit."""
    if own.min_instalment is None:
        return Money(10**currency.exponent, currency)
    return min(own.min_instalment, MOST_LEAST[currency])


def _clamped(policy: LenderTerms, debt_id: str, field: str) -> Finding:
    own = dict(policy.per_debt).get(debt_id)
    special = own is not None and getattr(own, field) is not None
    place = f"/per_debt/{debt_id}" if special else ""
    return Finding(
        "policy_clamped",
        Severity.INFO,
        f"/lender_policy{place}/{field}",
        "house:policy_limits",
        "A lender value past its limit was set back to the limit.",
    )
