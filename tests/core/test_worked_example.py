from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import pytest

from app.core import packs
from app.core.assessment import assess, ceilings_by_month, to_json
from app.core.casefile import dump, parse
from app.core.money import Currency, Money
from app.core.terms import check
from tests.core.cases import FIXTURES, a_case, a_debt, assessed, example

INPUT = (FIXTURES / "example_input.json").read_bytes()


def test_the_worked_example_gives_exactly_the_documented_bytes() -> None:
    expected = json.loads((FIXTURES / "example_output.json").read_bytes())
    compact = json.dumps(expected, separators=(",", ":"), ensure_ascii=False).encode()

    assert to_json(assess(parse(INPUT), packs.load("UK"))) == compact


@pytest.mark.parametrize("seed", ["0", "7"])
def test_the_bytes_do_not_depend_on_the_process_or_the_hash_seed(seed: str) -> None:
    program = (
        "import sys; from app.core import packs; from app.core.casefile import parse;"
        "from app.core.assessment import assess, to_json;"
        "sys.stdout.buffer.write("
        "to_json(assess(parse(sys.stdin.buffer.read()), packs.load('UK'))))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        input=INPUT,
        capture_output=True,
        check=True,
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
    )

    assert run.stdout == to_json(assess(parse(INPUT), packs.load("UK")))


def test_rows_add_every_instalment_and_nothing_else() -> None:
    assessment = assess(parse(INPUT), packs.load("UK"))
    plain, long = json.loads(to_json(assessment)), json.loads(to_json(assessment, rows=True))

    for debt in long["debts"]:
        for option in debt["options"]:
            rows = option.pop("rows")
            assert sum(row["amount"]["minor"] for row in rows) == option["total"]["minor"]
            assert [row["n"] for row in rows] == list(range(1, len(rows) + 1))
            assert list(rows[0]) == [
                "n", "due_on", "collect_on", "amount", "principal", "interest", "fees",
                "balance_after",
            ]  # fmt: skip
    assert plain == long


def test_a_case_file_is_written_and_read_back_unchanged() -> None:
    case = parse(INPUT)
    again = parse(dump(case))

    assert replace(again, input_sha256="") == replace(case, input_sha256="")


def test_a_case_built_in_code_is_named_by_its_own_bytes() -> None:
    case = replace(parse(INPUT), input_sha256="")
    assessment = assess(case, packs.load("UK"))

    assert assessment.input_sha256 == parse(dump(case)).input_sha256


def test_ceilings_cover_every_month_of_the_longest_plan() -> None:
    assessment = assess(parse(INPUT), packs.load("UK"))
    household = ceilings_by_month(assessment)
    card = ceilings_by_month(assessment, "d2")

    assert next(iter(household)) == "2027-02"
    assert len(household) == 36
    assert household["2027-02"] == (Money(33124, Currency.GBP), Money(15762, Currency.GBP))
    assert card["2027-02"] == (Money(31157, Currency.GBP), Money(13795, Currency.GBP))
    assert card.keys() == household.keys()
    with pytest.raises(KeyError):
        ceilings_by_month(assessment, "nothing")


def test_terms_of_every_option_add_up() -> None:
    assessment = assess(parse(INPUT), packs.load("UK"))

    assert [check(o.terms) for d in assessment.debts for o in d.options] == [()] * 6


def test_hardship_codes_never_leave_the_engine() -> None:
    shown = to_json(assessed(example()), rows=True).decode()

    assert "INCOME_CUT" not in shown


def test_a_us_plan_states_its_rate_by_the_us_method() -> None:
    debt = a_debt(annual_rate="0.12", principal="1000.00", interest="0.00", fees="0.00")
    case = a_case(jurisdiction="US", currency="USD", debts=[debt])
    del case["subdivision"]
    options = assessed(case).debts[0].options
    dearest = max(options, key=lambda o: o.terms.rate)

    assert {o.apr.rule for o in options} == {"us"}
    assert dearest.terms.rate == Fraction("0.12")
    assert dearest.apr.percent is not None
    # The first instalment bears a month's interest, but comes after 17 days.
    assert "12.00" < dearest.apr.percent < "15.00"
