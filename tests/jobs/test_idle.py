"""What a worker does while nothing is due: keys for later, and never before work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.commands.serving import worker
from app.gateways.seal import LocalSealer
from app.gateways.signer import PartyKeys
from app.jobs.runner import Runner
from app.usecases.deps import Deps
from tests.databases import Database, a_database
from tests.factories import NOON
from tests.stage import Clock


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = a_database(tmp_path / "jobs.db")
    yield made
    made.close()


def keys_of(deps: Deps) -> PartyKeys:
    sealer = deps.sealer()
    assert isinstance(sealer, LocalSealer)
    return sealer.keys


def rest(runner: Runner) -> None:
    """Let it work until it has nothing to do, not even for later."""

    def idle() -> bool:
        did = runner.idle()
        if not did:
            runner.stop()
        return did

    replace(runner, idle=idle).run_until_stopped()


def test_a_worker_at_rest_holds_eight_keys_and_fills_up_what_was_taken(
    deps: Deps, clock: Clock
) -> None:
    assert len(keys_of(deps)) == 0
    rest(worker(deps))
    assert len(keys_of(deps)) == 8
    clock.move(days=1)
    assert len(keys_of(deps)) == 8
    keys_of(deps).take()
    assert len(keys_of(deps)) == 7
    rest(worker(deps))
    assert len(keys_of(deps)) == 8


def test_what_is_due_is_done_before_the_next_key(database: Database) -> None:
    done: list[str] = []

    def make_a_key() -> bool:
        if done.count("key") == 2:
            return False
        done.append("key")
        with database.work() as uow:
            uow.system("somebody signs meanwhile")
            uow.outbox.put("apply", f"apply:{len(done)}", {}, NOON)
        return True

    def apply(_payload: object) -> None:
        done.append("apply")

    rest(Runner(database.work, {"apply": apply}, lambda: NOON, idle=make_a_key))
    assert done == ["key", "apply", "key", "apply"]
