from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.money import Currency, Money
from app.core.periods import Every
from app.web import i18n, jinja

HOUR = datetime(2027, 3, 13, 14, 5, tzinfo=UTC)


def lang_of(client: FlaskClient, path: str = "/", **headers: str) -> str:
    return client.get(path, headers=headers).text.split('<html lang="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("accepts", "tag"),
    [
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-TW", "zh-Hans"),
        ("en-GB,zh;q=0.5", "en"),
        ("fr,de", "en"),
        ("fr,zh;q=0.4,en;q=0.3", "zh-Hans"),
        ("", "en"),
    ],
)
def test_a_first_visit_is_in_the_language_of_the_browser(
    client: FlaskClient, accepts: str, tag: str
) -> None:
    assert lang_of(client, **{"Accept-Language": accepts}) == tag


def test_a_link_may_name_the_language_and_leaves_no_trace(client: FlaskClient) -> None:
    assert lang_of(client, "/guide?lang=zh") == "zh-Hans"
    assert client.get_cookie(i18n.COOKIE) is None
    assert lang_of(client, "/guide?lang=xx") == "en"


def test_the_chosen_language_stays_and_the_page_too(client: FlaskClient) -> None:
    token = client.get("/").text.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "lang": "zh", "back": "/calculator/uk"}
    answer = client.post("/language", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.location) == (303, "/calculator/uk")
    assert lang_of(client, "/guide") == "zh-Hans"


@pytest.mark.parametrize(
    "back",
    ["//evil.example/", "https://evil.example/", "/\\evil.example", "/nothing", "", "/leave"],
)
def test_after_switching_nobody_is_sent_elsewhere(client: FlaskClient, back: str) -> None:
    token = client.get("/").text.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "lang": "en", "back": back}
    answer = client.post("/language", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.parametrize(
    ("lang", "minor", "currency", "shown"),
    [
        ("en", 125050, Currency.GBP, "£1,250.50"),
        ("en", 125050, Currency.CNY, "CN¥1,250.50"),
        ("en", 1250, Currency.JPY, "¥1,250"),
        ("zh", 125050, Currency.CNY, "¥1,250.50"),
        ("zh", 125050, Currency.GBP, "£1,250.50"),
        ("zh", 1250, Currency.JPY, "JP¥1,250"),
        ("en", 1234, Currency.KWD, "KWD1.234"),
        ("en", -650, Currency.GBP, "-£6.50"),
    ],
)
def test_money_is_written_for_the_reader_with_its_currency(
    app: Flask, lang: str, minor: int, currency: Currency, shown: str
) -> None:
    with app.test_request_context(f"/?lang={lang}"):
        assert i18n.money(Money(minor, currency)) == shown


def test_no_date_can_be_taken_for_another(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert i18n.day(date(2027, 3, 13)) == "13 March 2027"
        assert i18n.month(date(2027, 3, 1)) == "March 2027"
        assert i18n.moment(HOUR) == "13 March 2027, 14:05 UTC"
    with app.test_request_context("/?lang=zh"):
        assert i18n.day(date(2027, 3, 13)) == "2027年3月13日"
        assert i18n.month(date(2027, 3, 1)) == "2027年3月"
        assert i18n.moment(HOUR) == "2027年3月13日 14:05 UTC"
        assert str(i18n.every(Every.FOUR_WEEKLY)) == "每四周"


@pytest.mark.usefixtures("asking")
def test_rates_are_percentages_with_two_decimals_at_most() -> None:
    assert i18n.percent(Fraction(249, 1000)) == "24.9%"
    assert i18n.percent(Fraction(6225, 100000)) == "6.23%"
    assert i18n.percent(Fraction(0)) == "0%"


@pytest.mark.parametrize(
    "svg",
    [
        "<svg><script>x</script></svg>",
        '<svg onload="x"></svg>',
        '<svg><a href="x"/></svg>',
        "<svg><style>x</style></svg>",
        "<p>not a drawing</p>",
    ],
)
def test_only_a_plain_drawing_enters_a_page_unescaped(svg: str) -> None:
    with pytest.raises(ValueError, match="not a plain drawing"):
        jinja.drawing(svg)
