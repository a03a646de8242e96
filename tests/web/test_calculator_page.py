from __future__ import annotations

import re
from fractions import Fraction

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from app.core.casefile import parse

SAME = {"Sec-Fetch-Site": "same-origin"}
ANSWERS = {
    "adults": "1",
    "children": "1",
    "salary": "£250",
    "salary_every": "weekly",
    "rent": "640",
    "rent_every": "monthly",
    "debt1_owed": "1,000",
}


def token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/calculator/uk").text)
    assert found
    return found[1]


def sent(client: FlaskClient, place: str = "uk", **answers: str) -> tuple[int, str]:
    form = {**ANSWERS, **answers, "csrf_token": token(client)}
    answer = client.post(f"/calculator/{place}", data=form, headers=SAME)
    return answer.status_code, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_anybody_gets_the_whole_sum_line_by_line(app: Flask) -> None:
    status, words = sent(app.test_client())
    assert status == 200
    for said in (
        "You could pay up to £221.66 a month in all",
        "Debt 1: Something else, £1,000.00",
        "Salary or wages (take home) £1,083.33",
        "Rent £640.00",
        "Left over £443.33",
        "Buffer that stays with you -£20.00",
        "The most any plan may take £423.33",
        "Affordable amount £221.66",
        "StepChange",
    ):
        assert said in words


def test_an_honest_no_comes_with_what_to_do(app: Flask) -> None:
    status, words = sent(app.test_client(), rent="2000")
    assert status == 200
    assert "No payment is affordable just now" in words
    assert "Free advisers know how to ask" in words


def test_the_currency_is_that_of_the_place(app: Flask) -> None:
    status, words = sent(app.test_client(), place="cn", salary="¥3000", rent="640元")
    assert status == 200
    assert "CN¥" in words
    assert sent(app.test_client(), place="cn")[0] == 422


def test_months_and_an_amount_for_the_same_income_are_asked_about(app: Flask) -> None:
    status, words = sent(
        app.test_client(),
        other_earnings="5",
        other_earnings_every="weekly",
        other_earnings_month_1="7",
    )
    assert status == 422
    assert "Give one amount here, or one for each month, but not both" in words


def test_an_irregular_income_counts_its_poorest_month(app: Flask) -> None:
    every_month_but_march = {f"other_earnings_month_{n}": "900" for n in range(1, 13) if n != 3}
    status, words = sent(
        app.test_client(), salary="", salary_every="", rent="300", **every_month_but_march
    )
    assert status == 200
    assert "It is for March" in words
    assert "No payment is affordable just now" in words


def test_the_answers_can_be_changed_and_are_still_there(app: Flask) -> None:
    client = app.test_client()
    form = {**ANSWERS, "csrf_token": token(client)}
    result = client.post("/calculator/uk", data=form, headers=SAME).text
    back = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', result))
    assert back["rent"] == "640"
    again = client.post(
        "/calculator/uk",
        data={
            **{k: v for k, v in back.items() if k in ANSWERS},
            **ANSWERS,
            "change": "yes",
            "csrf_token": form["csrf_token"],
        },
        headers=SAME,
    )
    assert 'name="rent" value="640"' in again.text


def test_nothing_of_it_is_stored(app: Flask) -> None:
    client = app.test_client()
    sent(client)
    assert "640" not in client.get("/calculator/uk").text


CARD = {
    "debt1_kind": "credit_card",
    "debt1_owed": "4000",
    "debt1_rate": "24.9",
    "debt1_pays": "92",
    "debt1_pays_every": "monthly",
    "debt1_months": "36",
}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_part_of_the_answer_is_on_the_page(app: Flask, lang: str) -> None:
    client = app.test_client()
    form = {**ANSWERS, **CARD, "csrf_token": token(client)}
    answer = client.post(f"/calculator/uk?lang={lang}", data=form, headers=SAME)
    client.set_cookie("lang", lang)
    page = BeautifulSoup(client.post("/calculator/uk", data=form, headers=SAME).data, "html.parser")
    assert answer.status_code == 200
    plans = page.select(".pp-offers--cards > li")
    assert 3 <= len(plans) <= 5
    columns = page.select("table.pp-compare thead th")
    assert [c.get_text(strip=True) for c in columns] == [
        h.get_text(strip=True) for h in page.select(".pp-offers--cards h3")
    ]
    assert len(page.select("figure.pp-chart svg.plot title")) == 3
    assert all(chart.select_one("desc") for chart in page.select("svg.plot"))
    words = page.get_text(" ", strip=True)
    assert ("Is it fair?" if lang == "en" else "公平吗？") in words
    assert ("costs" if lang == "en" else "少付") in words
    steps = [row.get_text(" ", strip=True) for row in page.select("details table tr")]
    assert any("UK-S03" in step for step in steps)
    assert any("house:ladder" in step for step in steps)
    assert any("house:fair" in step and "min(" in step for step in steps)
    assert any("house:size" in step and "smallest(" in step for step in steps)
    assert page.select_one('a[href="/rules/uk#UK-S03"]')


def test_a_row_is_added_without_a_script_and_nothing_typed_is_lost(app: Flask) -> None:
    client = app.test_client()
    form = {**CARD, "rent": "12,50", "rows": "1", "add": "yes", "csrf_token": token(client)}
    answer = client.post("/calculator/uk", data=form, headers=SAME)
    page = BeautifulSoup(answer.data, "html.parser")
    assert answer.status_code == 200
    assert page.select_one("[name=debt2_owed]")
    assert not page.select_one("[name=debt3_owed]")
    for name, value in {**CARD, "rent": "12,50"}.items():
        box = page.select_one(f"[name={name}]")
        assert box is not None
        chosen = box.select_one("option[selected]") if box.name == "select" else box
        assert chosen is not None, name
        assert chosen["value"] == value


def test_there_are_25_rows_and_no_more(app: Flask) -> None:
    client = app.test_client()
    form = {"rows": "25", "add": "yes", "debt25_owed": "5", "csrf_token": token(client)}
    page = BeautifulSoup(client.post("/calculator/uk", data=form, headers=SAME).data, "html.parser")
    assert page.select_one("[name=debt25_owed]")
    assert not page.select("button[name=add]")
    assert "This page takes 25 debts." in page.get_text()
    over = {**form, "debt26_owed": "5"}
    assert client.post("/calculator/uk", data=over, headers=SAME).status_code == 400


@pytest.mark.parametrize("rows", ["", "-3", "x", "9" * 30, "٣"])
def test_a_strange_count_of_rows_is_one(app: Flask, rows: str) -> None:
    client = app.test_client()
    form = {"rows": rows, "change": "yes", "csrf_token": token(client)}
    page = BeautifulSoup(client.post("/calculator/uk", data=form, headers=SAME).data, "html.parser")
    assert page.select_one("[name=debt1_owed]")
    assert not page.select_one("[name=debt2_owed]")


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ({"debt1_owed": "", "debt1_rate": "20"}, "debt1_owed"),
        ({"debt1_owed": "0"}, "debt1_owed"),
        ({"debt1_rate": "24,9"}, "debt1_rate"),
        ({"debt1_pays": "5", "debt1_pays_every": ""}, "debt1_pays_every"),
        ({"debt1_late": "5000"}, "debt1_late"),
        ({"debt1_kind": "mortgage", "debt1_late": ""}, "debt1_late"),
        ({"debt1_first": "yes", "debt1_late": ""}, "debt1_late"),
        ({"debt1_months": "0"}, "debt1_months"),
        ({"debt3_rate": "200"}, "debt3_rate"),
    ],
)
def test_a_mistake_in_a_debt_is_told_beside_its_field(
    app: Flask, typed: dict[str, str], at: str
) -> None:
    client = app.test_client()
    form = {**ANSWERS, **CARD, "rows": "3", **typed, "csrf_token": token(client)}
    answer = client.post("/calculator/uk", data=form, headers=SAME)
    page = BeautifulSoup(answer.data, "html.parser")
    assert answer.status_code == 422
    assert [a["href"] for a in page.select(".pp-error-summary a")] == [f"#{at}"]
    assert page.select_one(f"#{at}-error")
    rent = page.select_one("[name=rent]")
    assert rent is not None
    assert rent["value"] == "640"


def test_the_answers_can_be_saved_as_the_file_that_programs_take(app: Flask) -> None:
    client = app.test_client()
    form = {**ANSWERS, **CARD, "csrf_token": token(client)}
    result = BeautifulSoup(
        client.post("/calculator/uk", data=form, headers=SAME).data, "html.parser"
    )
    save = result.select_one('form[action="/calculator/uk/case-file"]')
    assert save is not None
    held = {str(box["name"]): str(box["value"]) for box in save.select("input")}
    answer = client.post("/calculator/uk/case-file", data=held, headers=SAME)
    assert answer.mimetype == "application/json"
    assert "case-file.json" in answer.headers["Content-Disposition"]
    (debt,) = parse(answer.data).debts
    assert (debt.kind, debt.owed.plain, debt.annual_rate) == (
        "credit_card",
        "4000.00",
        Fraction(249, 1000),
    )


@pytest.mark.parametrize(
    ("lang", "asks"),
    [
        ("en", "Say how much of it is late. Write 0 if nothing is."),
        ("zh", "请填逾期了多少。没有就填 0。"),
    ],
)
def test_what_is_late_of_a_first_debt_is_asked_and_a_typed_0_is_taken(
    app: Flask, lang: str, asks: str
) -> None:
    client = app.test_client()
    form = {**ANSWERS, "debt1_kind": "mortgage", "debt1_owed": "90000", "csrf_token": token(client)}
    client.set_cookie("lang", lang)
    answer = client.post("/calculator/uk", data=form, headers=SAME)
    error = BeautifulSoup(answer.data, "html.parser").select_one("#debt1_late-error")
    assert error is not None
    assert asks in error.get_text()
    none = client.post("/calculator/uk", data=form | {"debt1_late": "0"}, headers=SAME)
    assert none.status_code == 200
    again = BeautifulSoup(none.data, "html.parser").select_one("main input[name=debt1_late]")
    assert again is not None
    assert again["value"] == "0"


@pytest.mark.parametrize(
    ("lang", "row"), [("en", "Debt 2, How much do you owe?: "), ("zh", "债务 2，")]
)
def test_the_summary_says_which_question_where_the_same_words_stand_twice(
    app: Flask, lang: str, row: str
) -> None:
    client = app.test_client()
    twice = {"debt1_owed": "", "debt1_rate": "20", "debt2_rate": "20"}
    form = {**ANSWERS, **twice, "rows": "2", "csrf_token": token(client)}
    client.set_cookie("lang", lang)
    page = BeautifulSoup(client.post("/calculator/uk", data=form, headers=SAME).data, "html.parser")
    said = [link.get_text() for link in page.select(".pp-error-summary a")]
    assert len(said) == len(set(said)) == 2
    assert row in said[1]
