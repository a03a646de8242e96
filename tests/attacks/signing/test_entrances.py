"""Rows 27 and 28 where names come in: nobody reaches signing with one that cannot be drawn."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import pytest

from app.core.text import TextFault
from app.store.organisations import Organisation
from app.usecases.imports import import_debts
from tests.attacks.signing.table import row
from tests.attacks.signing.test_texts import REFUSED
from tests.one_app import app_of
from tests.stage import Stage, Visitor
from tests.usecases.scenes import a_file, a_row

UNDRAWN = {"an emoji": "Zoë 🙂", "a rare character": "张䶮", "another script": "김민준"}
NAMES = [row(27, what, UNDRAWN[what], "no_shape") for what in UNDRAWN] + [
    row(28, "bidi", REFUSED["bidi"], "hidden_characters"),
    row(28, "zero width", REFUSED["zero width"], "hidden_characters"),
    row(28, "1,000 characters", REFUSED["1,000 characters"], "too_long"),
    row(28, "stacked marks", REFUSED["stacked marks"], "stacked_marks"),
    row(28, "a line through it", REFUSED["a line through it"], "covering_marks"),
    row(28, "nothing that is seen", "\ufe0f", "hidden_characters"),
    row(28, "a mark alone", "\u0301", "no_letter"),
]
COLUMNS = ("name", "product", "original_creditor", "assigned_from")


@pytest.mark.parametrize(("name", "code"), NAMES)
def test_an_import_names_the_column_and_stores_nothing(stage: Stage, name: str, code: str) -> None:
    place = stage.places["UK"]
    data = a_file(a_row("GOOD-1", "李娜", "li@example.org"), a_row("A-1", name, "z@example.org"))
    report = import_debts(stage.deps, place.admin, place.lender, data)
    assert not report.stored
    assert [(p.row, p.column, p.code) for p in report.problems] == [(3, "name", code)]
    with stage.deps.reading() as uow:
        assert uow.people.by_email("z@example.org") is None
        assert uow.cases.by_account(place.lender, "GOOD-1") is None


@pytest.mark.parametrize("column", [row(27, f"in {column}", column) for column in COLUMNS])
def test_so_is_every_text_that_an_agreement_repeats(stage: Stage, column: str) -> None:
    values = {
        "account": "A-1", "name": "Ann Lee", "contact": "ann@example.org", "principal": "10.00",
        "interest": "0", "fees": "0", "annual_rate": "0", "arrears": "0", "currency": "GBP",
        "product": "Card", "original_creditor": "", "assigned_from": "", column: "One 🙂",
    }  # fmt: skip
    data = f"{','.join(values)}\n{','.join(values.values())}\n".encode()
    place = stage.places["UK"]
    (problem,) = import_debts(stage.deps, place.admin, place.lender, data).problems
    assert (problem.row, problem.column, problem.code) == (2, column, "no_shape")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        row(27, "told in English", "en", "cannot show a character in this cell"),
        row(27, "told in Chinese", "zh", "请换一种写法"),
    ],
)
def test_the_page_says_what_to_do_and_not_the_name(stage: Stage, language: str, words: str) -> None:
    app = app_of(stage.deps)
    admin = Visitor.open(app, stage.deps, stage.places["UK"].admin, language=language)
    sent = {"file": (BytesIO(a_file(a_row("A-1", "Zoë 🙂", "z@example.org"))), "debts.csv")}
    answer = admin.post("/lender/imports", sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert "🙂" not in page


@pytest.mark.parametrize(("name", "code"), NAMES)
def test_no_account_and_no_organisation_gets_such_a_name(
    stage: Stage, name: str, code: str
) -> None:
    at, person, home = stage.deps.now(), uuid4(), uuid4()
    with pytest.raises(TextFault, match=code), stage.deps.unit_of_work() as uow:
        uow.people.add(person, name=name, email="new@example.org", language="en", at=at)
    with pytest.raises(TextFault, match=code), stage.deps.unit_of_work() as uow:
        uow.organisations.add(Organisation(home, "lender", name, None, None, "GB", None, at))
    with stage.deps.reading() as uow:
        assert uow.people.find(person) is None
        assert uow.organisations.find(home) is None
