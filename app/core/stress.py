"""Will a plan last? A range, never one probability, and never a reason to refuse.

A month is normal or shocked. Start normal; change state, then pay. In a shocked
month the household pays when its reduced income still covers everything, else it
uses one saved instalment, else it misses; three misses end the plan. The figures
of the scenarios are assumptions and are printed as such.
"""

from __future__ import annotations

from fractions import Fraction

from app.core.lender_view import down, up
from app.core.money import Currency, Money
from app.core.results import Stress
from app.core.strain import HUNDRED, MISSES_THAT_END, SCENARIOS, Scenario, Strain

BILL_MAJOR = 500
CHECK_MONTHS = 3


def completion(strain: Strain, scenario: Scenario) -> Fraction:
    """The chance that the plan is completed, exactly, by recursion over the months.

    The state is (shocked, misses, saved instalments left); weights are whole
    numbers out of 100 to the power of the months gone by.
    """
    if strain.pays_when_shocked(scenario):
        return Fraction(1)
    # Saved instalments and misses are used up in one order, so one counter holds both.
    lives = strain.saved + MISSES_THAT_END
    if lives > strain.months:
        return Fraction(1)
    # The weights by lives used stand side by side in one whole number, ``width`` bits
    # for each: all of them together are never above ``everything``.
    everything = HUNDRED**strain.months
    width = everything.bit_length()
    room = (1 << width * lives) - 1
    normal, shocked = 1, 0
    for _ in range(strain.months):
        fall = normal * scenario.enter + shocked * (HUNDRED - scenario.leave)
        normal = normal * (HUNDRED - scenario.enter) + shocked * scenario.leave
        shocked = fall << width & room
    # The remainder by one less than the base of a numeral is the sum of its digits.
    return Fraction((normal + shocked) % ((1 << width) - 1), everything)


def stress(strain: Strain, currency: Currency) -> Stress:
    """The range over the scenarios, low rounded down and high up, and three plain checks."""
    chances = [completion(strain, scenario) for scenario in SCENARIOS]
    free = strain.income - strain.protected - strain.commitments - strain.instalments
    later = strain.savings + CHECK_MONTHS * free
    bill = BILL_MAJOR * 10**currency.exponent
    return Stress(
        instalments=Money(strain.instalments, currency),
        months=strain.months,
        saved=strain.saved,
        low=down(min(chances)),
        high=up(max(chances)),
        lost_income_1_month=strain.savings + free >= strain.largest_income,
        income_down_20_percent_3_months=5 * later >= CHECK_MONTHS * strain.income,
        one_bill_500_3_months=later >= bill,
        strain=strain,
    )
