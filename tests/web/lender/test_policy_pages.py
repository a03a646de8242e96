"""The policy pages: history, the form with its rows and faults, the dry run, publishing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

from app.usecases import lender_policy
from app.usecases.budget import share
from app.usecases.demo_steps import Part
from tests.stage import Stage, Visitor
from tests.usecases.policy_people import drafted, published
from tests.web.lender.well_made import FIELDS, Page, well_made

Visit = Callable[..., Visitor]
NEW = "/lender/policy/new"
DAY = {"effective_from-day": "1", "effective_from-month": "2", "effective_from-year": "2027"}
SAVE = {"version": "2027-spring", "do": "save"} | DAY


@pytest.fixture
def told(stage: Stage) -> Part:
    part = stage.part("four-weekly", "confirm", "tell")
    share(part.deps, part.borrower, part.case_id)
    return part


def test_without_a_policy_the_page_says_that_the_house_terms_hold(visit: Visit, told: Part) -> None:
    text = visit(told.place.agent).soup("/lender/policy").get_text(" ")
    assert "You have no policy in force" in text
    assert "Write a new version" not in text, "an agent writes none"
    assert "Write a new version" in visit(told.place.admin).soup("/lender/policy").get_text(" ")


def test_a_version_is_written_on_the_page_and_shown(visit: Visit, told: Part) -> None:
    browser = visit(told.place.supervisor)
    form: dict[str, Any] = SAVE | {
        "base-max_term_months": "48",
        "base-waive_fees": "yes",
        "base-rate_ladder": "75, 50, 0",
        "portfolios-0-name": "Car loan",
        "portfolios-0-settlement_share": "70",
        "bands-0-since": "1,000",
        "bands-0-min_instalment": "5",
        "approval-let_go": "30",
        "approval-term_months": "36",
        "most_offers": "8",
    }
    answer = browser.post(NEW, form)
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"])
    well_made(page.text)
    for words in ("Draft", "48 months", "75%, 50%, 0%", "Product: Car loan", "70%", "30%"):
        assert words in page.text
    assert "Balance from £1,000.00" in page.text
    assert "After 8 offers without agreement a person looks" in page.text
    assert "You wrote it, so a second person has to publish it." in page.text
    assert "Publish it" not in page.text


@pytest.mark.parametrize("typed", ["3", "13", "six"])
def test_rounds_outside_sane_limits_are_told_beside_their_input(
    visit: Visit, told: Part, typed: str
) -> None:
    page = visit(told.place.supervisor).post(NEW, SAVE | {"most_offers": typed})
    assert page.status_code == 422
    assert f'value="{typed}"' in page.text
    assert "most_offers-error" in page.text
    assert lender_policy.overview(told.deps, told.place.admin).lines == ()


def test_rows_are_added_without_a_script_and_keep_what_was_typed(visit: Visit, told: Part) -> None:
    browser = visit(told.place.supervisor)
    form = {"version": "half typed", "portfolios-0-name": "Car loan", "do": "more-portfolios"}
    page = browser.post(NEW, form)
    assert page.status_code == 200
    well_made(page.text)
    assert 'name="portfolios-1-name"' in page.text
    assert 'value="half typed"' in page.text
    assert 'value="Car loan"' in page.text
    page = browser.post(NEW, form | {"do": "more-bands", "portfolios-1-name": ""})
    assert 'name="bands-0-since"' in page.text
    assert lender_policy.overview(told.deps, told.place.admin).lines == ()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_says_what_has_to_be_filled_in(visit: Visit, told: Part, language: str) -> None:
    words = visit(told.place.supervisor, language=language).soup(NEW).get_text()
    assert "Every input may stay empty" not in words
    says = "Only the label and the day have to be filled in."
    assert (says if language == "en" else "只有标签和日期必须填") in words


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_summary_names_the_rows_of_mistakes_with_the_same_words(
    visit: Visit, told: Part, language: str
) -> None:
    named = {"portfolios-0-name": "Car loan", "bands-0-since": "0"}
    form = SAVE | named | {"portfolios-0-max_term_months": "x", "bands-0-max_term_months": "x"}
    page = BeautifulSoup(
        visit(told.place.supervisor, language=language).post(NEW, form).data, "html.parser"
    )
    said = [link.get_text() for link in page.select(".pp-error-summary a")]
    assert len(said) == len(set(said)) == 2
    for words, name in zip(said, ("Product 1, ", "Balance 1, "), strict=True):
        assert words.startswith(name) or language == "zh"


def test_faults_stand_beside_their_inputs_with_what_was_typed(visit: Visit, told: Part) -> None:
    browser = visit(told.place.supervisor)
    form = SAVE | {
        "base-min_instalment": "26",
        "base-max_term_months": "6",
        "base-rate_ladder": "120",
        # The first row says nothing and is left out; the fault belongs to the third.
        "bands-0-since": "",
        "bands-1-since": "0",
        "bands-1-until": "500",
        "bands-1-max_term_months": "24",
        "bands-2-since": "400",
        "bands-2-max_term_months": "24",
    }
    answer = browser.post(NEW, form)
    assert answer.status_code == 422
    well_made(answer.text)
    page = Page(answer.text)
    wrong = {a["name"] for a in page.all(*FIELDS) if a.get("aria-invalid") == "true"}
    terms = {"base-min_instalment", "base-max_term_months", "base-rate_ladder"}
    assert wrong == terms | {"bands-2-since"}
    assert "above £25.00 a month, most homes are left without a plan (rule E4)" in answer.text
    assert "This band overlaps the one before it" in answer.text
    assert "(rule E4)" in answer.text
    assert "(rule E11)" in answer.text
    assert 'value="120"' in answer.text
    mended = form | dict.fromkeys(terms, "")
    answer = browser.post(NEW, mended)
    page = Page(answer.text)
    wrong = {a["name"] for a in page.all(*FIELDS) if a.get("aria-invalid") == "true"}
    assert wrong == {"bands-2-since"}
    assert lender_policy.overview(told.deps, told.place.admin).lines == ()


def test_everything_wrong_is_told_at_once(visit: Visit, told: Part) -> None:
    form = {
        "do": "save",
        "version": "two words",
        "base-max_term_months": "x",
        "base-min_instalment": "26",
        "portfolios-0-name": "Car loan",
        "portfolios-1-name": "car  loan",
        "portfolios-1-max_term_months": "24",
        "bands-0-since": "0",
        "bands-0-until": "5,00",
        "bands-0-max_term_months": "6",
        "bands-1-since": "400",
        "bands-1-max_term_months": "24",
        "approval-term_months": "3",
    }
    answer = visit(told.place.supervisor).post(NEW, form)
    assert answer.status_code == 422
    page = Page(answer.text)
    wrong = {a["name"] for a in page.all(*FIELDS) if a.get("aria-invalid") == "true"}
    days = {f"effective_from-{part}" for part in ("day", "month", "year")}
    # Where the first band ends is not known, so nothing is said of the order of the two.
    assert wrong == days | {
        "version",
        "base-max_term_months",
        "base-min_instalment",
        "portfolios-0-name",
        "portfolios-1-name",
        "bands-0-until",
        "bands-0-max_term_months",
        "approval-term_months",
    }
    for name, typed in form.items():
        if name != "do":
            assert f'name="{name}"' in answer.text
            assert f'value="{typed}"' in answer.text
    said = BeautifulSoup(answer.data, "html.parser").select(".pp-error-summary a")
    assert len(said) == len(wrong) - 2, "one line for each, and one for the date"


def test_a_past_day_and_a_used_label_are_named(visit: Visit, told: Part) -> None:
    published(told.deps, told.place, "2027-spring")
    answer = visit(told.place.supervisor).post(NEW, SAVE | {"effective_from-year": "2026"})
    assert answer.status_code == 422
    assert "Choose today or a later day" in answer.text
    assert "This label is taken" in answer.text


@pytest.mark.parametrize("field", ["base-floor", "floor", "bands-0-buffer", "portfolios-99-name"])
def test_there_is_no_input_for_anything_else(visit: Visit, told: Part, field: str) -> None:
    browser = visit(told.place.supervisor)
    assert browser.post(NEW, SAVE | {field: "1"}).status_code in (400, 303)
    for line in lender_policy.overview(told.deps, told.place.admin).lines:
        assert line.policy.portfolios == () or field == "portfolios-99-name"


def test_a_new_version_begins_with_what_is_in_force(visit: Visit, told: Part) -> None:
    published(
        told.deps,
        told.place,
        base={"max_term_months": 37},
        portfolios=[{"name": "Car loan", "settlement_share": "0.625"}],
        bands=[{"from": "10.00", "to": "99.00", "rate_ladder": ["0.5", "0.125", "0"]}],
        approval={"rate_cut": "0.125"},
    )
    html = visit(told.place.supervisor).get(NEW).text
    for value in ("37", "Car loan", "62.5", "10.00", "99.00", "50, 12.5, 0", "12.5"):
        assert f'value="{value}"' in html
    assert 'name="version" type="text" value=""' in html, "a label is never chosen for you"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_dry_run_shows_what_changes_and_nothing_private(
    visit: Visit, told: Part, language: str
) -> None:
    policy_id = drafted(told.deps, told.place, base={"max_term_months": 12})
    page = visit(told.place.admin, language=language).get(f"/lender/policy/{policy_id}/try")
    well_made(page.text)
    assert str(told.case_id) in page.text
    words = {"en": ("1 case changes", "payments of"), "zh": ("1 个案件会变",)}[language]
    for expected in words:
        assert expected in page.text
    assert "Salary" not in page.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("A break first: not offered", "When a second person decides", "Nobody is asked")),
        ("zh", ("先停一停：不提供", "何时须第二人决定", "无须问他人")),
    ],
)
def test_a_dry_run_names_plans_that_go_and_limits_that_come(
    visit: Visit, told: Part, language: str, words: tuple[str, ...]
) -> None:
    published(told.deps, told.place, "breaks", base={"max_break_months": 6})
    policy_id = drafted(
        told.deps, told.place, base={"max_break_months": 0}, approval={"let_go": "0.25"}
    )
    page = visit(told.place.admin, language=language).get(f"/lender/policy/{policy_id}/try")
    well_made(page.text)
    for expected in words:
        assert expected in page.text


def test_a_second_person_publishes(visit: Visit, told: Part) -> None:
    policy_id = drafted(told.deps, told.place, "2027-x")
    path = f"/lender/policy/{policy_id}"
    assert visit(told.place.supervisor).post(f"{path}/publish").status_code == 403
    assert visit(told.place.agent).post(f"{path}/publish").status_code == 403
    browser = visit(told.place.admin)
    assert "Publish it" in browser.get(path).text
    assert browser.post(f"{path}/publish").status_code == 303
    assert "In force" in browser.get(path).text
    again = browser.post(f"{path}/publish")
    assert (again.status_code, "Somebody has published it." in again.text) == (409, True)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_is_well_made_in_both_languages(visit: Visit, told: Part, language: str) -> None:
    policy_id = published(told.deps, told.place, base={"waive_fees": False})
    browser = visit(told.place.admin, language=language)
    for path in ("/lender/policy", NEW, f"/lender/policy/{policy_id}", "/lender/approvals"):
        well_made(browser.get(path).text)
