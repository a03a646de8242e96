from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import packs
from app.core.assessment import Assessment, assess
from app.core.casefile import parse
from app.core.caselines import CaseFile, Floor, Household, LenderTerms
from app.core.confirmation import Confirmation
from app.core.living import comparisons, floor_of
from app.core.money import Currency, Money
from tests.core.cases import a_case, a_cost, an_income
from tests.core.confirmations import BEIJING, DAY, DE, IE, WITHDRAWN, confirmed
from tests.core.second_sum import evaluate

ALL = (*DE, *IE, BEIJING)


def people(adults: int = 1, children: int = 0, dependants: int = 0) -> Household:
    return Household(adults, children, partner=adults > 1, dependants=dependants)


def found(
    jurisdiction: str,
    household: Household,
    place: str | None,
    confirmations: tuple[Confirmation, ...] = ALL,
    day: date = DAY,
) -> Floor | None:
    return floor_of(packs.load(jurisdiction), confirmations, household, place, day)


@pytest.mark.parametrize(
    ("jurisdiction", "household", "place", "monthly", "formula"),
    [
        # China: the place's standard for each person at home.
        ("CN", people(), "beijing", "1500.00", "1500.00"),
        ("CN", people(2, 1), "beijing", "4500.00", "1500.00*3"),
        ("CN", people(1, 1, 1), "Beijing", "4500.00", "1500.00*3"),
        # Germany: base, the first person supported, each of the second to fifth.
        ("EU", people(), "DE", "1580.00", "1580.00"),
        ("EU", people(1, 1), "DE", "2170.10", "1580.00+590.10"),
        ("EU", people(2, 2), "DE", "2830.20", "1580.00+590.10+330.05*2"),
        # 1580.00 + 590.10 + 4 * 330.05 = 3490.30, whether five are supported or nine.
        ("EU", people(1, 5), "DE", "3490.30", "1580.00+590.10+330.05*4"),
        ("EU", people(2, 6, 2), "DE", "3490.30", "1580.00+590.10+330.05*4"),
        # Ireland: set costs of the adults, and of each child.
        ("EU", people(), "IE", "1210.33", "1210.33"),
        ("EU", people(1, 2), "IE", "1812.53", "1210.33+301.10*2"),
        ("EU", people(2, 1), "IE", "2001.10", "1700.00+301.10"),
    ],
)
def test_floors_worked_out_by_hand(
    jurisdiction: str, household: Household, place: str, monthly: str, formula: str
) -> None:
    floor = found(jurisdiction, household, place)

    assert floor is not None
    assert floor.monthly.plain == monthly
    assert floor.formula == formula
    assert evaluate(formula) * 100 == floor.monthly.minor
    assert floor.confirmed_by == "Anna Weber"
    assert floor.source == "Official notice"
    assert floor.confirmed_on == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("jurisdiction", "household", "sums"),
    [
        # US: 497 + 44 + ... is published as 839; 15,960 a year is 1,330 a month;
        # 217.50 a week is 217.50 * 52 / 12 = 942.50.
        (
            "US",
            people(),
            {
                "US_irs_national": ("839.00", "839.00"),
                "US_poverty_guideline": ("1330.00", "ceil((15960.00)*1/12)"),
                "US_garnishment": ("942.50", "ceil((217.50)*52/12)"),
            },
        ),
        # Six people: 2129 + 2 * 394 = 2917; 38,680 + 5,680 = 44,360 / 12 = 3,696.666.. up.
        (
            "US",
            people(2, 3, 1),
            {
                "US_irs_national": ("2917.00", "2129.00+394.00*2"),
                "US_poverty_guideline": ("3696.67", "ceil((38680.00+5680.00)*1/12)"),
            },
        ),
        # 30,500 / 12 = 2,541.666.. up; 74,000 / 12 = 6,166.666.. up.
        ("UK", people(), {"UK_MIS": ("2541.67", "ceil((30500.00)*1/12)")}),
        ("UK", people(2, 2), {"UK_MIS": ("6166.67", "ceil((74000.00)*1/12)")}),
        ("UK", people(1, 1), {}),
        # 457 * 52 / 12 = 1,980.333.. up.
        ("AU", people(), {"AU_poverty_line": ("1980.34", "ceil((457.00)*52/12)")}),
        ("AU", people(2), {}),
        ("CN", people(), {}),
        ("EU", people(), {}),
    ],
)
def test_comparisons_worked_out_by_hand(
    jurisdiction: str, household: Household, sums: dict[str, tuple[str, str]]
) -> None:
    shown = comparisons(packs.load(jurisdiction), household, "beijing")

    assert {c.standard.id: (c.monthly.plain, c.formula) for c in shown} == sums
    assert all(evaluate(c.formula) * 100 == c.monthly.minor for c in shown)


@pytest.mark.parametrize("jurisdiction", packs.JURISDICTIONS)
@pytest.mark.parametrize("place", [None, "beijing", "DE", "IE", "england_wales"])
def test_a_figure_that_nobody_confirmed_never_binds(jurisdiction: str, place: str | None) -> None:
    assert found(jurisdiction, people(), place, ()) is None


@pytest.mark.parametrize(
    "table",
    [
        "US_irs_national/size_1",
        "US_poverty_guideline/size_1",
        "US_garnishment/single",
        "UK_MIS/single",
        "AU_poverty_line/single",
    ],
)
def test_a_table_for_comparison_never_binds_even_when_confirmed(table: str) -> None:
    known = confirmed(f"living:{table}", "900.00")

    assert found(known.pack, people(), None, (known,)) is None


@pytest.mark.parametrize(
    ("wrong", "day"),
    [
        ({"withdrawal": WITHDRAWN}, DAY),
        ({"effective": date(2027, 1, 16)}, DAY),
        ({"expires": date(2027, 1, 14)}, DAY),
        ({"effective": date(2025, 7, 14)}, DAY),
        ({}, date(2027, 1, 4)),
        ({}, date(2027, 7, 1)),
        ({"expires": None}, date(2028, 1, 2)),
        ({"pack": "UK"}, DAY),
    ],
)
def test_a_floor_counts_only_while_it_stands(wrong: dict[str, object], day: date) -> None:
    known = replace(BEIJING, **wrong)  # type: ignore[arg-type]  # any field

    assert found("CN", people(), "beijing", (known,), day) is None


@pytest.mark.parametrize("day", [date(2027, 1, 5), DAY, date(2027, 6, 30)])
def test_a_floor_counts_on_its_first_and_last_day(day: date) -> None:
    assert found("CN", people(), "beijing", (BEIJING,), day) is not None


def test_a_floor_needs_every_row_it_is_made_of() -> None:
    base, first, further = DE

    assert found("EU", people(), "DE", (base,)) is not None
    assert found("EU", people(1, 1), "DE", (base,)) is None
    assert found("EU", people(1, 2), "DE", (base, first)) is None
    assert found("EU", people(1, 2), "DE", (base, first, further)) is not None


def test_a_day_before_the_withdrawal_is_seen_as_it_was() -> None:
    known = (replace(BEIJING, withdrawal=WITHDRAWN),)

    assert found("CN", people(), "beijing", known, date(2027, 1, 5)) is not None
    assert found("CN", people(), "beijing", known, date(2027, 1, 6)) is None


def test_no_place_no_floor() -> None:
    assert found("EU", people(), None) is None
    assert found("CN", people(), "changsha") is None


def test_of_two_confirmations_the_higher_counts_until_it_is_withdrawn() -> None:
    lower = confirmed("living:CN_dibao/beijing", "1100.00", effective=date(2026, 12, 1))
    both = found("CN", people(), "beijing", (BEIJING, lower))
    after = found("CN", people(), "beijing", (replace(BEIJING, withdrawal=WITHDRAWN), lower))

    assert both is not None
    assert both.monthly.plain == "1500.00"
    assert after is not None
    assert after.monthly.plain == "1100.00"


def german_case(floor: Floor | None) -> CaseFile:
    """2,000.00 coming in, 700.00 of essentials."""
    written = a_case(
        jurisdiction="EU",
        subdivision="DE",
        currency="EUR",
        income=[an_income("2000.00")],
        spending=[a_cost("700.00")],
    )
    return replace(parse(json.dumps(written).encode()), floor=floor)


def german(floor: Floor | None) -> Assessment:
    return assess(german_case(floor), packs.load("EU"))


def test_a_confirmed_floor_is_protected_and_named() -> None:
    floor = found("EU", people(), "DE")
    without, answer = german(None), german(floor)

    # 2000.00 - max(700.00, 1580.00) = 420.00, a tenth stays, half may go into plans.
    assert answer.budget.protected.plain == "1580.00"
    assert answer.budget.surplus.plain == "420.00"
    assert answer.budget.hard_ceiling.plain == "378.00"
    assert answer.budget.recommended.plain == "210.00"
    assert answer.budget.hard_ceiling < without.budget.hard_ceiling
    assert answer.budget.floor_basis == floor
    assert "floor_not_loaded" not in {f.code for f in answer.findings}
    steps = {step.id: step for step in answer.explanation}
    assert (steps["floor"].formula, steps["floor"].rule) == ("1580.00", "DE-F01")
    assert steps["protected"].formula == "max(700.00,1580.00)"


def test_without_a_confirmed_floor_the_assessment_says_so() -> None:
    assert "floor_not_loaded" in {f.code for f in german(None).findings}


@given(
    known=st.lists(
        st.tuples(
            st.sampled_from(["base", "base", "first_dependant", "each_2_to_5"]),
            st.integers(1, 2_000_00),
            st.dates(date(2025, 1, 1), date(2027, 3, 1)),
        ),
        max_size=5,
    ),
    more=st.tuples(
        st.sampled_from(["base", "first_dependant", "each_2_to_5"]), st.integers(1, 2_000_00)
    ),
    children=st.integers(0, 7),
)
def test_confirming_one_more_figure_never_raises_a_ceiling(
    known: list[tuple[str, int, date]], more: tuple[str, int], children: int
) -> None:
    standing = tuple(
        confirmed(
            f"living:DE_850c/{row}", Money(v, Currency.EUR).plain, effective=start, expires=None
        )
        for row, v, start in known
    )
    new = confirmed(f"living:DE_850c/{more[0]}", Money(more[1], Currency.EUR).plain)

    before = german(found("EU", people(1, children), "DE", standing))
    after = german(found("EU", people(1, children), "DE", (*standing, new)))

    assert after.budget.protected >= before.budget.protected
    assert after.budget.hard_ceiling <= before.budget.hard_ceiling
    assert after.budget.recommended <= before.budget.recommended
    assert all(b.hard >= a.hard for b, a in zip(before.horizon, after.horizon, strict=True))


@given(
    term=st.integers(1, 120),
    share=st.fractions(0, 1),
    least=st.integers(1, 500_00),
    waive=st.booleans(),
)
def test_no_lender_policy_lowers_a_confirmed_floor(
    term: int, share: Fraction, least: int, *, waive: bool
) -> None:
    case = german_case(found("EU", people(), "DE"))
    policy = LenderTerms(
        version="any",
        max_term_months=term,
        min_instalment=Money(least, Currency.EUR),
        waive_fees=waive,
        min_repaid_share=share,
        settlement_share=share,
    )

    answer = assess(replace(case, policy=policy), packs.load("EU"))

    assert answer.budget == german(case.floor).budget
    assert answer.budget.protected.plain == "1580.00"
