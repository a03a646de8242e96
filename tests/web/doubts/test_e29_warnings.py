"""Old debts and protected income are spoken of before anything is paid or acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app.core.household_record import Told
from app.core.money import Currency
from app.core.periods import Every
from app.usecases import demo
from app.usecases.demo_steps import Part
from app.usecases.demo_stories import STORIES, told
from tests.stage import Clock, Stage, Visitor

AGREES_TO_NOTHING = {
    "agreement.evidence.file",
    "agreement.copies.page",
    "borrower.doubts.more_help",  # says nothing about itself
    "borrower.messages.attachment",
}
"""Pages of a case on which nothing can be paid, confirmed, offered, accepted or signed."""
OLD = "2020-12-05"
"""Six years after this the clock of these tests is on; the day before it is not."""


def played(stage: Stage, key: str, steps: tuple[str, ...], **changes: object) -> Part:
    story = replace(next(s for s in STORIES if s.key == key), goes=steps, **changes)  # type: ignore[arg-type]
    (part,) = demo.admit(stage.deps, stage.places[story.place], (story,), stage.work)
    demo.play(part)
    stage.work()
    return part


def pages_of(app: Flask, part: Part) -> list[tuple[str, str]]:
    """Every page of the borrower's side and of the agreement that names a case alone."""
    adapter = app.url_map.bind("127.0.0.1")
    return [
        (rule.endpoint, adapter.build(rule.endpoint, {"case_id": part.case_id}))
        for rule in app.url_map.iter_rules()
        if rule.arguments == {"case_id"}
        and "GET" in (rule.methods or ())
        and rule.endpoint.split(".")[0] in {"borrower", "agreement"}
    ]


def shown(browser: Visitor, path: str) -> BeautifulSoup | None:
    answer = browser.get(path)
    html = answer.status_code == 200 and answer.mimetype == "text/html"
    return BeautifulSoup(answer.data, "html.parser") if html else None


def before_every_act(page: BeautifulSoup, warning: str) -> bool:
    """Whether the warning comes before the first thing to press or follow in the main part."""
    main = page.select_one("main")
    assert main is not None
    found = main.select_one(f"#{warning}")
    acts = main.select("form, .pp-choices a, .pp-buttons a")
    if found is None:
        return False
    places = {id(tag): n for n, tag in enumerate(main.find_all(True))}
    return not acts or places[id(found)] < min(places[id(act)] for act in acts)


STEPS = [
    (),
    ("confirm", "tell"),
    ("confirm", "tell", "offer"),
    ("confirm", "tell", "offer", "counter"),
    ("confirm", "tell", "offer", "counter", "accept"),
    ("confirm", "tell", "offer", "counter", "accept", "records"),
]


@pytest.mark.parametrize("steps", STEPS, ids=lambda steps: steps[-1] if steps else "new")
def test_e29_an_old_debt_is_flagged_on_every_page_where_it_could_be_acknowledged(
    app: Flask,
    stage: Stage,
    clock: Clock,
    visit: Callable[..., Visitor],
    steps: tuple[str, ...],
) -> None:
    part = played(stage, "counter", steps, last_payment=OLD)
    young = visit(part.borrower)
    case = f"/cases/{part.case_id}"
    # Where nobody has said which part of the country it is, the shortest time counts.
    assert before_every_act(young.soup(case), "old-debt") is ("tell" not in steps)
    clock.move(days=15)
    browser, seen = visit(part.borrower), set()
    for endpoint, path in pages_of(app, part):
        page = shown(browser, path)
        if page is None or endpoint in AGREES_TO_NOTHING:
            continue
        to_sign = "accept" in steps and endpoint in SIGNED_ON
        if endpoint.startswith("agreement.") and not to_sign:
            continue
        assert before_every_act(page, "old-debt"), path
        seen.add(endpoint)
    assert "borrower.debt.show" in seen
    assert EXPECTED[len(steps)] <= seen


SIGNED_ON = {"agreement.read", "agreement.signing.page"}
EXPECTED: dict[int, set[str]] = {
    0: {"borrower.debt.confirm"},
    2: {"borrower.options.show", "borrower.options.own", "borrower.affordable.show"},
    3: {"borrower.answer.show"},
    4: {"borrower.answer.show", "borrower.answer.accept"},
    5: {"agreement.read"},
    6: SIGNED_ON,
}
"""Pages that have to be among those that were looked at, by how far the case has come."""


def only_benefits() -> Told:
    income = (("main_benefit", Every.MONTHLY, "900.00"),)
    return told(Currency.GBP, income, (("rent", Every.MONTHLY, "300.00"),))


def test_e29_protected_income_is_spoken_of_before_anything_is_agreed(
    app: Flask, stage: Stage, visit: Callable[..., Visitor]
) -> None:
    part = played(stage, "counter", ("tell",), told=only_benefits())
    browser = visit(part.borrower)
    looked = [
        (path, page)
        for endpoint, path in pages_of(app, part)
        if endpoint.startswith("borrower.") and endpoint not in AGREES_TO_NOTHING
        if (page := shown(browser, path)) is not None
    ]
    assert len(looked) > 5
    for path, page in looked:
        assert before_every_act(page, "protected-income"), path


def test_e29_an_unknown_age_is_said_where_the_debt_is_confirmed(
    stage: Stage, visit: Callable[..., Visitor]
) -> None:
    part = played(stage, "new", (), last_payment="")
    page = visit(part.borrower).soup(f"/cases/{part.case_id}/confirm")
    assert before_every_act(page, "debt-age-unknown")
