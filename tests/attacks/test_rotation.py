"""A new master key while people work: nothing fails, nothing is lost, the old one ends at zero."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.cli import main
from app.core.negotiation.commands import AskHelp
from app.gateways.master_keys import FIRST, INDEX, MasterFolder
from app.store.crypto import Place
from app.store.sealed_columns import SEALED
from app.store.unit_of_work import UnitOfWork
from app.usecases import negotiate, notes, rotation
from app.usecases.demo_steps import Part
from app.usecases.deps import Deps
from app.usecases.drill import prove
from app.usecases.rotation import KeyInUse
from tests.building import build
from tests.gates.figures import ROOT, Measured
from tests.stage import Stage
from tests.town import Town

WORDS = "I cannot sleep."


@pytest.fixture
def part(stage: Stage) -> Part:
    made = stage.part("counselor", "authority", "confirm", "tell")
    negotiate.submit(made.deps, made.borrower, made.case_id, AskHelp(WORDS))
    notes.write(made.deps, made.place.counselor, made.household_id, WORDS)
    return made


def moved_over(deps: Deps) -> int:
    moved = 0
    while found := rotation.move(deps):
        moved += found
    return moved


def until(stop: Event, work: Callable[[], object]) -> int:
    done = 0
    while not stop.is_set() or done == 0:
        work()
        done += 1
    return done


def test_keys_change_under_load_and_nothing_fails(part: Part, measured: Measured) -> None:
    deps, place = part.deps, part.place
    (old, _), stop = rotation.status(deps)[0], Event()
    other = build(deps.settings, deps.now)  # another process, which nobody tells

    def writes(of: Deps) -> None:
        notes.write(of, place.counselor, part.household_id, WORDS)
        with of.unit_of_work() as uow:
            uow.outbox.put("never", f"never:{uow.audit.head().seq}", {"words": WORDS}, of.now())
            uow.audit.write(None, "test.prepared", "test:story", of.now())

    def reads() -> None:
        assert {one.words for one in notes.notes(deps, place.counselor, part.household_id)} == {
            WORDS
        }
        with deps.reading() as uow:
            assert uow.people.find(part.borrower.person_id)
            assert uow.cases.verify(place.lender, part.case_id) is None

    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(until, stop, partial(writes, of)) for of in (deps, other)]
        work += [pool.submit(until, stop, reads) for _ in range(2)]
        new = rotation.rotate(deps)
        moved = moved_over(other)
        stop.set()
        done = [one.result() for one in work]
    other.close()
    assert (moved > 0, new != old) == (True, True)
    assert dict(rotation.status(deps))[old] == 0
    rotation.drop(deps, old)
    assert [kid for kid, _ in rotation.status(deps)] == [new]
    kept = notes.notes(deps, place.counselor, part.household_id)
    failures = sum(one.exception() is not None for one in work)
    measured("G18", "failures_while_keys_change", failures, exactly=0)
    measured("G18", "rows_lost_while_keys_change", done[0] + done[1] + 1 - len(kept), exactly=0)
    assert prove(deps).faults == ()


def test_every_column_of_a_whole_town_is_moved(town_deps: Deps, town: Town) -> None:
    (old, before), *_ = rotation.status(town_deps)
    rotation.rotate(town_deps)
    rotation.reseal(town_deps, {})
    found = dict(rotation.status(town_deps))
    assert (found.pop(old), before > 100) == (0, True)
    assert prove(town_deps).faults == ()
    with town_deps.reading() as uow:
        assert uow.people.find(town.people["owner"].person_id)


def test_what_a_tenant_sealed_of_a_person_is_put_under_the_persons_key(part: Part) -> None:
    def kids(uow: UnitOfWork) -> set[str]:
        query = text("SELECT words FROM counselor_note UNION SELECT ciphertext FROM event_payload"
                     " WHERE data_class = 'hardship'")  # fmt: skip
        return {row[0][:3] for row in uow.erasures.connection.execute(query)}

    with part.deps.unit_of_work() as uow:
        found = uow.erasures.connection.execute(
            text("SELECT organisation_id, id, words FROM counselor_note")
        ).one()
        assert kids(uow) == {"v2|"}
        uow.audit.write(None, "test.prepared", "test:story", part.deps.now())
        _sealed_by_tenant(uow, found.id)
        assert kids(uow) == {"v1|", "v2|"}
    rotation.rotate(part.deps)
    moved_over(part.deps)
    with part.deps.reading() as uow:
        assert kids(uow) == {"v2|"}
    (note,) = notes.notes(part.deps, part.place.counselor, part.household_id)
    assert note.words == WORDS


def _sealed_by_tenant(uow: UnitOfWork, note_id: str) -> None:
    """As an older version kept it."""
    connection = uow.erasures.connection
    house = connection.execute(text("SELECT organisation_id FROM counselor_note")).scalar_one()
    place = Place("counselor_note", "words", UUID(house), str(UUID(note_id)))
    sealed = uow.resealing.keyring.seal(place, WORDS.encode())
    connection.execute(text("DROP TRIGGER counselor_note_not_updated"))
    connection.execute(text("UPDATE counselor_note SET words = :sealed"), {"sealed": sealed})


def test_every_ciphertext_has_its_line_in_the_list_of_columns() -> None:
    """A person's own key seals exhibits from the start, so no rotation moves them."""
    listed = {one.table for one in SEALED} | {"exhibit"}
    code = "".join(path.read_text() for path in (ROOT / "app" / "store").glob("*.py"))
    assert set(re.findall(r'Place\("(\w+)"', code)) <= listed
    assert len(listed) > 15


def test_an_older_deployment_keeps_its_indexes(part: Part) -> None:
    deps = part.deps
    with deps.reading() as uow:
        email = uow.people.find(part.borrower.person_id)
    assert email
    assert email.email
    older = MasterFolder(deps.settings.keys_dir)
    (older.folder / INDEX).unlink()
    with deps.unit_of_work() as uow:  # as if the index had hung on the master key all the time
        index, phone = uow.people.index(email.email), uow.audit.pseudonym(email.id)
        uow.people.connection.execute(
            text("UPDATE person SET email_index = :index WHERE id = :id"),
            {"index": index, "id": email.id.hex},
        )
        uow.audit.write(None, "test.prepared", "test:story", deps.now())
    (old, _), *_ = rotation.status(deps)
    rotation.rotate(deps)
    moved_over(deps)
    rotation.drop(deps, old)
    assert not (older.folder / FIRST).exists()
    with deps.reading() as uow:
        assert uow.people.by_email(email.email) == email
        assert uow.audit.pseudonym(email.id) == phone
    assert older.read().index is not None


def test_a_key_in_use_is_not_dropped_and_says_why(part: Part) -> None:
    (old, rows), *_ = rotation.status(part.deps)
    for kid, why in ((old, "newest"), ("00000000", "no such")):
        with pytest.raises(KeyInUse, match=why):
            rotation.drop(part.deps, kid)
    rotation.rotate(part.deps)
    with pytest.raises(KeyInUse, match=f"{rows} values"):
        rotation.drop(part.deps, old)


def test_a_row_that_is_never_changed_is_only_moved(part: Part) -> None:
    for change in (
        "words = 'v1|00000000|a|b', at = '2020-01-01 00:00:00.000000'",
        "words = 'plain'",
        "words = words || 'x'",
        "words = NULL",
    ):
        with pytest.raises(IntegrityError), part.deps.unit_of_work() as uow:
            uow.erasures.connection.execute(text(f"UPDATE counselor_note SET {change}"))


def test_the_command_line_rotates_says_and_drops(
    part: Part, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    deps = part.deps
    monkeypatch.setenv("DATA_DIR", str(deps.settings.data_dir))
    (old, _), *_ = rotation.status(deps)
    assert main(["keys", "rotate"]) == 0
    assert main(["keys", "status"]) == 0
    said = capsys.readouterr().out
    assert "rows, writes" in said
    assert main(["keys", "drop", old]) == 1
    assert "still sealed" in capsys.readouterr().err
    moved_over(deps)
    assert main(["keys", "drop", old]) == 0
