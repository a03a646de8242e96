"""What a page shows of one debt's answer beside its cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.results import Assessment, DebtResult
from app.web.fields import Words
from app.web.plans import charts
from app.web.plans.charts import Chart, Fair, Named
from app.web.plans.words import finding


@dataclass(frozen=True, slots=True)
class Pictures:
    """Two charts of all plans, and the plans that no other beats."""

    charts: tuple[Chart, ...]
    fair: Fair | None


NO_PICTURES = Pictures((), None)


def pictures(plans: Sequence[Named], result: DebtResult, as_of: date) -> Pictures:
    """Nothing to draw without a plan."""
    if not plans:
        return NO_PICTURES
    drawn = (charts.balances(plans, as_of), charts.payments(plans, as_of))
    return Pictures(drawn, charts.fair(result))


def about_debt(assessment: Assessment, debt_id: str) -> tuple[Words, ...]:
    """Every finding about one debt, in words, the gravest first."""
    place = f"/debts/{[debt.id for debt in assessment.debts].index(debt_id)}"
    found = (f for f in assessment.findings if f.path == place)
    return tuple(dict.fromkeys(map(finding, found)))


def about_household(assessment: Assessment) -> tuple[Words, ...]:
    """Every finding about the household or the rules it is judged by."""
    found = (f for f in assessment.findings if not f.path.startswith("/debts/"))
    return tuple(dict.fromkeys(map(finding, found)))


def break_ends(result: DebtResult) -> date | None:
    """The first day of the month in which a break ends."""
    return date.fromisoformat(f"{result.break_until}-01") if result.break_until else None
