"""What somebody told of their hardship is unreadable once erased, and pages say since when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.access import Actor
from app.core.household_record import fold_household
from app.core.negotiation.commands import AskHelp, PlaceHold
from app.core.negotiation.pause_events import HelpAsked, HoldPlaced
from app.store.crypto import Place
from app.store.errors import DecryptionFailed, PayloadErased
from app.store.person_keys import PERSONAL
from app.usecases import checkpoints, erasure, negotiate, notes
from app.usecases.demo_steps import Part
from app.usecases.deps import Deps
from tests.stage import START, Stage, Visitor

WORDS = "My mother died and I cannot sleep."
NOTE = "She is afraid of the letters."
DELETED = "Deleted on 21 November 2026."
SPOT = Place("exhibit", "content", None, "1")


@pytest.fixture
def part(stage: Stage) -> Part:
    made = stage.part("counselor", "authority", "confirm", "tell")
    until = (START + timedelta(days=20)).date()
    negotiate.submit(made.deps, made.borrower, made.case_id, AskHelp(WORDS))
    hold = PlaceHold("house:bereavement", until, WORDS)
    negotiate.submit(made.deps, made.borrower, made.case_id, hold)
    notes.write(made.deps, made.place.counselor, made.household_id, NOTE)
    stage.work()
    return made


def erased(part: Part, *classes: str) -> int:
    at = part.deps.now()
    with part.deps.unit_of_work() as uow:
        return erasure.erase(uow, part.borrower.person_id, classes or PERSONAL, at, "asked")


def private(part: Part) -> Iterator[HelpAsked | HoldPlaced]:
    with part.deps.reading() as uow:
        for event in uow.cases.history(part.place.lender, part.case_id):
            if isinstance(event, HelpAsked | HoldPlaced):
                yield event


def test_nothing_of_it_is_left_and_the_rest_is(part: Part) -> None:
    assert [event.explanation for event in private(part)] == [WORDS, WORDS]
    assert erased(part) >= 2
    assert [(e.explanation, e.erased_at) for e in private(part)] == [("", part.deps.now())] * 2
    with part.deps.reading() as uow:
        assert uow.cases.verify(part.place.lender, part.case_id) is None
        history = uow.households.history(part.borrower.person_id, part.household_id)
        assert uow.households.verify(part.borrower.person_id, part.household_id) is None
        (line,) = uow.erasures.ledger()
        assert line.classes == PERSONAL
        assert str(part.borrower.person_id).replace("-", "") not in repr(line).replace("-", "")
        assert uow.audit.of(f"erasure:{line.id}")[0].action == erasure.ERASED
    record = fold_household(history)
    assert record.told
    assert record.told.income
    assert (record.told.hardship, record.told.needs) == ((), ())
    assert checkpoints.issue(part.deps).kept.size > 0


def test_every_page_that_showed_it_says_when_it_was_deleted(
    part: Part, visit: Callable[[Actor], Visitor]
) -> None:
    pages = {
        f"/cases/{part.case_id}": (part.borrower, 2),
        f"/lender/cases/{part.case_id}": (part.place.agent, 1),
        f"/counselor/clients/{part.household_id}/notes": (part.place.counselor, 1),
    }
    erased(part)
    for path, (actor, count) in pages.items():
        said = visit(actor).soup(path).text
        assert said.count(DELETED) == count, path
        assert WORDS not in said
        assert NOTE not in said


def test_it_can_be_told_again_under_a_new_key(part: Part) -> None:
    erased(part)
    negotiate.submit(part.deps, part.borrower, part.case_id, AskHelp("It is worse now."))
    assert [event.explanation for event in private(part)] == ["", "", "It is worse now."]


def test_one_class_in_one_scope_is_erased_by_itself(part: Part) -> None:
    who, at = part.borrower.person_id, part.deps.now()
    with part.deps.unit_of_work() as uow:
        sealed = uow.keys.seal(who, part.case_id, "evidence", SPOT, b"a payslip", at)
        erasure.erase(uow, who, {"hardship"}, at, "closed", scope_id=part.case_id)
        assert uow.keys.open(SPOT, sealed) == b"a payslip"
    with part.deps.reading() as uow:
        kept = uow.notes.of(
            (part.place.counselor.memberships[0].organisation_id,), part.household_id
        )
    assert [note.words for note in kept] == [NOTE]
    erased(part, "evidence")
    with part.deps.reading() as uow, pytest.raises(PayloadErased) as gone:
        uow.keys.open(SPOT, sealed)
    assert gone.value.at == at
    with part.deps.reading() as uow, pytest.raises(DecryptionFailed):
        uow.keys.open(SPOT, sealed.replace(sealed.split("|")[1], "0" * 16))


def test_a_key_opens_nothing_elsewhere_and_belongs_to_one_person(part: Part) -> None:
    who, other, at = part.borrower.person_id, part.place.agent.person_id, part.deps.now()
    with part.deps.unit_of_work() as uow:
        one = uow.keys.seal(who, part.case_id, "evidence", SPOT, b"one", at)
        two = uow.keys.seal(other, part.case_id, "evidence", SPOT, b"two", at)
        uow.audit.write(who, "test.prepared", "test:story", at)
    assert one.split("|")[1] != two.split("|")[1]
    moved = Place("exhibit", "content", None, "2")
    with (
        part.deps.reading() as uow,
        pytest.raises(DecryptionFailed, match=r"^exhibit.content row 2"),
    ):
        uow.keys.open(moved, one)
    with pytest.raises(ValueError, match="own key"):
        erased(part, "ordinary")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person_key SET owner_id = scope_id",
        "UPDATE person_key SET wrapped = NULL",
        "UPDATE person_key SET erased_at = created_at",
        "UPDATE erasure SET because = 'other'",
        "DELETE FROM erasure",
    ],
)
def test_keys_and_ledger_change_in_no_other_way(part: Part, deps: Deps, statement: str) -> None:
    erased(part, "evidence")
    with pytest.raises(IntegrityError), deps.unit_of_work() as uow:
        uow.erasures.connection.execute(text(statement))
