"""Checkpoints of the audit log: made in time, kept outside, and every tampering found (G8)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from app.core.evidence import GENESIS, link
from app.gateways.mail import Letter
from app.logs import Lines
from app.store.checkpoints import KeptCheckpoint
from app.store.outbox import NotYet
from app.usecases import checkpoints
from app.usecases.checkpoints import EVERY, LEAVES, LOOK, LogTampered
from app.usecases.deps import Deps
from app.usecases.log_keys import opened
from tests.stage import Clock, Stage
from tests.usecases.scenes import letters

QUARTER_H = EVERY.total_seconds() / 60


def add_lines(deps: Deps, count: int = 1) -> None:
    with deps.unit_of_work() as uow:
        for number in range(count):
            uow.audit.write(None, "test.noted", f"test:{number}", deps.now())


def look(deps: Deps) -> None:
    """One look of the worker, which asks for the next."""
    with pytest.raises(NotYet) as asked:
        checkpoints.keep(deps, {})
    assert asked.value.until == deps.now() + LOOK


def known(deps: Deps) -> tuple[KeptCheckpoint, ...]:
    with deps.reading() as uow:
        return uow.checkpoints.after(0)


@pytest.fixture
def kept(deps: Deps, clock: Clock) -> Deps:
    """Three checkpoints over twelve lines."""
    for _ in range(3):
        add_lines(deps, 4)
        look(deps)
        clock.move(minutes=QUARTER_H)
    assert [(one.number, one.size) for one in known(deps)] == [(1, 4), (2, 8), (3, 12)]
    return deps


def test_one_is_made_every_quarter_of_an_hour_and_outside_at_once(kept: Deps, clock: Clock) -> None:
    look(kept)
    for _ in range(14):
        clock.move(minutes=1)
        look(kept)
    assert len(known(kept)) == 4
    clock.move(minutes=1)
    look(kept)
    assert [one.size for one in known(kept)] == [4, 8, 12, 12, 12]
    outside = kept.outside_checkpoints.read()
    assert outside == {one.number: one.note for one in known(kept)}
    for number, note in outside.items():
        told = opened("", note, kept.log_key().decode()).checkpoint
        assert (told.number, told.size) == (number, known(kept)[number - 1].size)


def test_one_is_made_after_a_thousand_lines_before_its_time(kept: Deps, clock: Clock) -> None:
    look(kept)
    clock.move(minutes=1)
    add_lines(kept, LEAVES - 1)
    look(kept)
    assert len(known(kept)) == 4
    add_lines(kept)
    look(kept)
    assert known(kept)[-1].size == 12 + LEAVES


def test_a_clock_that_goes_back_makes_no_earlier_checkpoint(kept: Deps, clock: Clock) -> None:
    clock.move(days=-1)
    checkpoints.issue(kept)
    *_, before, newest = known(kept)
    assert newest.at == before.at


def test_what_was_copied_is_written_once_and_copied_again_when_lost(kept: Deps) -> None:
    folder = kept.outside_checkpoints.folder
    first, second, _ = sorted(folder.iterdir())
    assert first.stat().st_mode & 0o777 == 0o444
    written = first.stat().st_ino
    second.unlink()
    checkpoints.copy_out(kept)
    assert second.exists()
    assert first.stat().st_ino == written


SUBJECTS = frozenset({"A checkpoint of our log", "日志校验点"})


def mailed(stage: Stage) -> list[Letter]:
    return [one for one in letters(stage.deps) if one.subject in SUBJECTS]


def test_each_organisation_gets_the_newest_one_once_a_day(stage: Stage) -> None:
    for _ in range(2):
        look(stage.deps)
        stage.work()
        stage.clock.move(minutes=QUARTER_H)
    with stage.deps.reading() as uow:
        kinds = ("operator", "lender", "charity")
        homes = [one for kind in kinds for one in uow.organisations.of_kind(kind)]
    sent = mailed(stage)
    assert len({one.to for one in sent}) == len(sent) == len(homes)
    assert {one.subject for one in sent} == SUBJECTS
    assert all(known(stage.deps)[0].note in one.text for one in sent)
    stage.clock.move(days=1)
    look(stage.deps)
    stage.work()
    assert len(mailed(stage)) == 2 * len(homes)
    assert known(stage.deps)[-1].note in mailed(stage)[0].text


def test_the_worker_does_it_for_ever(stage: Stage) -> None:
    checkpoints.begin(stage.deps)
    checkpoints.begin(stage.deps)
    for _ in range(3):
        stage.work()
        stage.clock.move(minutes=QUARTER_H)
    assert len(known(stage.deps)) == 3
    with stage.deps.reading() as uow:
        assert len(uow.outbox.due_times("checkpoint")) == 1


def by_hand(*statements: str) -> Callable[[Deps], None]:
    """Somebody with the file of the database, to whom no guard applies."""

    def change(deps: Deps) -> None:
        path = deps.settings.database_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path)) as database, database:
            guards = database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN "
                "('audit', 'audit_head', 'checkpoint')"
            )
            for (name,) in guards.fetchall():
                database.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                database.execute(statement)

    return change


def written_anew(deps: Deps) -> None:
    """Every digest is made to fit what the lines say now, and so is the head."""
    with deps.reading() as uow:
        lines = tuple(uow.audit.lines())
    fitting, prev = [], GENESIS
    for line in lines:
        digest = link(prev, line.payload)
        fitting.append(
            f"UPDATE audit SET prev = '{prev}', digest = '{digest}' WHERE seq = {line.seq}"
        )
        prev = digest
    head = f"UPDATE audit_head SET seq = {len(lines)}, digest = '{prev}'"
    by_hand(*fitting, head)(deps)


def rehashed(*statements: str) -> Callable[[Deps], None]:
    def change(deps: Deps) -> None:
        by_hand(*statements)(deps)
        written_anew(deps)

    return change


SWAP = (
    "UPDATE audit SET seq = -6 WHERE seq = 6",
    "UPDATE audit SET seq = 6 WHERE seq = 7",
    "UPDATE audit SET seq = 7 WHERE seq = -6",
)
TAMPERINGS = {
    "a changed row": (by_hand("UPDATE audit SET object = 'x' WHERE seq = 6"), "line 6 is edited"),
    "a deleted row": (by_hand("DELETE FROM audit WHERE seq = 6"), "line 6 is missing"),
    "swapped rows": (by_hand(*SWAP), "line 6 is unlinked"),
    "a cut tail": (by_hand("DELETE FROM audit WHERE seq > 9"), "line 10 is truncated"),
    "a cut tail, the head fitted": (
        rehashed("DELETE FROM audit WHERE seq > 9"),
        "cut checkpoint=3 lines=9-12",
    ),
    "a history that was hashed anew": (
        rehashed("UPDATE audit SET action = 'test.praised' WHERE seq = 6"),
        "changed checkpoint=2 lines=5-8",
    ),
    "swapped rows, hashed anew": (rehashed(*SWAP), "changed checkpoint=2 lines=5-8"),
    "an actor who was another": (
        rehashed("UPDATE audit SET actor = 'somebody' WHERE seq = 1"),
        "changed checkpoint=1 lines=1-4",
    ),
    "a deleted checkpoint": (
        by_hand("DELETE FROM checkpoint WHERE number = 2"),
        "checkpoint_missing checkpoint=2",
    ),
    "the newest checkpoints deleted": (
        by_hand("DELETE FROM checkpoint WHERE number > 1"),
        "checkpoint_missing checkpoint=2",
    ),
    "a changed checkpoint": (
        by_hand("UPDATE checkpoint SET note = replace(note, 'number', 'Number') WHERE number = 2"),
        "unsigned checkpoint=2",
    ),
    "checkpoints that changed places": (
        by_hand(
            "UPDATE checkpoint SET note = (SELECT note FROM checkpoint WHERE number = 3) "
            "WHERE number = 2"
        ),
        "unsigned checkpoint=2",
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_by_name_within_the_hour_and_nothing_is_signed_on_it(
    kept: Deps, clock: Clock, name: str
) -> None:
    change, found = TAMPERINGS[name]
    change(kept)
    before = known(kept)
    clock.move(hours=1)
    with pytest.raises(LogTampered) as told:
        checkpoints.keep(kept, {})
    assert str(told.value).startswith(found)
    assert known(kept) == before


def test_a_fork_signed_with_our_own_key_is_found_by_what_is_outside(
    kept: Deps, clock: Clock
) -> None:
    """Whoever has the key too writes rows and checkpoints anew; the folder says otherwise."""
    folder = kept.outside_checkpoints
    outside = folder.read()
    rehashed("UPDATE audit SET action = 'test.praised' WHERE seq = 6")(kept)
    by_hand("DELETE FROM checkpoint")(kept)
    for file in folder.folder.iterdir():
        file.unlink()
    clock.move(minutes=-3 * QUARTER_H)
    for _ in range(3):
        checkpoints.issue(kept)
        clock.move(minutes=QUARTER_H)
    for number, note in outside.items():
        folder.put(number, note)
    clock.move(hours=1)
    with pytest.raises(LogTampered, match="forked checkpoint=1"):
        checkpoints.keep(kept, {})


def test_what_the_database_refuses_by_itself(kept: Deps) -> None:
    path = kept.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as database:
        for statement in ("UPDATE checkpoint SET size = 0", "DELETE FROM checkpoint"):
            with pytest.raises(sqlite3.IntegrityError, match="append_only"):
                database.execute(statement)


def test_a_restored_log_is_compared_with_what_was_kept_outside(kept: Deps, clock: Clock) -> None:
    """What is newer than the backup says nothing against it."""
    checkpoints.issue(kept)
    checkpoints.copy_out(kept)
    by_hand("DELETE FROM checkpoint WHERE number = 4")(kept)
    assert checkpoints.broken_in(kept) == ""
    rehashed("UPDATE audit SET action = 'test.praised' WHERE seq = 6")(kept)
    assert checkpoints.broken_in(kept).startswith("changed checkpoint=2")
    kept.outside_checkpoints.put(5, "no note")
    clock.move(hours=1)
    assert checkpoints.broken_in(kept).startswith("changed checkpoint=2")


def test_the_alarm_is_told_in_the_log_until_somebody_looks(
    kept: Deps, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    by_hand("UPDATE audit SET object = 'x' WHERE seq = 6")(kept)
    for _ in range(2):
        clock.move(hours=1)
        with pytest.raises(LogTampered):
            checkpoints.keep(kept, {})
    told = [json.loads(Lines().format(one)) for one in caplog.records]
    assert [(one["kind"], one["step"]) for one in told] == [("line-edited", 6)] * 2
    assert all("dropped" not in one for one in told)
