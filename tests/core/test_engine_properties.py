from __future__ import annotations

import json
import re
from collections import defaultdict
from copy import deepcopy
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.core.accommodation import PaymentHoliday, Seasonal
from app.core.assessment import Assessment, Option, Route, ceilings_by_month, to_json
from app.core.money import Currency, Money
from app.core.periods import TIMES_A_YEAR
from app.core.terms import check
from tests.core.households import assessed, evaluate, free, households, many, pence, policies

STOPPED = {Route.DISPUTE_FIRST, Route.TIME_BARRED_WARNING, Route.REFER}


def is_seasonal(option: Option) -> bool:
    return any(isinstance(a, Seasonal) for a in option.terms.accommodations)


def heaviest_by_month(found: Assessment) -> dict[str, int]:
    """The most that one option per debt, settlements apart, can ask for in each month."""
    total: dict[str, int] = defaultdict(int)
    for debt in found.debts:
        if debt.route is Route.SETTLEMENT:
            continue
        most: dict[str, int] = defaultdict(int)
        for option in debt.options:
            for row in option.terms.schedule.instalments:
                month = f"{row.due_on:%Y-%m}"
                most[month] = max(most[month], row.amount.minor)
        for month, amount in most.items():
            total[month] += amount
    return total


@many
@given(case=households(monthly=True))
def test_no_plan_takes_more_than_is_left_over_in_any_month(case: dict[str, Any]) -> None:
    found = assessed(case)
    asked = heaviest_by_month(found)
    seasonal = any(is_seasonal(o) for d in found.debts for o in d.options)
    running = Fraction(0)
    paid = 0
    for month in ceilings_by_month(found):
        left = free(case, month)
        running += left
        paid += asked.get(month, 0)
        if seasonal:
            # Good months first cover bad ones: the running sum stays at 0 or above.
            assert not asked.get(month) or running - paid >= 0
        else:
            assert left - asked.get(month, 0) >= 0 or not asked.get(month)


@many
@given(case=households())
def test_instalments_fit_their_share_and_shares_fit_the_ceiling(case: dict[str, Any]) -> None:
    found = assessed(case)
    worst_hard = min(c.hard.minor for c in found.horizon)
    worst_recommended = min(c.recommended.minor for c in found.horizon)

    assert sum(d.share.minor for d in found.debts) <= worst_recommended
    assert sum(d.hard_share.minor for d in found.debts) <= worst_hard
    for debt in found.debts:
        if debt.route not in {Route.FULL_PLAN, Route.INTEREST_FREEZE, Route.REDUCED_PLAN}:
            continue
        for option in debt.options:
            if is_seasonal(option):
                continue
            limit = debt.hard_share if option.stretch else debt.share
            times = TIMES_A_YEAR[option.terms.frequency]
            assert option.instalment.minor * times <= limit.minor * 12
            assert option.terms.schedule.highest <= option.instalment


@many
@given(case=households(), other=policies())
def test_the_budget_is_the_same_for_every_lender(
    case: dict[str, Any], other: dict[str, Any]
) -> None:
    first = json.loads(to_json(assessed(case)))
    second = json.loads(to_json(assessed(case | {"lender_policy": other})))

    assert first["budget"] == second["budget"]


@many
@given(case=households(), more=pence(1, 50_000), what=st.integers(0, 2))
def test_a_poorer_household_never_has_a_higher_ceiling(
    case: dict[str, Any], more: str, what: int
) -> None:
    poorer = deepcopy(case)
    if what == 0:
        poorer["spending"].append(
            {"id": "more", "category": "rent", "amount": more, "frequency": "weekly"}
        )
    elif what == 1:
        poorer["commitments"].append(
            {
                "id": "more",
                "creditor": "Southbank",
                "status": "offered",
                "amount": more,
                "frequency": "monthly",
                "from": "2026-01-01",
                "until": None,
            }
        )
    else:
        poorer["floor"] = {
            "monthly": more,
            "rule": "UK-F01",
            "source": "notice",
            "effective": case["as_of"],
            "expires": None,
            "confirmed_by": "admin",
            "confirmed_on": case["as_of"],
        }
    rich, poor = assessed(case).horizon, assessed(poorer).horizon

    assert all(p.hard <= r.hard for p, r in zip(poor, rich, strict=True))
    assert all(p.recommended <= r.recommended for p, r in zip(poor, rich, strict=True))


@many
@given(case=households(monthly=True))
def test_lenders_one_after_another_share_one_ceiling(case: dict[str, Any]) -> None:
    case["wishes"] |= {"follow_months": False}
    case["wishes"].pop("lump_sum", None)
    alone = assessed(case)
    ceiling = min(c.hard.minor for c in alone.horizon)
    promised = 0
    for debt in case["debts"]:
        if {debt["principal"], debt["interest"], debt["fees"]} == {"0.00"}:
            continue
        one = deepcopy(case) | {"debts": [debt]}
        one["commitments"] = case["commitments"] + [
            {
                "id": "before",
                "creditor": "Earlier",
                "status": "offered",
                "amount": f"{promised // 100}.{promised % 100:02d}",
                "frequency": "monthly",
                "from": "2026-01-01",
                "until": None,
            }
        ]
        found = assessed(one).debts[0]
        # After a break other months count; the month-by-month test above covers those.
        options = () if found.route is Route.PAYMENT_BREAK else found.options
        level = [o.instalment.minor for o in options if not is_seasonal(o)]
        promised += max(level, default=0)

    assert promised <= ceiling


@many
@given(case=households(monthly=True), shortfall=st.integers(1, 10_000))
def test_a_deficit_every_month_leads_to_no_instalment(case: dict[str, Any], shortfall: int) -> None:
    highest = max((free(case, c.month) for c in assessed(case).horizon), default=Fraction(0))
    hole = max(0, -(-highest.numerator // highest.denominator)) + shortfall
    case["spending"].append(
        {
            "id": "hole",
            "category": "rent",
            "amount": f"{hole // 100}.{hole % 100:02d}",
            "frequency": "monthly",
        }
    )
    for debt in assessed(case).debts:
        assert debt.route is Route.SETTLEMENT or not debt.options


@many
@given(case=households())
def test_every_schedule_adds_up_and_ends(case: dict[str, Any]) -> None:
    for debt in assessed(case).debts:
        for option in debt.options:
            terms, schedule = option.terms, option.terms.schedule
            rows = schedule.instalments
            assert check(terms) == ()
            assert option.total == schedule.total
            assert option.new_interest == terms.new_interest
            assert sum(r.amount.minor for r in rows) == sum(
                r.principal.minor + r.interest.minor + r.fees.minor for r in rows
            )
            assert schedule.count <= max(6, debt.term_months * TIMES_A_YEAR[terms.frequency] // 12)
            if not is_seasonal(option):
                paid = [r.amount.minor for r in rows if r.amount]
                assert len(set(paid[:-1])) <= 1
                assert 1 <= paid[-1] <= paid[0]
            assert all(r.collect_on >= r.due_on for r in rows)


@many
@given(case=households())
def test_options_are_one_to_five_all_different_and_balanced_is_never_beaten(
    case: dict[str, Any],
) -> None:
    for debt in assessed(case).debts:
        if debt.route in STOPPED:
            assert debt.options == ()
        assert len(debt.options) <= 5
        digests = {
            (o.terms.rate, tuple(r.amount.minor for r in o.terms.schedule.instalments))
            for o in debt.options
        }
        assert len(digests) == len(debt.options)
        if debt.options:
            best = debt.options[0]
            assert best.label == "balanced"
            assert not any(
                o.borrower_gain > best.borrower_gain and o.lender_gain > best.lender_gain
                for o in debt.options
            )
        labels = [label for o in debt.options for label in (o.label, *o.also)]
        assert len(labels) == len(set(labels))


@many
@given(case=households())
def test_every_explanation_step_can_be_worked_out_again(case: dict[str, Any]) -> None:
    steps = assessed(case).explanation

    assert [(s.id, evaluate(s.formula)) for s in steps] == [
        (s.id, Fraction(s.result)) for s in steps
    ]
    assert len({s.id for s in steps}) == len(steps)


AMOUNT = re.compile(rb'\{"amount":"(-?[0-9.]+)","minor":(-?[0-9]+)\}')


@many
@given(case=households())
def test_every_amount_reads_back_to_its_minor_units(case: dict[str, Any]) -> None:
    shown = to_json(assessed(case), rows=True)
    found = AMOUNT.findall(shown)

    assert found
    assert b'"-0.00"' not in shown
    for text, minor in found:
        assert Money.parse(text.decode().removeprefix("-"), Currency.GBP).minor == abs(int(minor))
        assert text.startswith(b"-") is (int(minor) < 0)


@many
@given(case=households(), turn=st.integers(1, 3))
def test_the_order_of_lines_changes_no_amount(case: dict[str, Any], turn: int) -> None:
    mixed = deepcopy(case)
    for name in ("income", "spending", "commitments"):
        mixed[name] = [*mixed[name][turn:], *mixed[name][:turn]][::-1]
    first, second = json.loads(to_json(assessed(case))), json.loads(to_json(assessed(mixed)))
    for shown in (first, second):
        del shown["explanation"], shown["input_sha256"]

    assert first == second


@many
@given(case=households())
def test_the_same_case_gives_the_same_bytes(case: dict[str, Any]) -> None:
    assert to_json(assessed(case)) == to_json(assessed(deepcopy(case)))


@many
@given(case=households())
def test_a_break_never_raises_the_total_at_one_instalment(case: dict[str, Any]) -> None:
    for debt in assessed(case).debts:
        by_size: dict[tuple[Fraction, int], dict[bool, int]] = defaultdict(dict)
        for option in debt.options:
            paused = any(isinstance(a, PaymentHoliday) for a in option.terms.accommodations)
            key = (option.terms.rate, option.instalment.minor)
            by_size[key][paused] = option.total.minor
        for totals in by_size.values():
            if len(totals) == 2:
                assert totals[True] <= totals[False]
