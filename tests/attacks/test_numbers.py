"""G12: no value that is no amount or rate is read as one, and no plan sums to anything but its debt.

20,000 generated texts and plans here, a million of each in the full run.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.core.amortise import Balance, follow, level, period_rate
from app.core.money import Currency, Money
from app.core.periods import PLAN_FREQUENCIES
from tests.attacks.reading import attacks
from tests.core.dice import Dice
from tests.gates.figures import Measured
from tests.gates.sizes import sizes

SHORT, FULL = 20_000, 1_000_000
SIZES = sizes(SHORT, FULL)
FOLLOWED = 50
"""Every so many plans are gone through payment by payment as well."""
PIECES = (
    *"0123456789.,-+eE _xX%/£$¥'\"()\u0663\uff11\u2212\u200b\x00\n",
    "NaN",
    "inf",
    "1e9",
    "00",
    "1.5",
)
RHYTHMS = tuple(sorted(PLAN_FREQUENCIES))
RATES = tuple(
    Fraction(one) for one in ("0", "0.06", "0.199", "0.249", "0.36", "0.0001", "0.999999")
)


def an_amount(text: str) -> bool:
    """By the plain letter of the rule, worked out once more: digits, and two decimals at most."""
    whole, point, part = text.partition(".")
    digits = "0123456789"
    return (
        0 < len(whole) <= 12
        and all(c in digits for c in whole + part)
        and (len(part) in (1, 2) if point else True)
    )


@pytest.mark.parametrize("size", SIZES)
def test_what_is_no_amount_is_never_read_as_one(measured: Measured, size: int) -> None:
    taken = [one.name for one in attacks()["A19"].inputs if _reads(one.send)]
    for number in range(size):
        dice = Dice.numbered("amount", number)
        text = "".join(dice.pick(PIECES) for _ in range(dice.whole(1, 8)))
        if _reads(text) and not an_amount(text):
            taken.append(text)
    measured("G12", "bad_values_not_refused", len(taken), exactly=0)


def _reads(text: str) -> bool:
    try:
        Money.parse(text, Currency.GBP)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("size", SIZES)
def test_every_plan_sums_to_what_is_owed_and_its_interest(measured: Measured, size: int) -> None:
    wrong, plans, number = 0, 0, 0
    while plans < size:
        dice = Dice.numbered("plan", number)
        number += 1
        balance = Balance(dice.whole(1, 5_000_000), dice.whole(0, 200_000), dice.whole(0, 50_000))
        per = period_rate(dice.pick(RATES), dice.pick(RHYTHMS))
        amount = dice.whole(1, 500_000)
        plan = level(balance, per, amount)
        if plan is None:
            continue
        plans += 1
        wrong += plan.total != balance.owed + plan.interest or not 1 <= plan.last <= amount
        if plans % FOLLOWED == 0 and plan.rows <= 2_000:
            paid = follow(balance, per, [amount] * 2_000)
            wrong += paid != (amount,) * (plan.rows - 1) + (plan.last,)
    measured("G12", "wrong_sums", wrong, exactly=0)
