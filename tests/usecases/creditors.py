"""A counselor's client with several lenders on the product, and debts outside it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from app.core.caselines import DebtLine
from app.core.money import Currency, Money
from app.core.negotiation.commands import ConfirmDebt
from app.usecases import budget, negotiate
from app.usecases.demo_steps import Part
from tests.stage import Stage
from tests.usecases.scenes import another_lender, second_case

TOLD = ("authority", "confirm", "tell")
LENDERS = ("Southbank Loans", "Eastbank Cards")


def gbp(pounds: str) -> Money:
    return Money.parse(pounds, Currency.GBP)


def outside(name: str, owed: str, *, priority: bool = False, number: int = 1) -> DebtLine:
    """A debt that the budget names, to a creditor that is not on the product."""
    return DebtLine(
        id=f"outside{number}",
        creditor=name,
        kind="council_tax" if priority else "credit_card",
        priority=priority,
        secured=False,
        principal=gbp(owed),
        interest=gbp("0.00"),
        fees=gbp("0.00"),
        arrears=gbp(owed) if priority else gbp("0.00"),
        annual_rate=Fraction(0),
        contractual_payment=None,
        last_payment_on=None,
        acknowledged_on=None,
        disputed=False,
    )


def client_of_three(stage: Stage, *debts: DebtLine) -> tuple[Part, ...]:
    """Grace's three cases, confirmed and with a budget; ``debts`` are outside the product."""
    first = stage.part("counselor", *TOLD)
    parts = [first]
    for number, name in enumerate(LENDERS):
        place = another_lender(stage.deps, name)
        part = second_case(first, place, f"CLIENT-{number}", f"{1200 + 900 * number}.00")
        negotiate.submit(part.deps, part.borrower, part.case_id, ConfirmDebt())
        parts.append(part)
    if debts and first.story.told is not None:
        told = replace(first.story.told, other_debts=debts)
        budget.save(first.deps, first.borrower, first.household_id, told)
    return tuple(parts)
