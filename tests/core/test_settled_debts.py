"""A debt that one payment settles, or that nobody has to pay, leaves the others their room."""

from __future__ import annotations

from typing import Any

from app.core.assessment import Assessment, DebtResult, Route
from tests.core.cases import a_case, a_cost, a_debt, assessed, pounds

LARGE = {"principal": "20000.00"}


def the_debt(name: str, **changes: object) -> dict[str, Any]:
    plain = {"principal": "1000.00", "interest": "0.00", "fees": "0.00", "arrears": "0.00"}
    agreed = {"amount": "50.00", "frequency": "monthly"}
    more = {"annual_rate": "0.2", "contractual_payment": agreed}
    return a_debt(id=name, **plain | more | changes)


def tight(*debts: dict[str, Any], **changes: object) -> Assessment:
    """200.00 left over: 100.00 is recommended, 180.00 the most."""
    return assessed(a_case(spending=[a_cost("1300.00")], debts=list(debts), **changes))


def by_id(found: Assessment) -> dict[str, DebtResult]:
    return {debt.id: debt for debt in found.debts}


def test_one_payment_is_not_counted_as_a_payment_every_month() -> None:
    arrears = the_debt("p", principal="120.00", arrears="120.00", priority=True)
    found = tight(arrears, the_debt("d", **LARGE), wishes={"lump_sum": "13000.00"})

    assert by_id(found)["d"].route is Route.SETTLEMENT
    assert found.stress is not None
    assert found.stress.instalments == pounds("10.00")


def test_a_settlement_alone_leaves_nothing_that_could_fail_month_by_month() -> None:
    found = tight(the_debt("d", **LARGE), wishes={"lump_sum": "13000.00"})

    assert found.debts[0].route is Route.SETTLEMENT
    assert found.stress is None
