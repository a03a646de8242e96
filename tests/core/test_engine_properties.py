"""Properties of the engine as a whole: of one assessment, and of one household told differently."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from app.core.assessment import Assessment, Route, ceilings_by_month, to_json
from app.core.money import Currency, Money
from app.core.periods import TIMES_A_YEAR, Every
from tests.core import household_parts as part
from tests.core.cases import a_case, a_debt, an_income
from tests.core.dice import ENOUGH, Dice
from tests.core.households import Placed, Seen, assessed, households, many
from tests.core.properties_of_plans import CHECKS, is_seasonal, left_in
from tests.core.second_sum import TWELVE, minor

changes = st.binary(min_size=ENOUGH, max_size=ENOUGH).map(Dice)


@many
@given(placed=households())
def test_every_numbered_property_of_one_assessment_holds(placed: Placed) -> None:
    """1, 2, 6, 7, 8, 9, 12, 16, 17, 20, 24, 25, 26: see ``properties_of_plans``."""
    place, case = placed
    seen = Seen(case, place, assessed(case, place))
    for check in CHECKS:
        check(seen)


@many
@given(placed=households(), dice=changes)
def test_property_03_the_budget_is_the_same_for_every_lender(placed: Placed, dice: Dice) -> None:
    place, case = placed
    other = case | {"lender_policy": part.policy(dice, len(case["debts"]))}
    first, second = assessed(case, place), assessed(other, place)

    assert first.budget == second.budget


@many
@given(placed=households(), what=st.integers(0, 3), more=st.integers(1, 50_000))
def test_property_04_a_poorer_household_never_has_a_higher_ceiling(
    placed: Placed, what: int, more: int
) -> None:
    place, case = placed
    rich, poor = (assessed(told, place).horizon for told in (case, poorer(case, what, more)))

    # Where priority arrears take the poorer one longer, more of its months are looked at.
    for before, after in zip(rich, poor, strict=False):
        assert after.hard <= before.hard
        assert after.recommended <= before.recommended


def poorer(case: dict[str, Any], what: int, more: int) -> dict[str, Any]:
    """More spending, more promised, a higher floor, or less of the first income."""
    found = deepcopy(case)
    match what:
        case 0:
            line = {"id": "more", "category": "rent", "frequency": "weekly"}
            found["spending"].append(line | {"amount": part.text(more)})
        case 1:
            found["commitments"].append(a_promise("more", more))
        case 2:
            high = max(more, 0 if case["floor"] is None else minor(case["floor"]["monthly"]) + 1)
            found["floor"] = a_floor(case["as_of"], high)
        case _:
            pay = found["income"][0]
            if "monthly" in pay:
                pay["monthly"] = [part.text(max(0, minor(x) - more)) for x in pay["monthly"]]
            else:
                pay["amount"] = part.text(max(0, minor(pay["amount"]) - more))
    return found


def a_promise(name: str, amount: int, every: str = "monthly") -> dict[str, Any]:
    return {
        "id": name, "creditor": "Southbank", "status": "offered", "amount": part.text(amount),
        "frequency": every, "from": "2026-01-01", "until": None,
    }  # fmt: skip


def a_floor(day: str, monthly: int) -> dict[str, Any]:
    return {
        "monthly": part.text(monthly), "rule": "house:floor", "source": "notice",
        "effective": day, "expires": None, "confirmed_by": "admin", "confirmed_on": day,
    }  # fmt: skip


def one_rounding_for_all_promises() -> Placed:
    """0.44 ten times a year is rounded up by 0.0033 a month, which later promises may use."""
    debts = [
        a_debt(id=name, principal=owed, interest="0.00", fees="0.00", arrears="0.00")
        | {"annual_rate": "0"}
        for name, owed in (("d1", "40.00"), ("d2", "4000.00"))
    ]
    return "UK", a_case(
        income=[an_income("1100.00")],
        commitments=[a_promise("c0", 44, "ten_a_year")],
        debts=debts,
        wishes={"frequency": "annual"},
    )


@many
@example(placed=one_rounding_for_all_promises())
@given(placed=households())
def test_property_05_lenders_one_after_another_share_one_ceiling(placed: Placed) -> None:
    place, case = placed
    case["wishes"].pop("lump_sum", None)
    alone = assessed(case, place)
    months = {c.month for c in alone.horizon}
    promises: list[dict[str, Any]] = []
    for debt in case["debts"]:
        if not any(minor(debt[name]) for name in ("principal", "interest", "fees")):
            continue
        policy = {k: v for k, v in case["lender_policy"].items() if k != "per_debt"}
        one = case | {
            "debts": [debt],
            "commitments": [*case["commitments"], *promises],
            "lender_policy": policy,
        }
        found = assessed(one, place)
        months &= {c.month for c in found.horizon}
        if most := heaviest_level(found):
            promises.append(a_promise(f"p{debt['id']}", most, case["wishes"]["frequency"]))
    times = TIMES_A_YEAR[Every(case["wishes"]["frequency"])]
    ceiling = min(
        c.hard.minor * TWELVE + rounded_up(case["commitments"], c.month)
        for c in alone.horizon
        if c.month in months
    )

    assert sum(minor(p["amount"]) for p in promises) * times <= ceiling


def rounded_up(commitments: list[dict[str, Any]], month: str) -> int:
    """What commitments were rounded up by in a month, in twelfths.

    They are rounded once, together: a later promise may use what an earlier rounding left.
    """
    start, end = f"{month}-01", f"{month}-31"
    binding = [c for c in commitments if c["from"] <= end and (c["until"] or "9") >= start]
    yearly = sum(minor(c["amount"]) * TIMES_A_YEAR[Every(c["frequency"])] for c in binding)
    return -yearly % TWELVE


def heaviest_level(found: Assessment) -> int:
    """After a break, and with the seasons, other months count: property 1 looks at those."""
    (debt,) = found.debts
    options = () if debt.route is Route.PAYMENT_BREAK else debt.options
    return max((o.instalment.minor for o in options if not is_seasonal(o)), default=0)


@many
@given(placed=households(), shortfall=st.integers(1, 10_000))
def test_property_06_a_deficit_in_every_month_leads_to_no_instalment(
    placed: Placed, shortfall: int
) -> None:
    place, case = placed
    found, hole = assessed(case, place), 0
    cost = {"id": "hole", "category": "rent", "frequency": "monthly", "amount": "0.00"}
    case["spending"].append(cost)
    # A poorer household is looked at for longer, and what it promised others may end by then.
    while (
        best := max(left_in(Seen(case, place, found), m) for m in ceilings_by_month(found))
    ) >= 0:
        deeper = -(-best // TWELVE) + shortfall
        hole += deeper
        cost["amount"] = part.text(hole)
        if case["floor"] is not None:
            case["floor"]["monthly"] = part.text(minor(case["floor"]["monthly"]) + deeper)
        found = assessed(case, place)

    for debt in found.debts:
        assert debt.route is Route.SETTLEMENT or not debt.options


@many
@given(placed=households(), turn=st.integers(1, 3))
def test_property_18_the_order_of_lines_changes_no_amount(placed: Placed, turn: int) -> None:
    place, case = placed
    mixed = deepcopy(case)
    for name in ("income", "spending", "commitments", "hardship"):
        mixed[name] = [*mixed[name][turn:], *mixed[name][:turn]][::-1]
    first, second = (json.loads(to_json(assessed(told, place))) for told in (case, mixed))
    for shown in (first, second):
        del shown["explanation"], shown["input_sha256"]

    assert first == second


@many
@given(placed=households())
def test_property_18_the_order_of_debts_changes_no_share_but_by_a_tie(placed: Placed) -> None:
    place, case = placed
    turned = case | {"debts": case["debts"][::-1]}
    first, second = assessed(case, place), assessed(turned, place)
    there = {debt.id: debt for debt in second.debts}
    for debt in first.debts:
        other = there[debt.id]
        assert abs(debt.share.minor - other.share.minor) <= 1
        assert abs(debt.hard_share.minor - other.hard_share.minor) <= 1
    if "lump_sum" not in case["wishes"] and {d.id: shares(first, d.id) for d in first.debts} == {
        d.id: shares(second, d.id) for d in second.debts
    }:
        # One lump sum settles the debts in their order; everything else follows the shares.
        assert {d.id: d for d in first.debts} == there


def shares(found: Assessment, debt_id: str) -> tuple[object, ...]:
    debt = next(d for d in found.debts if d.id == debt_id)
    return debt.share, debt.hard_share, ceilings_by_month(found, debt_id)


@given(minor_units=st.integers(-(10**10) + 1, 10**10 - 1), currency=st.sampled_from(Currency))
def test_property_20_no_amount_is_ever_minus_nothing(minor_units: int, currency: Currency) -> None:
    shown = Money(minor_units, currency).plain

    assert Money.parse(shown.removeprefix("-"), currency).minor == abs(minor_units)
    assert shown.startswith("-") is (minor_units < 0)
