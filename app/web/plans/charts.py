"""The charts of several plans: what is still owed, what is paid, and what each side gains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from babel.numbers import format_currency
from flask_babel import gettext as _

from app.core.money import Money
from app.core.results import DebtResult, Label, Point
from app.core.terms import Terms
from app.usecases.pictures import (
    Axes,
    Tick,
    line_picture,
    line_sample,
    point_picture,
    point_sample,
)
from app.web import i18n
from app.web.fields import Words

HUNDRED = 100
Named = tuple[Words, Terms]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its legend, and the same figures as a table (heads: words, is it a figure)."""

    svg: str
    caption: str
    legend: tuple[tuple[str, Words], ...]
    heads: tuple[tuple[Words, bool], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Fair:
    """The plans that no other beats for both sides, and what each side gets at the fair one."""

    chart: Chart
    candidates: int
    percent: int


def balances(plans: Sequence[Named], as_of: date) -> Chart:
    """What is still owed after each payment, one line a plan."""
    start = as_of.toordinal()
    series = []
    for _name, terms in plans:
        rows = terms.schedule.instalments
        owed = rows[0].balance_after + rows[0].principal
        points = [(row.due_on.toordinal(), row.balance_after.minor) for row in rows]
        series.append([(start, owed.minor), *points])
    days = sorted({row.due_on for _name, terms in plans for row in terms.schedule.instalments})
    after = [{r.due_on: r.balance_after for r in t.schedule.instalments} for _name, t in plans]
    table = [
        (i18n.day(day), *(i18n.money(one[day]) if day in one else "" for one in after))
        for day in days
    ]
    return Chart(
        svg=line_picture(
            series,
            _axes(plans, as_of, max(y for one in series for _x, y in one)),
            title=_("What is still owed, over time"),
            about=_about(plans),
        ),
        caption=_("What is still owed, over time"),
        legend=_legend(plans),
        heads=((_("Date"), False), *((name, True) for name, _terms in plans)),
        rows=tuple(table),
    )


def payments(plans: Sequence[Named], as_of: date) -> Chart:
    """What is paid each time, one line of steps a plan; the table gives runs of equal payments."""
    series = []
    for _name, terms in plans:
        rows = terms.schedule.instalments
        points = [(row.due_on.toordinal(), row.amount.minor) for row in rows]
        series.append([*points, (points[-1][0], 0)])
    table = [
        (str(name), str(count), i18n.money(amount))
        for name, terms in plans
        for count, amount in terms.schedule.segments
    ]
    return Chart(
        svg=line_picture(
            series,
            _axes(plans, as_of, max(y for one in series for _x, y in one)),
            title=_("What you pay each time"),
            about=_about(plans),
            stepped=True,
        ),
        caption=_("What you pay each time"),
        legend=_legend(plans),
        heads=((_("Plan"), False), (_("How many payments"), True), (_("Payment"), True)),
        rows=tuple(table),
    )


def fair(result: DebtResult) -> Fair | None:
    """Both sides' gains of the plans that no other beats; None when there is nothing to weigh."""
    balanced = next((o for o in result.options if o.label is Label.BALANCED), None)
    if balanced is None or len(result.front) < 2:  # noqa: PLR2004 - one plan is no choice
        return None
    gains = (balanced.borrower_gain, balanced.lender_gain)
    ways = sorted(result.front, key=lambda p: (p.lender_gain, -p.borrower_gain))
    at = next((n for n, p in enumerate(ways) if (p.borrower_gain, p.lender_gain) == gains), None)
    share = floor(min(gains) * HUNDRED)
    return Fair(
        chart=Chart(
            svg=_front_picture(ways, at, share),
            caption=_("Plans that no other plan beats for both sides"),
            legend=(
                (point_sample(fair=True), _("The fair plan")),
                (point_sample(fair=False), _("Other plans")),
            ),
            heads=(
                (_("Payment"), False),
                (_("How many payments"), True),
                (_("You pay in total"), True),
                (_("Interest a year"), True),
                (_("Good for you"), True),
                (_("Good for the lender"), True),
            ),
            rows=tuple(_point_row(p, is_fair=n == at) for n, p in enumerate(ways)),
        ),
        candidates=result.candidates,
        percent=share,
    )


def _front_picture(ways: Sequence[Point], at: int | None, share: int) -> str:
    across = ((0, ""), (HUNDRED, _("To the right: better for the lender")))
    return point_picture(
        [(floor(p.lender_gain * HUNDRED), floor(p.borrower_gain * HUNDRED)) for p in ways],
        Axes(across, ((0, ""), (HUNDRED // 2, ""), (HUNDRED, _("Up: better for you")))),
        at,
        title=_("Plans that no other plan beats for both sides"),
        about=_("At the fair plan each side gets at least %(share)d%%.", share=share),
    )


def _point_row(point: Point, *, is_fair: bool) -> tuple[str, ...]:
    amount = i18n.money(point.instalment)
    return (
        _("%(amount)s (the fair plan)", amount=amount) if is_fair else amount,
        str(point.rows),
        i18n.money(point.total),
        i18n.percent(point.rate),
        _share(point.borrower_gain),
        _share(point.lender_gain),
    )


def _share(gain: Fraction) -> str:
    return f"{floor(gain * HUNDRED)}%"


def _legend(plans: Sequence[Named]) -> tuple[tuple[str, Words], ...]:
    return tuple((line_sample(n), name) for n, (name, _terms) in enumerate(plans))


def _about(plans: Sequence[Named]) -> str:
    said = [
        _(
            "%(plan)s: %(amount)s each time at most, until %(day)s.",
            plan=name,
            amount=i18n.money(terms.schedule.highest),
            day=i18n.day(terms.schedule.last_due),
        )
        for name, terms in plans
    ]
    return " ".join(said)


def _axes(plans: Sequence[Named], as_of: date, highest: int) -> Axes:
    last = max(terms.schedule.last_due for _name, terms in plans)
    middle = date.fromordinal((as_of.toordinal() + last.toordinal()) // 2)
    some = plans[0][1].schedule.total
    top = _round_up(highest)
    marks = (0, top // 2, top)
    return Axes(
        tuple((day.toordinal(), i18n.month(day)) for day in (as_of, middle, last)),
        tuple(_tick(Money(value, some.currency)) for value in marks),
    )


def _tick(value: Money) -> Tick:
    """Whole units only: a mark on an axis is no figure to pay."""
    if not value:
        return (0, "")
    whole = value.minor // 10**value.currency.exponent
    here = i18n.language()
    pattern = "¤#,##0"
    words = format_currency(
        whole, value.currency.value, pattern, locale=here.locale, currency_digits=False
    )
    return (value.minor, words)


def _round_up(highest: int) -> int:
    """The next 2, 4, 6 or 10 times a power of ten, so that half of it is a round figure too."""
    power = int("1" + "0" * (len(str(highest)) - 1))
    return next(power * n for n in (2, 4, 6, 10) if power * n >= highest)
