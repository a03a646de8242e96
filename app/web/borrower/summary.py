"""All that has been told on one page, to be checked: rows under the heading of each part."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.caselines import Line
from app.core.hardship import hardship_types
from app.core.household_record import Told
from app.usecases.borrower_pages import HouseholdPage
from app.web import i18n, support
from app.web.borrower.parts import PARTS
from app.web.borrower.progress import Task
from app.web.borrower.told import BLANK, first_lines, has_wishes, month_line
from app.web.budget import category_names
from app.web.fields import Words
from app.web.wording import FREQUENCIES, bilingual

Row = tuple[Words, str]
DEBTS = _l("Your other debts")


@dataclass(frozen=True, slots=True)
class Section:
    """One part with what was told in it; nothing is fine too."""

    heading: Words
    href: str
    rows: tuple[Row, ...]


def debts_task(house: HouseholdPage, told: Told) -> Task:
    href = url_for("borrower.other_debts.show", household_id=house.id)
    return (DEBTS, href, bool(told.other_debts), "")


def sections(house: HouseholdPage) -> tuple[Section, ...]:
    told = house.record.told or BLANK
    rows: dict[str, tuple[Row, ...]] = {
        "people": _people(told),
        "income": _lines(first_lines(told.income)),
        "months": _months(told),
        "spending": _lines(first_lines(told.spending)),
        "could-wait": _lines(tuple(line for line in told.spending if not line.essential)),
        "debts": tuple((d.creditor, i18n.money(d.owed)) for d in told.other_debts),
        "happened": _happened(told),
        "needs": tuple((words, "") for words in support.notes(told.needs)),
        "wishes": _wishes(told) if has_wishes(told) else (),
    }
    base = url_for("borrower.household.show", household_id=house.id)
    return tuple(
        Section(DEBTS if name == "debts" else PARTS[name].words, f"{base}/{name}", found)
        for name, found in rows.items()
    )


def _people(told: Told) -> tuple[Row, ...]:
    home = told.household
    rows: list[Row] = [(_("Adults"), str(home.adults)), (_("Children"), str(home.children))]
    if home.dependants:
        rows.append((_("Other people you support"), str(home.dependants)))
    if home.savings is not None:
        rows.append((_("Savings you can reach"), i18n.money(home.savings)))
    return tuple(rows)


def _lines(lines: tuple[Line, ...]) -> tuple[Row, ...]:
    names = category_names()
    return tuple(
        (
            names.get(line.category, line.category),
            _amount(line),
        )
        for line in lines
    )


def _months(told: Told) -> tuple[Row, ...]:
    line = month_line(told.income)
    if line is None:
        return ()
    return tuple((i18n.month_name(n), i18n.money(m)) for n, m in enumerate(line.monthly, start=1))


def _happened(told: Told) -> tuple[Row, ...]:
    names = {kind.code: bilingual(kind.en, kind.zh) for kind in hardship_types()}
    return tuple(
        (names.get(line.code, line.code), _("since %(day)s", day=i18n.day(line.since)))
        for line in told.hardship
    )


def _wishes(told: Told) -> tuple[Row, ...]:
    wishes = told.wishes
    rows: list[Row] = [
        (_("How often"), str(FREQUENCIES[wishes.frequency])),
        (_("Day of the month"), str(wishes.day)),
    ]
    if wishes.not_before is not None:
        rows.append((_("Not before"), i18n.day(wishes.not_before)))
    if wishes.lump_sum is not None:
        rows.append((_("One sum you could pay to settle"), i18n.money(wishes.lump_sum)))
    if wishes.buffer is not None:
        rows.append((_("Buffer that stays with you"), i18n.money(wishes.buffer)))
    if wishes.follow_months:
        rows.append((_("Payments follow the months"), _("Yes")))
    if wishes.offer_from_benefits:
        rows.append((_("Offer from benefits"), _("Yes")))
    return tuple(rows)


def _amount(line: Line) -> str:
    if line.amount is None:
        return ""
    return str(
        _("%(amount)s %(every)s", amount=i18n.money(line.amount), every=FREQUENCIES[line.frequency])
    )
