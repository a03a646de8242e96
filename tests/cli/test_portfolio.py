"""A lender's export at the house terms, added up."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from app.cli import main
from app.core.amortise import Balance, level, period_rate, smallest
from app.core.lender_view import discount
from app.core.money import Currency, Money
from app.core.periods import Every

Said = pytest.CaptureFixture[str]

HEADING = "account,name,contact,principal,interest,fees,annual_rate,arrears,currency,product\n"
FIRST = "A-1,Ann Lee,ann@example.org,4000.00,61.30,24.00,0.249,276.00,GBP,Card\n"
SECOND = "A-2,Bo Li,bo@example.org,1250.50,0,0,0,0,GBP,Card\n"
IN_YUAN = "A-3,Cai Yun,cai@example.cn,8000.00,0,50.00,0.145,0,CNY,Card\n"


def export(folder: Path, *rows: str) -> str:
    file = folder / "export.csv"
    file.write_text(HEADING + "".join(rows), encoding="utf-8")
    return str(file)


def text(minor: int) -> str:
    return Money(minor, Currency.GBP).plain


def test_each_rung_shows_the_sums_of_the_plans_of_all_debts(tmp_path: Path, capsys: Said) -> None:
    assert main(["portfolio", export(tmp_path, FIRST, SECOND), "--months", "24"]) == 0
    lines = capsys.readouterr().out.splitlines()

    debts = ((Balance(400_000, 6_130, 2_400), "0.249"), (Balance(125_050, 0, 0), "0"))
    month = whole = worth = 0
    for balance, rate in debts:
        per = period_rate(Fraction(rate) / 2, Every.MONTHLY)
        plan = level(balance, per, smallest(balance, per, 24) or 0)
        assert plan is not None
        month, whole = month + plan.amount, whole + plan.total
        worth += discount(Fraction(rate), Every.MONTHLY, 24).level(plan)
    assert lines[0] == "debts: 2, owed: 5335.80 GBP, months: 24"
    half = next(line.split() for line in lines if line.split()[:2] == ["x", "1/2"])
    assert half[2:5] == [text(month), text(whole), text(worth)]
    assert [line.split()[1] for line in lines[2:]] == ["1", "3/4", "1/2", "1/4", "0"]


def test_currencies_are_never_added_together(tmp_path: Path, capsys: Said) -> None:
    assert main(["portfolio", export(tmp_path, FIRST, IN_YUAN)]) == 0
    told = capsys.readouterr().out

    assert "debts: 1, owed: 4085.30 GBP" in told
    assert "debts: 1, owed: 8050.00 CNY" in told


def test_rows_with_faults_are_told_and_left_out(tmp_path: Path, capsys: Said) -> None:
    file = export(tmp_path, FIRST, SECOND.replace("1250.50", "1,2x"))

    assert main(["portfolio", file]) == 0
    out, error = capsys.readouterr()
    assert out.startswith("debts: 1, owed: 4085.30 GBP")
    assert "row 3" in error


def test_a_file_without_a_row_to_use_is_refused(tmp_path: Path, capsys: Said) -> None:
    assert main(["portfolio", export(tmp_path)]) == 2
    assert "no_rows" in capsys.readouterr().err


@pytest.mark.parametrize("months", ["0", "1201"])
def test_a_term_that_no_plan_may_have_is_refused(months: str, tmp_path: Path, capsys: Said) -> None:
    assert main(["portfolio", export(tmp_path, FIRST), "--months", months]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert f"{months} rows" in error
