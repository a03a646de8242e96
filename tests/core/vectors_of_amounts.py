"""Checks of vectors about amounts, shares and splits."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from app.core.accommodation import PercentOfIncome
from app.core.amortise import Balance, PeriodRate, level, smallest
from app.core.casefile import proposal_problems
from app.core.debt import allocate, oldest_first
from app.core.lender_view import percent
from app.core.money import Currency, Money, round_down, round_up
from app.core.periods import Every, ceiling_per_instalment, per_month, restate
from app.core.policy import in_force
from app.core.sharing import pro_rata
from tests.core.vector_facts import Facts, day, minor, near, pounds


def frequency_conversion(given: Facts, expect: Facts) -> None:
    found = restate(Fraction(given["amount"]), Every(given["from"]), Every(given["to"]))

    assert found == Fraction(expect["exact"])
    assert near(found, expect["published"], "1e-9")


def monthly_total(given: Facts, expect: Facts) -> None:
    exact = sum(
        (per_month(pounds(x["amount"]), Every(x["frequency"])) for x in given["lines"]), Fraction(0)
    )

    assert exact / 100 == Fraction(expect["exact"])
    assert round_down(exact, Currency.GBP) == pounds(expect["as_income"])
    assert round_up(exact, Currency.GBP) == pounds(expect["as_spending"])
    assert percent(exact / 10_000) == expect["half_up"]


def minimum_instalment(given: Facts, expect: Facts) -> None:
    found = ceiling_per_instalment(pounds(given["monthly_amount"]), Every(given["frequency"]))

    assert found == pounds(expect["instalment"])
    assert (found >= pounds(given["minimum_instalment"])) is expect["payable"]


def refusal(text: str) -> str | None:
    """The code with which an amount is asked about again; None when it is fine."""
    try:
        Money.parse(text, Currency.GBP)
    except ValueError as error:
        return str(error)
    return None


def proposal_validation(given: Facts, expect: Facts) -> None:
    frequencies = {None: "monthly", 1: "weekly", 2: "fortnightly", 4: "four_weekly"}
    every = frequencies.get(given.get("weeks_between"))
    if every is None:
        assert expect["code"] == "unknown_frequency"
        return
    amounts: list[Money] = []
    for key in ("total", "instalment", "minimum_instalment"):
        if refused := refusal(given[key]):
            assert refused == expect["code"]
            return
        amounts.append(Money.parse(given[key], Currency.GBP))
    owed, amount, least = amounts
    as_of = day(given.get("as_of", "2027-01-15"))
    due = day(given.get("first_due", "2027-03-01"))

    codes = [code for _, code, _ in proposal_problems(amount, owed, due, as_of, least)]

    assert codes == [expect["code"]]


def affordable_share(given: Facts, expect: Facts) -> None:
    ceiling = round_down(Fraction(given["share"]) * minor(given["left_over"]), Currency.GBP)
    debt = Balance(minor(given["debt"]), 0, 0)

    assert ceiling == pounds(expect["ceiling"])
    if "months" in expect:
        plan = level(debt, PeriodRate(0, 1), ceiling.minor)
        assert plan is not None
        assert plan.rows == expect["months"]
        return
    size = smallest(debt, PeriodRate(0, 1), given["max_months"])
    assert size == minor(expect["smallest_level_instalment"])
    assert (size <= ceiling.minor) is expect["feasible"]


def effective_dated_value(given: Facts, expect: Facts) -> None:
    table = [(day(row["from"]), row["rate"]) for row in given["table"]]

    assert in_force(table, day(given["date"])) == expect["rate"]
    assert in_force(table, table[0][0] - timedelta(days=1)) is None


def oldest_first_allocation(given: Facts, expect: Facts) -> None:
    debts = [(day(x["due"]), minor(x["amount"])) for x in given["debts"]]
    parts = oldest_first(minor(given["payment"]), debts)
    left = [amount - part for (_, amount), part in zip(debts, parts, strict=True)]

    assert [p for p in parts if p] == [minor(x) for x in expect["parts"]]
    assert [x for x in left if x] == [minor(x) for x in expect["remaining"]]


def prorata(given: Facts, expect: Facts) -> None:
    shares = pro_rata(minor(given["total"]), [minor(w) for w in given["weights"]])

    assert list(shares) == [minor(x) for x in expect["shares"]]


def percent_of_income(given: Facts, expect: Facts, tolerance: str) -> None:
    spare = Fraction(given["annual_income"]) - Fraction(given["protected_annual"])
    exact = Fraction(given["percent"]) / 100 * spare / 12

    assert spare == Fraction(expect["discretionary"])
    assert near(exact, expect["monthly"], tolerance)
    part = Fraction(given["percent"]) / 100
    rule = PercentOfIncome(part, pounds("1.00"), pounds("500.00"))
    income = round_down(spare * 100 / 12, Currency.GBP)
    assert rule.instalment(income) == round_down(exact * 100, Currency.GBP)


def smallest_level_instalment(given: Facts, expect: Facts) -> None:
    balance = Balance(minor(given["balance"]), 0, 0)

    found = smallest(balance, PeriodRate(0, 1), given["max_instalments"])

    assert found == minor(expect["instalment"])


def allocation(given: Facts, expect: Facts) -> None:
    payment = minor(given["payment"])
    if "balances" in given:
        shares = pro_rata(payment, [minor(b) for b in given["balances"]])
        assert list(shares) == [minor(x) for x in expect["shares"]]
        return
    now = given["due"] if "due" in given else given["due_now"]
    due = {k: minor(v) for k, v in now.items()}
    used = allocate(payment, due, given.get("order") or list(due))
    if "in_advance" in given:
        ahead = {k: minor(v) for k, v in given["in_advance"].items()}
        more = allocate(used.pop("overpayment"), ahead, given["order_in_advance"])
        used = {key: used.get(key, 0) + amount for key, amount in more.items()}
    assert {k: v for k, v in used.items() if k in expect} == {
        k: minor(v) for k, v in expect.items()
    }


def rounding(given: Facts, expect: Facts) -> None:
    exact = [Fraction(value) * 100 for value in given["values"]]

    assert [round(x) for x in exact] == [minor(v) for v in expect["half_even"]]
    assert [percent(x / 10_000) for x in exact] == expect["half_up"]
