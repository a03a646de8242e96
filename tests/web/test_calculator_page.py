from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

SAME = {"Sec-Fetch-Site": "same-origin"}
ANSWERS = {
    "adults": "1",
    "children": "1",
    "salary": "£250",
    "salary_every": "weekly",
    "rent": "640",
    "rent_every": "monthly",
    "owed": "1,000",
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
        "it would take 5 months to repay £1,000.00",
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
