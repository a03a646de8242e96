"""Each macro once, as a page would use it, read back as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from app.core.money import Currency, Money
from app.core.periods import Every
from app.web.forms import ChoicesField, DateField, Form, FrequencyField, MoneyField, TextField

SVG = '<svg viewBox="0 0 9 9" role="img"><title>Payments</title><rect width="9" height="9"/></svg>'
KIT = """
{% import "components/fields.html" as f %}{% import "components/actions.html" as a %}
{% import "components/display.html" as d %}{% import "components/offers.html" as o %}
"""


@dataclass(frozen=True, slots=True)
class Offer:
    instalment: str
    frequency: Every
    count: int
    first_due: date
    last_due: date
    total: Money
    rate: Fraction
    interest: Money
    fees: Money
    left_over: Money | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    n: int
    due_on: date
    amount: Money
    principal: Money
    interest: Money
    fees: Money
    balance_after: Money


class Questions(Form):
    name = TextField("Name", missing="Enter your name")
    amount = MoneyField("Rent", missing="Enter your rent")
    every = FrequencyField("How often", missing="Choose how often")
    first = DateField("First payment", missing="Enter the day")
    happened = ChoicesField("Happened", choices=[("a", "A"), ("b", "B")], missing="Choose")


def pounds(minor: int) -> Money:
    return Money(minor, Currency.GBP)


OFFER = Offer(
    "£122.51",
    Every.MONTHLY,
    36,
    date(2027, 2, 1),
    date(2030, 1, 1),
    pounds(441033),
    Fraction(0),
    pounds(34903),
    pounds(0),
    pounds(8712),
    ("It leaves a buffer.",),
)
ROW = Row(
    1, date(2027, 2, 1), pounds(12251), pounds(10000), pounds(2251), pounds(0), pounds(398530)
)


def drawn(app: Flask, template: str, lang: str = "en", **data: object) -> BeautifulSoup:
    with app.test_request_context(f"/?lang={lang}"):
        form = Questions(MultiDict({"amount": "12,50"}), meta={"currency": Currency.GBP})
        form.validate()
        return BeautifulSoup(
            render_template_string(KIT + template, form=form, **data), "html.parser"
        )


def test_the_five_answers_differ_in_nothing_but_their_words(app: Flask) -> None:
    html = drawn(app, '{{ a.five_choices("/1", "/2", "/3", "/4", "/5") }}')
    links = html.select("li > a")
    assert [link.text for link in links] == [
        "Accept",
        "Suggest a change",
        "Decline",
        "Dispute the debt",
        "Get help",
    ]
    assert len({tuple(link["class"]) for link in links}) == 1
    assert all(set(link.attrs) == {"class", "href", "draggable"} for link in links)


def test_the_four_ways_to_meet_a_debt_are_equal_too(app: Flask) -> None:
    links = drawn(app, '{{ a.debt_choices("/1", "/2", "/3", "/4") }}').select("li > a")
    assert len(links) == 4
    assert len({tuple(link["class"]) for link in links}) == 1


def test_the_cost_of_an_offer_stands_in_the_same_list_as_its_instalment(app: Flask) -> None:
    html = drawn(app, '{{ o.comparison([(offer, "Balanced", "/1")], "Look") }}', offer=OFFER)
    facts = [dt.text for dt in html.select("dl.pp-facts dt")]
    assert facts == [
        *("You pay each time", "How often", "How many payments", "First payment"),
        *("Last payment", "You pay in total", "Yearly interest"),
        *("Interest in it", "Fees in it"),
        "Left each month after it",
    ]
    values = [dd.text for dd in html.select("dl.pp-facts dd")]
    assert values[0] == "£122.51"
    assert values[5:9] == ["£4,410.33", "0%", "£349.03", "£0.00"]
    assert "It leaves a buffer." in html.text


def test_a_schedule_is_a_drawing_and_a_table_with_scopes(app: Flask) -> None:
    html = drawn(app, '{{ o.schedule(svg, [row], "Your payments") }}', svg=SVG, row=ROW)
    assert html.select_one("figure svg title")
    assert html.select_one("table caption")
    assert len(html.select("thead th[scope=col]")) == 7
    assert len(html.select("tbody th[scope=row]")) == 1
    assert "1 February 2027" in html.text


@pytest.mark.parametrize("macro", ["text_field(form.name)", "money_field(form.amount, form.every)"])
def test_an_error_is_said_beside_its_input_and_keeps_what_was_typed(app: Flask, macro: str) -> None:
    html = drawn(app, "{{ f." + macro + " }}")
    for field in html.select("input, select"):
        assert field["aria-invalid"] == "true"
        assert html.find(id=str(field["aria-describedby"]))
        assert html.find("label", attrs={"for": field["id"]})
    typed = html.find("input", attrs={"name": "amount"})
    assert typed is None or typed["value"] == "12,50"


def test_the_summary_links_to_the_first_input_of_each_question(app: Flask) -> None:
    html = drawn(
        app,
        "{{ d.error_summary(form) }}{{ f.text_field(form.name) }}"
        "{{ f.money_field(form.amount, form.every) }}{{ f.date_field(form.first) }}"
        "{{ f.checkboxes(form.happened) }}",
    )
    links = [str(a["href"]) for a in html.select(".pp-error-summary a")]
    assert len(links) == 5
    assert all(
        html.find("input", id=link[1:]) or html.find("select", id=link[1:]) for link in links
    )
    assert not html.select("[checked], [selected]")


@pytest.mark.parametrize(("lang", "order"), [("en", "day month year"), ("zh", "year month day")])
def test_a_date_is_asked_in_the_order_of_the_language(app: Flask, lang: str, order: str) -> None:
    html = drawn(app, "{{ f.date_field(form.first) }}", lang)
    assert [str(i["name"]).removeprefix("first-") for i in html.select("input")] == order.split()


def test_words_of_people_are_escaped(app: Flask) -> None:
    html = drawn(app, '{{ d.table("T", [("A", false)], [["<b>x</b>"]]) }}')
    assert not html.select("b")


def test_a_post_button_carries_the_token(app: Flask) -> None:
    html = drawn(app, '{{ a.post_button("Go", "/x", {"seen": "abc"}) }}')
    assert html.select_one("input[name=csrf_token]")
    assert html.select_one('input[name=seen][value="abc"]')
