"""The engine's answer as the calculator shows it: a section for each debt, and the steps behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.core.results import DebtResult
from app.usecases.calculator_plans import Answer, DebtAnswer
from app.usecases.left_over import beside
from app.web import i18n
from app.web.fields import Words
from app.web.plans import shown as plans
from app.web.plans.facts import Against, Facts, of_option, rules_used
from app.web.plans.next_steps import next_steps
from app.web.plans.shown import Pictures
from app.web.plans.steps import StepRow, steps
from app.web.plans.words import heading
from app.web.wording import DEBT_KINDS


@dataclass(frozen=True, slots=True)
class DebtSection:
    """One debt: what it is called, its route, and its plans as (facts, heading, no address)."""

    name: str
    owed: str
    result: DebtResult
    cards: tuple[tuple[Facts, Words, str], ...]
    pictures: Pictures
    noted: tuple[Words, ...]
    break_until: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    debts: tuple[DebtSection, ...]
    noted: tuple[Words, ...]
    steps: tuple[Words, ...]
    worked: tuple[StepRow, ...]


def shown(answer: Answer) -> Shown:
    """Everything in the answer, in words of the reader's language."""
    found = answer.assessment
    names = {debt.line.id: _name(n, debt) for n, debt in enumerate(answer.debts, start=1)}
    return Shown(
        debts=tuple(_section(names, debt, answer) for debt in answer.debts),
        noted=plans.about_household(found),
        steps=next_steps(found.next_steps),
        worked=steps(found, names),
    )


def _section(names: Mapping[str, str], debt: DebtAnswer, answer: Answer) -> DebtSection:
    found = answer.assessment
    against = Against(
        result=debt.result,
        contract_rate=debt.line.annual_rate,
        has_payment=debt.line.contractual_payment is not None,
        rules=rules_used(found.pack_id, found.pack_version),
        others=tuple(names[one.id] for one in beside(found, debt.line.id)),
    )
    named = [(heading(p.option.label, debt.result.route), p) for p in debt.plans]
    return DebtSection(
        name=names[debt.line.id],
        owed=i18n.money(debt.line.owed),
        result=debt.result,
        cards=tuple((of_option(p.option, p.left, against), words, "") for words, p in named),
        pictures=plans.pictures(
            [(words, p.option.terms) for words, p in named], debt.result, found.as_of
        ),
        noted=plans.about_debt(found, debt.line.id),
        break_until=plans.break_ends(debt.result),
    )


def _name(number: int, debt: DebtAnswer) -> str:
    kind = DEBT_KINDS[debt.line.kind]
    if debt.line.creditor == str(number):
        return _("Debt %(number)d: %(kind)s", number=number, kind=kind)
    return _("%(who)s: %(kind)s", who=debt.line.creditor, kind=kind)
