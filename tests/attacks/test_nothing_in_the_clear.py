"""Words planted in every form of the journey: none is in the database file, an address or a log."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.access import Actor
from app.usecases import imports, offers
from app.usecases.demo_steps import Part
from app.usecases.deps import Deps
from tests.attacks.searching import MARK, Plant, found
from tests.gates.figures import Measured
from tests.stage import Stage, Visitor

HARDSHIP = "ILLNESS_SHORT"
FIGURES = ("8317.53", "1943.21", "77123.45")
"""Income, rent and savings; the debt itself is the lender's own figure."""


def told(browser: Visitor, part: Part, plant: Plant) -> None:
    house = f"/household/{part.household_id}"
    debt = {"creditor": plant("creditor"), "kind": "other", "owed": "77,123.45"}
    for path, form in (
        ("/budget/people", {"adults": "1", "savings": FIGURES[2]}),
        ("/budget/income", {"salary": FIGURES[0], "salary_every": "monthly"}),
        ("/budget/spending", {"rent": FIGURES[1], "rent_every": "monthly"}),
        ("/budget/debts", debt),
        ("/budget/happened", {"codes": HARDSHIP}),
    ):
        answer = browser.post(house + path, form)
        assert answer.status_code == 303, path


def argued(borrower: Visitor, agent: Visitor, part: Part, plant: Plant) -> None:
    case, desk = f"/cases/{part.case_id}", f"/lender/cases/{part.case_id}"
    assert borrower.post(case + "/confirm").status_code == 303
    assert borrower.post(case + "/ask-help", {"words": plant("help")}).status_code == 303
    held = {"hold": "house:bereavement", "words": plant("hold")}
    assert borrower.post(case + "/hold", held).status_code == 303
    assert borrower.post(case + "/go-on").status_code == 303
    draft = offers.drafts(offers.choice(part.deps, part.borrower, part.case_id))[0]
    form = {"label": draft.label, "shown": draft.digest, "seen": "", "words": plant("offer")}
    assert borrower.post(case + "/offer", form).status_code == 303
    refusal = {"seen": draft.digest, "reason": "too_low", "explanation": plant("refusal")}
    assert agent.post(desk + "/decline", refusal).status_code == 303
    dispute = {"kind": "already_paid", "words": plant("dispute")}
    assert borrower.post(case + "/dispute", dispute).status_code == 303
    answer = {"answer": "rejected", "explanation": plant("finding")}
    assert agent.post(desk + "/dispute", answer).status_code == 303


def imported(deps: Deps, stage: Stage, plant: Plant) -> None:
    """Two rows, one with a fault: what a report keeps of a row is no person's word either."""
    sheet = "account,name,contact,principal,interest,fees,annual_rate,arrears,last_payment,"
    sheet += "currency,product,original_creditor,assigned_from\n"
    for good in (True, False):
        cells = [plant("account"), plant("name"), f"{plant('contact').encode().hex()}@x.example"]
        plant.words.append(cells[2])
        cells += ["100.00", "0", "0", "0.1", "0", "2026-08-03", "GBP", plant("product")]
        cells += [plant("original"), plant("seller") if good else "=" + plant("formula")]
        sheet += ",".join(cells) + "\n"
    place = stage.places["UK"]
    report = imports.import_debts(deps, place.admin, place.lender, sheet.encode(), partial=True)
    assert (report.imported, report.problem_count) == (1, 1)


def test_no_word_of_anybody_lies_in_the_clear(
    stage: Stage,
    deps: Deps,
    visit: Callable[[Actor], Visitor],
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    measured: Measured,
) -> None:
    caplog.set_level(logging.DEBUG)
    plant, part = Plant(), stage.part("four-weekly")
    borrower, agent = visit(part.borrower), visit(part.place.agent)
    told(borrower, part, plant)
    argued(borrower, agent, part, plant)
    imported(deps, stage, plant)
    stage.work()
    plain = [*plant.words, part.story.name, "four-weekly@people.example", "UK-0002-four-weekly"]
    minor = [figure.replace(".", "") for figure in FIGURES]
    outside = found(deps, [*plain, MARK, HARDSHIP, *FIGURES, *minor], tmp_path / "copies")
    assert not outside
    measured("G16", "accepted_words_in_the_clear", len(outside), exactly=0)
    assert [word for word in (*plain, MARK, HARDSHIP, *FIGURES) if word in caplog.text] == []


def test_no_word_of_a_sealed_agreement_lies_in_the_clear(stage: Stage, deps: Deps) -> None:
    part = stage.part("sealed", "confirm", "tell", "offer", "counter", "accept", "sign")
    said = ["This fits my month.", "This clears the debt sooner", "sealed@people.example"]
    assert found(deps, [part.story.name, *said]) == []


def test_mail_says_nothing_about_a_debt_a_lender_or_a_person(stage: Stage, deps: Deps) -> None:
    part = stage.part("counter", "confirm", "tell", "offer", "counter")
    stage.work()
    mails = [path.read_text(encoding="utf-8") for path in deps.settings.mail_dir.glob("*.eml")]
    assert mails
    for word in ("Northbank", "debt", "owe", "£", "lender", part.story.product, "UK-0003"):
        assert [mail for mail in mails if word in mail] == [], word


def test_a_search_for_a_word_in_the_clear_would_find_it(stage: Stage, deps: Deps) -> None:
    """The lender's name is public and plain: the search itself works."""
    assert found(deps, ["Northbank Recovery"])
