from __future__ import annotations

import pytest

from app.core.errors import NotFound
from app.usecases import imports
from app.usecases.demo_steps import Place
from tests.stage import Stage
from tests.usecases.scenes import a_file, a_row, another_lender

GOOD = a_row("A-1", "Amina Yusuf", "amina@people.example")
ALSO_GOOD = a_row("A-2", "Bo Lind", "bo@people.example")


@pytest.fixture
def place(stage: Stage) -> Place:
    return stage.places["UK"]


def take(stage: Stage, place: Place, *rows: str) -> imports.ImportReport:
    return imports.import_debts(stage.deps, place.admin, place.lender, a_file(*rows))


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


def test_an_import_leaves_its_line_and_its_report(stage: Stage, place: Place) -> None:
    report = take(stage, place, GOOD)
    with stage.deps.reading() as uow:
        lines = [e.action for e in uow.audit.of(f"organisation:{place.lender}")]
    assert lines[0] == "debts.imported"
    assert imports.imported_file(stage.deps, place.admin, report.sha256) == report
    with pytest.raises(NotFound):
        imports.imported_file(stage.deps, stage.places["CN"].admin, report.sha256)
