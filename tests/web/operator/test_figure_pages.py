from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from app.core.access import Actor
from app.usecases.confirmed import rules_today
from app.usecases.demo import OPERATOR
from app.usecases.deps import Deps
from tests.stage import Visitor
from tests.usecases.confirming import an_operator
from tests.web.pages.test_pages_lint import Page

Visit = Callable[..., Visitor]
FIGURE = "/admin/rules/cn/figure/living:CN_dibao/beijing"
BACK = "/admin/rules/cn/withdraw/living:CN_dibao/beijing"
GOOD = {
    "value": "1450",
    "source": "Notice of the civil affairs office",
    "url": "https://example.org/notice",
    "as_at-day": "20",
    "as_at-month": "11",
    "as_at-year": "2026",
    "effective": "2026-07-01",
    "expires": "",
}


@pytest.fixture
def operator(deps: Deps) -> Actor:
    return an_operator(deps)


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "path",
    [
        "/admin/rules",
        "/admin/rules/uk",
        "/admin/rules/eu",
        FIGURE,
        "/admin/rules/uk/figure/rule:UK-S03",
    ],
)
def test_a_page_is_well_made_and_nothing_is_filled_in(
    visit: Visit, operator: Actor, path: str, language: str
) -> None:
    page = Page(visit(operator, language=language).get(path).text)

    assert page.open == []
    assert page.words["h1"] == page.words["title"]
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    labelled = {attrs["for"] for attrs in page.all("label")}
    for attrs in page.all("input", "textarea", "select"):
        if attrs.get("type") != "hidden":
            assert attrs["id"] in labelled
            assert not attrs.get("value")
            assert "checked" not in attrs


@pytest.mark.parametrize(
    ("language", "path", "said"),
    [
        ("en", "rule:UK-B02", ("30 days after treatment", "To confirm it, type: 30")),
        ("zh", "rule:UK-B02", ("治疗结束后 30 天", "确认时请填写：30", "精神健康危机")),
        ("en", "living:UK_MIS/single", ("£30,500.00",)),
        ("zh", "living:UK_MIS/single", ("£30,500.00",)),
    ],
)
def test_a_figure_is_told_as_people_read_it(
    visit: Visit, operator: Actor, language: str, path: str, said: tuple[str, ...]
) -> None:
    browser = visit(operator, language=language)
    page = browser.soup(f"/admin/rules/uk/figure/{path}").get_text(" ")
    listed = browser.soup("/admin/rules/uk").get_text(" ")

    assert all(words in page for words in said)
    assert said[0] in listed
    assert "30500.00 GBP" not in page + listed


def test_a_figure_is_confirmed_and_taken_back(deps: Deps, visit: Visit, operator: Actor) -> None:
    browser = visit(operator)
    assert browser.post(FIGURE, GOOD).status_code == 303
    page = browser.soup(FIGURE)
    assert OPERATOR in page.get_text()
    assert "CN¥1,450.00" in page.get_text()
    radio = page.find("input", attrs={"name": "which"})
    assert radio is not None

    form = {"which": str(radio["value"]), "reason": "A newer notice is out."}
    assert browser.post(BACK, form).status_code == 303
    after = browser.soup(FIGURE)
    assert "A newer notice is out." in after.get_text()
    assert after.find("input", attrs={"name": "which"}) is None
    (found,) = rules_today(deps, "CN").confirmations
    assert found.withdrawal is not None


@pytest.mark.parametrize(
    ("wrong", "at", "words"),
    [
        ({"value": ""}, "value", "Enter the figure"),
        ({"value": "1,450"}, "value", "Enter an amount in numbers, like 1250.50"),
        ({"source": ""}, "source", "Enter the name of the source"),
        ({"url": "example.org"}, "url", "Enter the whole link, as your browser shows it"),
        ({"as_at-day": "31"}, "as_at", "Enter a real date"),
        ({"effective": "2019-01-01"}, "effective", "This is too old to count"),
        ({"expires": "2026-08-01"}, "expires", "This figure ran out"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_confirms_nothing(
    deps: Deps, visit: Visit, operator: Actor, wrong: dict[str, str], at: str, words: str
) -> None:
    answer = visit(operator).post(FIGURE, GOOD | wrong)
    page = soup(answer.text)

    assert answer.status_code == 422
    error = page.find(id=f"{at}-error")
    assert error is not None
    assert words in error.get_text() or at == "as_at"
    for name, typed in (GOOD | wrong).items():
        box = page.select_one(f"main input[name={name}]")
        if box is not None:
            assert box["value"] == typed
    assert rules_today(deps, "CN").confirmations == ()


def test_everything_wrong_is_told_at_once(deps: Deps, visit: Visit, operator: Actor) -> None:
    wrong = {
        "value": "1,450",
        "source": "",
        "url": "example.org",
        "as_at-month": "13",
        "effective": "",
        "expires": "2026-08-01",
    }
    page = soup(visit(operator).post(FIGURE, GOOD | wrong).text)
    told = {
        str(e["id"]).removesuffix("-error"): e.get_text(" ")
        for e in page.select("main p[id$=-error]")
    }
    assert set(told) == {"value", "source", "url", "as_at", "effective", "expires"}
    assert "This figure ran out" in told["expires"], "its first day is not known"
    assert "Enter the first day it counts" in told["effective"]
    assert rules_today(deps, "CN").confirmations == ()


def test_taking_back_needs_a_choice_and_a_reason(deps: Deps, visit: Visit, operator: Actor) -> None:
    browser = visit(operator)
    browser.post(FIGURE, GOOD)
    answer = browser.post(BACK, {"reason": "Because it is wrong."})

    assert answer.status_code == 422
    assert "Because it is wrong." in soup(answer.text).get_text()
    assert "Choose one" in answer.text
    assert rules_today(deps, "CN").confirmations[0].withdrawal is None


@pytest.mark.parametrize(
    "path",
    ["/admin/rules/fr", "/admin/rules/CN", "/admin/rules/cn/figure/living:CN_dibao/atlantis"],
)
def test_what_does_not_exist_is_not_found(visit: Visit, operator: Actor, path: str) -> None:
    assert visit(operator).get(path).status_code == 404


def test_the_operator_comes_home_to_the_figures(visit: Visit, operator: Actor) -> None:
    browser = visit(operator)
    answer = browser.get("/account")

    assert answer.headers["Location"] == "/admin/rules"
    assert browser.soup("/admin/rules").find("nav") is not None


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("value", ["1449.99", "1812.51", "14.50"])
def test_a_figure_far_from_the_packs_is_confirmed_only_with_a_tick(
    deps: Deps, visit: Visit, operator: Actor, value: str, language: str
) -> None:
    browser = visit(operator, language=language)
    answer = browser.post(FIGURE, GOOD | {"value": value})
    page = soup(answer.text)
    assert answer.status_code == 422
    assert rules_today(deps, "CN").confirmations == ()
    box = page.select_one("main input[name=checked]")
    hint = page.find(id="checked-hint")
    assert box is not None
    assert hint is not None
    assert not box.has_attr("checked")
    assert value in hint.get_text()
    assert browser.post(FIGURE, GOOD | {"value": value, "checked": "yes"}).status_code == 303
    assert len(rules_today(deps, "CN").confirmations) == 1
