"""Words for how long a plan may last: for the borrower's side alone, and always as a range."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.money import Money
from app.core.results import Stress
from app.core.strain import MISSES_THAT_END, SCENARIOS, Scenario
from app.core.stress import BILL_MAJOR, CHECK_MONTHS
from app.web import i18n
from app.web.fields import Words

SCENARIO_NAMES: dict[str, Words] = {
    "mild": _l("Mild"),
    "central": _l("Middle"),
    "severe": _l("Severe"),
}


@dataclass(frozen=True, slots=True)
class Lasting:
    """``spread`` says the range, or that every case came out alike."""

    spread: Words
    monthly: Money
    months: int
    checks: tuple[tuple[Words, Words], ...]
    assumed: tuple[tuple[Words, ...], ...]
    misses: int = MISSES_THAT_END


def lasting(stress: Stress | None) -> Lasting | None:
    """What a page shows; None when nothing would be paid."""
    if stress is None:
        return None
    return Lasting(
        spread=spread(stress),
        monthly=stress.instalments,
        months=stress.months,
        checks=_checks(stress),
        assumed=tuple(_assumed(scenario) for scenario in SCENARIOS),
    )


def spread(stress: Stress) -> Words:
    low, high = Fraction(stress.low), Fraction(stress.high)
    if low == 1:
        return _("In every case we tried, the plan is kept to the end.")
    if high == 0:
        return _("In the cases we tried, the plan is not kept to the end.")
    return _(
        "In the cases we tried, from %(low)s to %(high)s of such plans are kept to the end.",
        low=i18n.percent(low),
        high=i18n.percent(high),
    )


def _checks(stress: Stress) -> tuple[tuple[Words, Words], ...]:
    bill = i18n.money(
        Money(BILL_MAJOR * 10**stress.instalments.currency.exponent, stress.instalments.currency)
    )
    asked = (
        (_("Your largest income stops for 1 month"), stress.lost_income_1_month),
        (
            _("All income is a fifth lower for %(num)d months", num=CHECK_MONTHS),
            stress.income_down_20_percent_3_months,
        ),
        (
            _(
                "A bill of %(amount)s comes, and you have %(num)d months",
                amount=bill,
                num=CHECK_MONTHS,
            ),
            stress.one_bill_500_3_months,
        ),
    )
    return tuple((words, _("Covered") if held else _("Not covered")) for words, held in asked)


def _assumed(scenario: Scenario) -> tuple[Words, ...]:
    figures = (scenario.enter, scenario.leave, scenario.kept)
    return (
        SCENARIO_NAMES[scenario.name],
        *(i18n.percent(Fraction(figure, 100)) for figure in figures),
    )
