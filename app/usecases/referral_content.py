"""What a charity is let see of a borrower who asks it for help: a picture of the moment, no more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.core.disclosure import DataClass
from app.core.errors import TransitionNotAllowed
from app.core.household_record import fold_household
from app.core.money import Money
from app.store.unit_of_work import UnitOfWork
from app.usecases.budget import assessment_of
from app.usecases.scene import Scene

TOTALS, DEBTS = "totals", "debts"
CHOICES = (TOTALS, DEBTS)
SHOWS = {TOTALS: DataClass.FIGURES, DEBTS: DataClass.DEBTS}
SUMS = ("income", "essential", "surplus", "recommended")


def content(
    uow: UnitOfWork, scene: Scene, lets_see: tuple[str, ...], words: str, at: datetime
) -> dict[str, Any]:
    """Who asks and how to reach them, and of the figures only what was ticked."""
    person = uow.people.find(scene.header.borrower_id)
    if person is None:
        raise LookupError(scene.header.borrower_id)
    found: dict[str, Any] = {
        "name": person.name,
        "email": person.email or "",
        "phone": person.phone or "",
        "words": words,
    }
    if not lets_see:
        return found
    try:
        assessment = assessment_of(uow, scene, at)
    except TransitionNotAllowed:
        return found
    found["result"] = assessment.result.value
    if TOTALS in lets_see:
        budget = assessment.budget
        found[TOTALS] = {name: _plain(getattr(budget, name)) for name in SUMS}
    if DEBTS in lets_see:
        names = _creditors(uow, scene)
        found[DEBTS] = [[names.get(one.id, ""), _plain(one.owed)] for one in assessment.debts]
    return found


def _creditors(uow: UnitOfWork, scene: Scene) -> dict[str, str]:
    """By the id of the debt: lenders of cases, and those that the budget names alone."""
    header = scene.header
    names: dict[str, str] = {}
    for case in uow.cases.of_household(header.borrower_id, header.household_id):
        lender = uow.organisations.find(case.tenant_id)
        names[case.id.hex] = lender.name if lender else ""
    told = fold_household(uow.households.history(header.borrower_id, header.household_id)).told
    return names | {debt.id: debt.creditor for debt in (told.other_debts if told else ())}


def _plain(amount: Money) -> list[Any]:
    return [amount.minor, amount.currency.value]
