"""Charts: drawn without script or style, said in words, and the same figures in a table."""

from __future__ import annotations

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app.core.assessment import Assessment, assess
from app.core.casefile import parse
from app.core.packs import load
from app.core.results import Label
from app.documents.plots import Axes, line_sample, lines, points
from app.web.jinja import drawing
from app.web.plans import charts
from app.web.plans.charts import Chart
from tests.core.cases import FIXTURES

FORBIDDEN = re.compile(r"<script|<style|style=|href|javascript|\son\w+=", re.IGNORECASE)
AXES = Axes(((0, "A"), (5, "B"), (10, "C")), ((0, ""), (50, "£1"), (100, "£2")))


def worked_example() -> Assessment:
    case = parse((FIXTURES / "example_input.json").read_bytes())
    return assess(case, load("UK"))


def all_charts(answer: Assessment) -> tuple[Chart, ...]:
    debt = answer.debts[1]
    plans = [(option.label.value, option.terms) for option in debt.options]
    fair = charts.fair(debt)
    assert fair is not None
    drawn = (charts.balances(plans, answer.as_of), charts.payments(plans, answer.as_of))
    return (*drawn, fair.chart)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_chart_is_said_in_words_and_may_stand_on_a_page(app: Flask, lang: str) -> None:
    with app.test_request_context(f"/?lang={lang}"):
        for chart in all_charts(worked_example()):
            soup = BeautifulSoup(drawing(chart.svg), "html.parser")
            picture = soup.select_one("svg[role=img]")
            assert picture is not None
            assert picture.select_one("title, desc") is not None
            for part in ("title", "desc"):
                said = picture.select_one(part)
                assert said is not None
                assert said.get_text(strip=True)
            assert not FORBIDDEN.search(chart.svg.replace('xmlns="http://www.w3.org/2000/svg"', ""))
            assert "style" not in {name for tag in soup.find_all() for name in tag.attrs}
            if lang == "zh":
                assert not re.search(r"[A-Za-z]{5,} [a-z]{3,}", picture.get_text(" "))


def test_the_table_has_the_figures_of_the_chart(app: Flask) -> None:
    answer = worked_example()
    with app.test_request_context("/"):
        balance, payment, fair = all_charts(answer)
    options = answer.debts[1].options
    assert len(balance.legend) == len(options) == len(balance.heads) - 1
    for column, option in enumerate(options, start=1):
        owed = [row[column] for row in balance.rows if row[column]]
        assert len(owed) == option.terms.schedule.count
        assert owed[-1] == "£0.00"
    assert ("balanced", "35", "£122.51") in payment.rows
    assert len(fair.rows) == len(answer.debts[1].front)


def test_the_fair_plan_is_the_balanced_one_and_its_share_is_said(app: Flask) -> None:
    debt = worked_example().debts[1]
    with app.test_request_context("/"):
        fair = charts.fair(debt)
    assert fair is not None
    assert fair.percent == 52
    assert fair.candidates == debt.candidates
    marked = [row for row in fair.chart.rows if "fair plan" in row[0]]
    balanced = next(o for o in debt.options if o.label is Label.BALANCED)
    assert [row[1] for row in marked] == [str(balanced.terms.schedule.count)]
    assert fair.chart.svg.count("#a3421a") == 1


def test_one_plan_is_no_choice_and_nothing_is_weighed(app: Flask) -> None:
    answer = worked_example()
    with app.test_request_context("/"):
        assert charts.fair(answer.debts[0]) is None


def test_lines_differ_by_more_than_their_colour() -> None:
    looks = {str(line_sample(n)) for n in range(5)}
    dashes = {re.search(r'dasharray="([^"]+)"', look)[1] for look in looks}  # type: ignore[index]  # each has one
    assert len(dashes) == 5


def test_nothing_is_drawn_outside_the_picture() -> None:
    drawn = lines([[(0, 100), (10, 0)]], AXES, title="t", about="a", stepped=True)
    dots = points(
        [(0, 0), (100, 100)], Axes(((0, ""), (100, "")), AXES.up), 0, title="t", about="a"
    )
    for svg in (drawn, dots):
        places = [float(x) for x in re.findall(r'(?:M|L|H| x=")(-?[0-9.]+)', str(svg))]
        assert all(0 <= x <= 360 for x in places)


def test_what_a_chart_is_called_cannot_break_out() -> None:
    svg = str(lines([[(0, 1), (10, 0)]], AXES, title="<script>", about='"><a href=x>'))
    assert "<script>" not in svg
    assert "<a href" not in svg


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 2), (1, 2), (5, 6), (999, 1000), (408530, 600000), (600001, 1000000)]
)
def test_the_axis_ends_on_the_next_round_figure(highest: int, top: int) -> None:
    assert charts._round_up(highest) == top


def test_a_plan_of_one_day_can_be_drawn() -> None:
    day = date(2027, 1, 1).toordinal()
    axes = Axes(((day, ""), (day, "")), ((0, ""),))
    assert "NaN" not in lines([[(day, 0)]], axes, title="t", about="a")
