"""Checks of vectors about lenders' own schedules."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from app.core.amortise import Balance, PeriodRate, level, smallest
from app.core.contract import (
    Contract,
    Row,
    contract_rows,
    exact_payment,
    factors,
    repaid,
    rows_after_extra,
    rows_needed,
    settlement_on,
)
from app.core.dates import (
    add_months,
    due_dates,
    twice_monthly,
)
from app.core.generate import Frozen
from app.core.periods import Every
from tests.core.vector_facts import Facts, day, minor, near, ratio


def contract_of(given: Facts) -> Contract:
    start, every = day(given["start_on"]), Every(given["frequency"])
    count = given["instalments"]
    if "days_of_month" in given:
        low, high = (31 if d == "last" else d for d in given["days_of_month"])
        dues = twice_monthly(start + timedelta(days=1), (low, high), count)
    else:
        dues = due_dates(start, every, count + 1, anchor=given.get("anchor_day"))[1:]
    frozen = []
    if "freeze" in given:
        frozen = [Frozen(day(given["freeze"]["from"]), day(given["freeze"]["until"]))]
    parts = factors(
        Fraction(given["annual_rate"]),
        every,
        start,
        dues,
        day_count=given["day_count"],
        frozen=frozen,
    )
    if "first_rate_factor" in given:
        parts = (ratio(given["first_rate_factor"]), *parts[1:])
    agreed, multiple = given.get("agreed_instalment"), given.get("payment_multiple_of")
    return Contract(
        principal=minor(given["principal"]),
        dues=dues,
        factors=parts,
        multiple=None if multiple is None else minor(multiple),
        agreed=None if agreed is None else minor(agreed),
        interest_only=given.get("interest_only_instalments", 0),
        unbilled=given.get("holiday", {"months": 0})["months"],
    )


def same_rows(rows: tuple[Row, ...], expect: Facts) -> None:
    assert [
        (r.due_on.isoformat(), r.due, r.principal, r.interest, r.balance_after) for r in rows
    ] == [
        (
            x["due_on"],
            minor(x["due"]),
            minor(x["principal"]),
            minor(x["interest"]),
            minor(x["balance_after"]),
        )
        for x in expect["rows"]
    ]
    assert sum(r.interest for r in rows) == minor(expect["total_interest"])
    if "total_due" in expect:
        assert sum(r.due for r in rows) == minor(expect["total_due"])


def contract_schedule(given: Facts, expect: Facts) -> None:
    same_rows(contract_rows(contract_of(given)), expect)


def extra_payment(given: Facts, expect: Facts) -> None:
    contract = contract_of(given)
    assert [day(p["on"]) for p in given["paid"]] == list(contract.dues[: len(given["paid"])])
    paid = [minor(p["amount"]) for p in given["paid"]]

    same_rows(rows_after_extra(contract, paid, given["effect"]), expect)


def restructure(given: Facts, expect: Facts) -> None:
    change = given["change"]
    whole = minor(given.get("principal") or given["balance"])
    if "first_due" in given:
        first = day(given["first_due"])
    else:
        first = add_months(day(given["start_on"]), 1)
    step = 2 if given["frequency"] == "every_2_months" else 1
    dues = [add_months(first, step * k) for k in range(given["instalments"])]
    if change["kind"] == "move_date":
        at = dues.index(day(change["due_on"]))
        moved = due_dates(day(change["to"]), Every.MONTHLY, len(dues) - at)
        dues = [*dues[:at], *moved]
    kept: list[int] = []
    if change["kind"] == "term_extension":
        at = dues.index(day(change["from"]))
        kept = [whole // len(dues)] * at
        dues = [add_months(first, k) for k in range(len(dues) + change["extra"])]
    rest = Balance(whole - sum(kept), 0, 0)
    size = smallest(rest, PeriodRate(0, 1), len(dues) - len(kept))
    assert size is not None
    plan = level(rest, PeriodRate(0, 1), size)
    assert plan is not None
    amounts = [*kept, *[plan.amount] * (plan.rows - 1), plan.last]

    assert [(d.isoformat(), a) for d, a in zip(dues, amounts, strict=True)] == [
        (x["due_on"], minor(x["due"])) for x in expect["rows"]
    ]


def instalment_count(given: Facts, expect: Facts, tolerance: str) -> None:
    principal = minor(given["principal"])
    rate = (
        Fraction(given["monthly_rate"])
        if "monthly_rate" in given
        else Fraction(given["annual_rate"]) / 12
    )
    if "exact_payment" in expect:
        exact = exact_payment(principal, [rate] * given["instalments"])
        assert near(exact / 100, expect["exact_payment"], tolerance)
        up = -(-exact.numerator // exact.denominator)
        found = repaid(principal, rate, up, most_rows=given["instalments"])
        assert found is not None
        assert found.rows == expect["instalments"]
        return
    found = repaid(principal, rate, minor(given["payment"]), most_rows=360)
    assert found is not None
    assert found.rows == expect["instalments"]
    assert near(Fraction(found.interest, 100), expect["total_interest"], tolerance)
    if "last_payment" in expect:
        assert found.last == minor(expect["last_payment"])
    if "total_paid" in expect:
        assert near(Fraction(principal + found.interest, 100), expect["total_paid"], tolerance)


def early_settlement(given: Facts, expect: Facts) -> None:
    paid = [(p["day"], minor(p["amount"])) for p in given["paid"]]
    principal, interest = settlement_on(
        minor(given["principal"]), Fraction(given["daily_rate"]), paid, given["settle_day"]
    )

    assert (principal, interest) == (minor(expect["principal"]), minor(expect["interest"]))
    assert principal + interest == minor(expect["settlement"])


def negative_amortisation(given: Facts, expect: Facts) -> None:
    principal, payment = minor(given["principal"]), minor(given["payment"])
    rate = Fraction(given["monthly_rate"])
    per = PeriodRate(rate.numerator, rate.denominator)

    assert per.of(principal) == minor(expect["first_interest"])
    assert (rows_needed(principal, rate, payment) is not None) is expect["amortises"]
    if not expect["amortises"]:
        assert level(Balance(principal, 0, 0), per, payment) is None
    else:
        assert rows_needed(principal, rate, payment) == expect["closed_form_instalments"]
        assert repaid(principal, rate, payment, most_rows=360) is None


def rate_cap(given: Facts, expect: Facts, tolerance: str) -> None:
    for rate, key in (("annual_rate", "payment_before"), ("capped_rate", "payment_after")):
        parts = [Fraction(given[rate]) / 12] * given["instalments"]
        exact = exact_payment(minor(given["principal"]), parts)
        assert near(exact / 100, expect[key], tolerance)
