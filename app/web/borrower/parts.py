"""The budget in parts, one page each: what a part shows, and what its answers change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.household_record import HouseholdRecord, Told
from app.web.borrower import told as answers
from app.web.borrower.budget_forms import (
    CouldWaitForm,
    HappenedForm,
    NeedsForm,
    PeopleForm,
    WishesForm,
    fill_months,
    lines_form,
    monthly_amounts,
)
from app.web.budget import IRREGULAR
from app.web.fields import Words
from app.web.places import places_in

AnyForm = Any  # the forms share no base but WTForms', which is untyped


@dataclass(frozen=True, slots=True)
class Part:
    """``read`` makes the form of a request, ``take`` puts accepted answers into what is told."""

    name: str
    words: Words
    read: Callable[[HouseholdRecord], AnyForm]
    fill: Callable[[AnyForm, Told], None]
    take: Callable[[AnyForm, Told, date], Told]
    is_told: Callable[[Told], bool]


def _people(record: HouseholdRecord) -> PeopleForm:
    form = PeopleForm.read(currency=record.currency)
    form.subdivision.choices = places_in(record.jurisdiction)
    return form


def _lines(record: HouseholdRecord) -> AnyForm:
    return lines_form().read(currency=record.currency)


def _people_into(form: PeopleForm, told: Told, _: date) -> Told:
    return replace(
        told,
        household=form.household(told.household),
        subdivision=form.subdivision.data or told.subdivision,
    )


def _wishes_into(form: WishesForm, told: Told, _: date) -> Told:
    return replace(told, wishes=form.wishes())


def _happened_into(form: HappenedForm, told: Told, today: date) -> Told:
    dates = (form.since.data, form.until.data)
    return answers.with_hardship(told, form.codes.data, *dates, today)


PARTS: dict[str, Part] = {
    part.name: part
    for part in (
        Part(
            "people",
            _l("Who lives with you"),
            _people,
            PeopleForm.fill,
            _people_into,
            lambda told: told.household != answers.BLANK.household,
        ),
        Part(
            "income",
            _l("Money coming in"),
            _lines,
            lambda form, told: form.fill(answers.first_lines(told.income)),
            lambda form, told, _: replace(
                told, income=answers.with_lines(told.income, form.income())
            ),
            lambda told: bool(told.income),
        ),
        Part(
            "months",
            _l("Income that changes"),
            _lines,
            lambda form, told: fill_months(form, answers.month_line(told.income)),
            lambda form, told, _: replace(
                told, income=answers.with_months(told.income, IRREGULAR, monthly_amounts(form))
            ),
            lambda told: answers.month_line(told.income) is not None,
        ),
        Part(
            "spending",
            _l("Money going out"),
            _lines,
            lambda form, told: form.fill(answers.first_lines(told.spending)),
            lambda form, told, _: replace(
                told, spending=answers.with_lines(told.spending, form.spending())
            ),
            lambda told: bool(told.spending),
        ),
        Part(
            "could-wait",
            _l("Costs that could wait"),
            lambda record: CouldWaitForm.read(currency=record.currency).offer(record.told),
            CouldWaitForm.fill,
            lambda form, told, _: replace(told, spending=form.spending(told)),
            lambda told: any(not line.essential for line in told.spending),
        ),
        Part(
            "happened",
            _l("What has happened"),
            lambda record: HappenedForm.read(currency=record.currency),
            HappenedForm.fill,
            _happened_into,
            lambda told: bool(told.hardship),
        ),
        Part(
            "needs",
            _l("What helps you take part"),
            lambda record: NeedsForm.read(currency=record.currency),
            NeedsForm.fill,
            lambda form, told, _: replace(told, needs=form.chosen()),
            lambda told: bool(told.needs),
        ),
        Part(
            "wishes",
            _l("How you would like to pay"),
            lambda record: WishesForm.read(currency=record.currency),
            WishesForm.fill,
            _wishes_into,
            answers.has_wishes,
        ),
    )
}
ORDER = (
    *("people", "income", "months", "spending", "could-wait", "debts"),
    *("happened", "may-help", "needs", "wishes", "check"),
)
"""The pages of the budget; debts, what may help and check have views of their own."""


def after(name: str) -> str:
    """The page that follows ``name``."""
    return ORDER[ORDER.index(name) + 1]


def before(name: str) -> str | None:
    """The page before ``name``, if it has one."""
    place = ORDER.index(name)
    return ORDER[place - 1] if place else None
