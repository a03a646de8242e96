"""Notes of counselors: for their charity alone, kept as they were written, and nothing of a lender's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core.errors import NotAllowed, NotFound
from app.usecases import authority, notes
from app.usecases.demo_steps import Part
from tests.stage import ORIGIN, Stage, Visitor
from tests.usecases.scenes import another_lender

Visit = Callable[..., Visitor]
SAID = "She fears her former partner."


@pytest.fixture
def part(stage: Stage) -> Part:
    return stage.part("counselor", "authority", "confirm", "tell")


def page(part: Part) -> str:
    return f"/counselor/clients/{part.household_id}/notes"


def send(visitor: Visitor, part: Part, words: str) -> int:
    token = visitor.soup(page(part)).select("main form input[name=csrf_token]")[0]["value"]
    typed = {"csrf_token": str(token), "words": words}
    answer = visitor.client.post(page(part), data=typed, headers={"Origin": ORIGIN})
    return answer.status_code


def test_a_note_stands_with_author_charity_and_time(visit: Visit, part: Part) -> None:
    counselor = visit(part.place.counselor)
    assert send(counselor, part, SAID) == 303
    shown = counselor.soup(page(part)).select("section.pp-card")[0].get_text(" ", strip=True)
    (note,) = notes.notes(part.deps, part.place.counselor, part.household_id)
    assert SAID in shown
    assert note.author in shown
    assert note.charity in shown
    assert "2026" in shown


def test_an_empty_note_is_asked_about(visit: Visit, part: Part) -> None:
    assert send(visit(part.place.counselor), part, " ") == 422


def test_the_newest_note_comes_first(stage: Stage, part: Part) -> None:
    for words in ("First.", "Second."):
        notes.write(part.deps, part.place.counselor, part.household_id, words)
        stage.clock.move(minutes=5)
    found = notes.notes(part.deps, part.place.counselor, part.household_id)
    assert [note.words for note in found] == ["Second.", "First."]


def test_a_note_is_unreadable_in_the_database(part: Part) -> None:
    notes.write(part.deps, part.place.counselor, part.household_id, SAID)
    folder = part.deps.settings.data_dir
    raw = b"".join(p.read_bytes() for p in folder.rglob("*.db*"))
    assert b"counselor_note" in raw
    assert SAID.encode() not in raw


@pytest.mark.parametrize(
    "change", ["UPDATE counselor_note SET words = 'x'", "DELETE FROM counselor_note"]
)
def test_a_note_is_never_changed_or_taken_away(part: Part, change: str) -> None:
    notes.write(part.deps, part.place.counselor, part.household_id, SAID)
    with pytest.raises(DatabaseError, match="append_only"), part.deps.unit_of_work() as uow:
        uow.notes.connection.execute(text(change))


def test_another_charity_reads_none_of_them(part: Part) -> None:
    notes.write(part.deps, part.place.counselor, part.household_id, SAID)
    other = another_lender(part.deps)
    with pytest.raises(NotFound):
        notes.notes(part.deps, other.counselor, part.household_id)
    authority.give(part.deps, part.borrower, part.household_id, other.charity)
    assert notes.notes(part.deps, other.counselor, part.household_id) == ()


def test_neither_borrower_nor_lender_reads_or_writes_them(part: Part) -> None:
    with pytest.raises(NotAllowed):
        notes.notes(part.deps, part.borrower, part.household_id)
    with pytest.raises(NotFound):
        notes.write(part.deps, part.place.agent, part.household_id, "Pays soon.")


def test_no_page_of_the_client_but_their_own_shows_notes(visit: Visit, part: Part) -> None:
    counselor = visit(part.place.counselor)
    send(counselor, part, SAID)
    for path in ("/counselor", f"/counselor/clients/{part.household_id}", f"/cases/{part.case_id}"):
        assert SAID not in counselor.get(path).text
