"""A debt that one payment settles, or that nobody has to pay, leaves the others their room."""

from __future__ import annotations

from itertools import permutations
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


def test_fees_that_nobody_has_to_pay_take_no_part_from_the_others() -> None:
    none = {"principal": "0.00", "fees": "9000.00"}
    policy = {"version": "v", "per_debt": {"d": {"waive_fees": True}}}
    found = tight(the_debt("d", **none), the_debt("e", principal="3000.00"), lender_policy=policy)

    assert by_id(found)["d"].reasons == ("fees_waived",)
    assert by_id(found)["d"].share == pounds("0.00")
    assert by_id(found)["e"].share == pounds("100.00")


def test_waived_fees_weigh_nothing_where_the_rest_is_shared() -> None:
    policy = {"version": "v", "per_debt": {"d": {"waive_fees": True}}}
    found = tight(the_debt("d", fees="2000.00"), the_debt("e"), lender_policy=policy)

    assert [debt.share.plain for debt in found.debts] == ["50.00", "50.00"]


def test_a_settled_debt_leaves_its_part_to_the_others() -> None:
    small = the_debt("e", principal="200.00")
    found = tight(the_debt("d", **LARGE), small, wishes={"lump_sum": "12000.00"})
    debts = by_id(found)
    steps = {step.id: step.formula for step in found.explanation}

    assert debts["d"].route is Route.SETTLEMENT
    assert (debts["d"].share, debts["d"].hard_share) == (pounds("0.00"), pounds("0.00"))
    assert debts["d"].options[0].total == pounds("12000.00")
    assert (debts["e"].route, debts["e"].share) == (Route.FULL_PLAN, pounds("100.00"))
    assert steps["share_e"] == "100.00"
    assert steps["settlement_d"] == "ceil(20000.00*0.6)"
    assert "share_d" not in steps


def test_what_is_left_of_a_lump_sum_settles_nothing_that_a_plan_clears() -> None:
    small = the_debt("e", principal="200.00")
    found = tight(small, the_debt("d", **LARGE), wishes={"lump_sum": "15000.00"})

    assert by_id(found)["d"].route is Route.SETTLEMENT
    assert by_id(found)["e"].route is Route.FULL_PLAN


def test_money_at_once_settles_what_would_clear_alone_but_not_together() -> None:
    debts = [the_debt("e", principal="7000.00"), the_debt("d", principal="6900.00")]
    alone = [tight(debt).debts[0].route for debt in debts]
    found = by_id(tight(*debts, wishes={"lump_sum": "9000.00"}))

    assert alone == [Route.INTEREST_FREEZE, Route.INTEREST_FREEZE]
    assert {name: debt.route for name, debt in found.items()} == {
        "d": Route.SETTLEMENT,
        "e": Route.SETTLEMENT,
    }


def test_one_lump_sum_goes_to_the_same_debts_whatever_the_order_of_the_lines() -> None:
    lines = [
        the_debt("b", principal="20000.00"),
        the_debt("a", principal="20000.00"),
        the_debt("c", principal="21000.00"),
        the_debt("z", principal="40000.00", arrears="30000.00", priority=True),
    ]

    def settled(lump: str, order: tuple[dict[str, Any], ...]) -> set[str]:
        found = tight(*order, wishes={"lump_sum": lump})
        assert [debt.id for debt in found.debts] == [line["id"] for line in order]
        return {debt.id for debt in found.debts if debt.route is Route.SETTLEMENT}

    for order in permutations(lines):
        assert settled("12600.00", order) == {"a"}
        assert settled("24000.00", order) == {"z"}
        assert settled("30000.00", order) == {"z", "a"}
