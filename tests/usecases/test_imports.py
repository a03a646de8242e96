"""Files that come in: all of it or nothing, and the same file once."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.access import Actor
from app.core.errors import InvalidInput, NotAllowed, NotFound
from app.core.money import Currency, Money
from app.gateways.mail import FolderMail
from app.usecases import budget
from app.usecases.imports import (
    ImportReport,
    import_budget,
    import_debts,
    imported_file,
    imported_files,
)
from tests.stage import Stage

FIXTURES = Path(__file__).parents[1] / "core" / "imports" / "fixtures"
HEAD = b"account,name,contact,principal,interest,fees,annual_rate,arrears,currency,product\n"
ANN = b"A-1,Ann Lee,ann@example.org,1200.50,10.00,5.00,0.249,90.00,GBP,Card\n"
BO = b"A-2,Bo Li,+447700900123,300.00,0,0,0,0,GBP,Loan\n"
WRONG = b'A-3,Cy Ro,cy@example.org,"12,50",0,0,0.1,0,GBP,Card\n'


def _import(stage: Stage, data: bytes, *, partial: bool = False) -> ImportReport:
    place = stage.places["UK"]
    return import_debts(stage.deps, place.admin, place.lender, data, partial=partial)


def _accounts(stage: Stage) -> list[str]:
    with stage.deps.reading() as uow:
        lines = uow.reading.queue(stage.places["UK"].lender, stage.clock().date()).lines
    return sorted(line.account for line in lines)


def test_every_row_becomes_a_case_with_its_debt(stage: Stage) -> None:
    report = _import(stage, HEAD + ANN + BO)
    assert (report.stored, report.imported, report.unreached) == (True, 2, 1)
    with stage.deps.reading() as uow:
        tenant = stage.places["UK"].lender
        header = uow.cases.by_account(tenant, "A-1")
        assert header is not None
        (opened,) = uow.cases.history(tenant, header.id)
    debt = opened.debt  # type: ignore[union-attr]  # the first event opens the case
    assert debt.owed == Money(121550, Currency.GBP)
    assert debt.annual_rate == "0.249"
    assert debt.original_creditor == "Northbank Recovery"


def test_a_person_with_an_address_gets_an_invitation_that_names_no_debt(stage: Stage) -> None:
    _import(stage, HEAD + ANN + BO)
    stage.work()
    assert isinstance(stage.deps.mail, FolderMail)
    (letter,) = stage.deps.mail.letters()
    assert letter.to == "ann@example.org"
    assert "/arrive/" in letter.text
    assert "1200" not in letter.text
    assert "Northbank" not in letter.subject + letter.text


def test_with_a_fault_anywhere_nothing_is_stored(stage: Stage) -> None:
    report = _import(stage, HEAD + ANN + WRONG)
    assert (report.stored, report.imported) == (False, 0)
    assert [(p.row, p.column, p.code) for p in report.problems] == [
        (3, "principal", "amount_format")
    ]
    assert _accounts(stage) == []
    assert imported_files(stage.deps, stage.places["UK"].admin) == ()


def test_a_part_of_a_file_comes_in_only_when_asked_for(stage: Stage) -> None:
    report = _import(stage, HEAD + ANN + WRONG, partial=True)
    assert (report.stored, report.imported, report.problem_count) == (True, 1, 1)
    assert _accounts(stage) == ["A-1"]
    kept = imported_file(stage.deps, stage.places["UK"].admin, report.sha256)
    assert kept.problems == report.problems


def test_the_same_file_twice_changes_nothing(stage: Stage) -> None:
    _import(stage, HEAD + ANN)
    again = _import(stage, HEAD + ANN)
    assert (again.again, again.imported) == (True, 1)
    assert _accounts(stage) == ["A-1"]


def test_an_account_that_is_here_already_is_left_alone(stage: Stage) -> None:
    _import(stage, HEAD + ANN)
    report = _import(stage, HEAD + ANN + BO)
    assert (report.imported, report.known) == (1, 1)
    assert _accounts(stage) == ["A-1", "A-2"]


def test_two_debts_of_one_address_share_person_and_household(stage: Stage) -> None:
    _import(stage, HEAD + ANN + ANN.replace(b"A-1,Ann Lee", b"A-9,A. Lee"))
    tenant = stage.places["UK"].lender
    with stage.deps.reading() as uow:
        first, second = (uow.cases.by_account(tenant, a) for a in ("A-1", "A-9"))
        assert first is not None
        assert second is not None
        person = uow.people.find(first.borrower_id)
    assert first.household_id == second.household_id
    assert person is not None
    assert person.name == "Ann Lee"


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7\x00\xff", HEAD, HEAD + ANN.replace(b"GBP", b"CNY"), b"\xff\xfe"],
    ids=["empty", "binary", "no rows", "another currency", "no text"],
)
def test_a_file_that_is_not_ours_is_explained_and_stores_nothing(stage: Stage, data: bytes) -> None:
    report = _import(stage, data, partial=True)
    assert not report.stored
    assert report.problem_count > 0
    assert _accounts(stage) == []


def test_only_an_administrator_of_that_lender_imports(stage: Stage) -> None:
    home, abroad = stage.places["UK"], stage.places["CN"]
    with pytest.raises(NotAllowed):
        import_debts(stage.deps, home.agent, home.lender, HEAD + ANN)
    with pytest.raises(NotFound):
        import_debts(stage.deps, abroad.admin, home.lender, HEAD + ANN)
    with pytest.raises(NotAllowed):
        import_debts(stage.deps, Actor(home.counselor.person_id), home.lender, HEAD + ANN)


def test_a_chinese_export_opens_cases_under_chinese_rules(stage: Stage) -> None:
    place = stage.places["CN"]
    data = (FIXTURES / "qinghe-gbk.csv").read_bytes()
    report = import_debts(stage.deps, place.admin, place.lender, data)
    assert report.stored, report.problems
    with stage.deps.reading() as uow:
        lines = uow.reading.queue(place.lender, stage.clock().date()).lines
    assert {(line.case.jurisdiction, line.case.currency) for line in lines} == {("CN", "CNY")}


def test_a_statement_fills_the_budget_of_a_household(stage: Stage) -> None:
    part = stage.part("four-weekly")
    data = (FIXTURES / "statement-data-entry.json").read_bytes()
    report = import_budget(stage.deps, part.borrower, part.household_id, data)
    told = budget.read(stage.deps, part.borrower, part.household_id).record.told
    assert told is not None
    assert (told.income, told.spending) == (report.income, report.spending)


def test_a_statement_with_faults_leaves_the_budget_alone(stage: Stage) -> None:
    part = stage.part("four-weekly")
    with pytest.raises(InvalidInput):
        import_budget(stage.deps, part.borrower, part.household_id, b'{"x": 1}')
    assert budget.read(stage.deps, part.borrower, part.household_id).record.told is None


def test_a_lender_never_fills_a_budget(stage: Stage) -> None:
    part = stage.part("four-weekly")
    data = (FIXTURES / "statement-data-entry.json").read_bytes()
    with pytest.raises(NotFound):
        import_budget(stage.deps, part.place.admin, part.household_id, data)
