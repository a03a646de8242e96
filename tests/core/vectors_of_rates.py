"""Checks of vectors about present value and yearly rates."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from app.core.cashflow import present_value, rate_of_return
from app.core.contract import (
    exact_payment,
)
from app.core.daycount import YEAR_FRACTIONS
from app.core.lender_view import DIMINISHED, UnitFlow, apr_regz
from tests.core.vector_facts import Facts, day, minor, near, ratio


def apr_by_regz(given: Facts, expect: Facts, tolerance: str) -> None:
    def flows(rows: list[Facts]) -> list[UnitFlow]:
        return [UnitFlow(minor(r["amount"]), r["count"], r["t"], ratio(r["f"])) for r in rows]

    found = apr_regz(
        flows(given["advances"]),
        flows(given["payments"]),
        Fraction(given["unit_periods_per_year"]),
    )

    assert found is not None
    assert near(found, expect["apr_percent"], tolerance)


def apr_by_eu(given: Facts, expect: Facts, tolerance: str) -> None:
    flows = [(ratio(x["years"]), -minor(x["amount"])) for x in given["drawdowns"]]
    flows += [(ratio(x["years"]), minor(x["amount"])) for x in given["repayments"]]
    found = rate_of_return(flows)

    assert found is not None
    assert near(found * 100, expect["apr_percent"], tolerance)


def irregular_flows(given: Facts, expect: Facts, tolerance: str) -> None:
    start = day(given["flows"][0]["on"])
    years = YEAR_FRACTIONS[given["day_count"]]
    flows = [(years(start, day(x["on"])), minor(x["amount"])) for x in given["flows"]]
    if "npv" in expect:
        found = present_value(flows, Decimal(given["rate"])) / 100
        assert near(found, expect["npv"], tolerance)
        return
    rate = rate_of_return(flows)
    assert rate is not None
    assert near(rate, expect["rate"], tolerance)


def level_payment_formulas(given: Facts, expect: Facts, tolerance: str) -> None:
    rate = ratio(given["rate"])
    step = Decimal(rate.numerator) / rate.denominator
    if given["function"] == "npv":
        flows = [(Fraction(k), minor(v)) for k, v in enumerate(given["values"])]
        assert near(present_value(flows, step) / 100, expect["value"], tolerance)
        return
    count = given["nper"]
    if given["function"] == "pv":
        flows = [(Fraction(k), -minor(given["pmt"])) for k in range(1, count + 1)]
        assert near(present_value(flows, step) / 100, expect["value"], tolerance)
        return
    principal = minor(given["pv"])
    payment = exact_payment(principal, [rate] * count)
    if given["function"] == "pmt":
        assert near(-payment / 100, expect["value"], tolerance)
        return
    left, interest = Fraction(principal), []
    for _ in given["per"]:
        interest.append(left * rate)
        left -= payment - left * rate
    assert all(
        near(-part / 100, value, tolerance)
        for part, value in zip(interest, expect["values"], strict=True)
    )


def npv_loss(given: Facts, expect: Facts, tolerance: str) -> None:
    later = present_value([(Fraction(given["shift_years"]), 100_000)], Decimal(given["eir"]))
    loss = 1 - Fraction(later) / 100_000

    assert near(loss * 100, expect["loss_percent"], tolerance)
    assert (loss > DIMINISHED) is expect["above_1_percent"]
