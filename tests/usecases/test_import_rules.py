from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import InvalidInput, NotAllowed, NotFound
from app.usecases import imports
from app.usecases.demo_steps import Place
from tests.stage import Stage
from tests.usecases.scenes import a_file, a_row, another_lender, letters

FIXTURES = Path(__file__).parents[1] / "core" / "imports" / "fixtures"
GOOD = a_row("A-1", "Amina Yusuf", "amina@people.example")
ALSO_GOOD = a_row("A-2", "Bo Lind", "bo@people.example")
BAD = a_row("A-3", "Cy Reed", "cy@people.example", "1e9999")


@pytest.fixture
def place(stage: Stage) -> Place:
    return stage.places["UK"]


def take(stage: Stage, place: Place, *rows: str, partial: bool = False) -> imports.ImportReport:
    return imports.import_debts(
        stage.deps, place.admin, place.lender, a_file(*rows), partial=partial
    )


def cases(stage: Stage, place: Place) -> list[str]:
    with stage.deps.reading() as uow:
        found = [(a, uow.cases.by_account(place.lender, a)) for a in ("A-1", "A-2", "A-3", "A-4")]
    return [account for account, header in found if header is not None]


def test_one_fault_keeps_the_whole_file_out(stage: Stage, place: Place) -> None:
    report = take(stage, place, GOOD, BAD)
    assert not report.stored
    assert report.problem_count == 1
    # Rows are counted as a spreadsheet does: the header is row 1.
    assert (report.problems[0].row, report.problems[0].column) == (3, "principal")
    assert cases(stage, place) == []
    stage.work()
    assert letters(stage.deps) == ()


def test_partial_takes_the_faultless_rows_and_says_which_not(stage: Stage, place: Place) -> None:
    report = take(stage, place, GOOD, BAD, ALSO_GOOD, partial=True)
    assert (report.stored, report.imported, report.problem_count) == (True, 2, 1)
    assert cases(stage, place) == ["A-1", "A-2"]


def test_the_same_file_twice_changes_nothing(stage: Stage, place: Place) -> None:
    take(stage, place, GOOD, ALSO_GOOD)
    stage.work()
    before = len(letters(stage.deps))
    report = take(stage, place, GOOD, ALSO_GOOD)
    assert report.again
    stage.work()
    assert len(letters(stage.deps)) == before == 2


def test_a_known_account_in_another_file_changes_nothing(stage: Stage, place: Place) -> None:
    take(stage, place, GOOD)
    other = a_row("A-1", "Somebody Else", "else@people.example", "9999.00")
    report = take(stage, place, other, ALSO_GOOD)
    assert (report.imported, report.known) == (1, 1)
    with stage.deps.reading() as uow:
        header = uow.cases.by_account(place.lender, "A-1")
        assert header is not None
        person = uow.people.find(header.borrower_id)
    assert header.owed_minor == 200_000
    assert person is not None
    assert person.name == "Amina Yusuf"


def test_one_person_of_two_lenders_has_one_household_and_keeps_the_name(
    stage: Stage, place: Place
) -> None:
    take(stage, place, GOOD)
    other = another_lender(stage.deps)
    imports.import_debts(
        stage.deps,
        other.admin,
        other.lender,
        a_file(a_row("Z-9", "A. Yussuf", "Amina@People.example")),
    )
    with stage.deps.reading() as uow:
        first = uow.cases.by_account(place.lender, "A-1")
        second = uow.cases.by_account(other.lender, "Z-9")
        assert first is not None
        assert second is not None
        person = uow.people.find(second.borrower_id)
    assert (first.borrower_id, first.household_id) == (second.borrower_id, second.household_id)
    assert person is not None
    assert person.name == "Amina Yusuf"


def test_who_imports_for_no_lender_or_another_one_is_refused(stage: Stage, place: Place) -> None:
    data = a_file(GOOD)
    with pytest.raises(NotAllowed):
        imports.import_debts(stage.deps, place.agent, place.lender, data)
    with pytest.raises(NotFound):
        imports.import_debts(stage.deps, stage.places["CN"].admin, place.lender, data)
    assert cases(stage, place) == []


def test_a_person_with_a_telephone_alone_is_counted_as_not_reached(
    stage: Stage, place: Place
) -> None:
    report = take(stage, place, a_row("A-4", "Dee Hall", "+447700900123"), GOOD)
    assert (report.imported, report.unreached) == (2, 1)
    stage.work()
    assert [one.to for one in letters(stage.deps)] == ["amina@people.example"]


@pytest.mark.parametrize("data", [b"", b"\x00\xff\xd8\xff\xe0", b"account;name\r\n", b"{}"])
def test_what_is_no_export_is_refused_with_a_reason(
    stage: Stage, place: Place, data: bytes
) -> None:
    report = imports.import_debts(stage.deps, place.admin, place.lender, data, partial=True)
    assert not report.stored
    assert report.problem_count


def test_an_import_leaves_its_line_and_its_report(stage: Stage, place: Place) -> None:
    report = take(stage, place, GOOD)
    with stage.deps.reading() as uow:
        lines = [e.action for e in uow.audit.of(f"organisation:{place.lender}")]
    assert lines[0] == "debts.imported"
    assert imports.imported_file(stage.deps, place.admin, report.sha256) == report
    with pytest.raises(NotFound):
        imports.imported_file(stage.deps, stage.places["CN"].admin, report.sha256)


def test_a_statement_becomes_the_budget_and_a_bad_one_changes_nothing(stage: Stage) -> None:
    part = stage.part("four-weekly", "confirm")
    data = (FIXTURES / "statement-data-entry.json").read_bytes()
    with pytest.raises(InvalidInput):
        imports.import_budget(stage.deps, part.borrower, part.household_id, b'{"income": 1e9999}')
    read = imports.import_budget(stage.deps, part.borrower, part.household_id, data)
    with stage.deps.reading() as uow:
        told = uow.households.history(part.borrower.person_id, part.household_id)
    assert read.income
    assert len(told) == 2  # started, told once
    with pytest.raises(NotFound):
        imports.import_budget(stage.deps, part.place.agent, part.household_id, data)
