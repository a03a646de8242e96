"""What a worker that is never started anew puts away, day by day."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from app.commands.serving import worker
from app.core.access import Role
from app.core.dates import add_months
from app.gateways.files import FolderFiles
from app.usecases import signed_from
from app.usecases.signed_from import KEPT_MONTHS, Browser
from tests.usecases.scenes import Scene


def folder_of(scene: Scene) -> Path:
    assert isinstance(scene.deps.files, FolderFiles)
    return scene.deps.files.folder


def a_stray(scene: Scene, name: str) -> Path:
    """A file that a killed job has just left."""
    path = folder_of(scene) / f"{name * 64}.pdf"
    path.write_bytes(b"%PDF nobody names this")
    os.utime(path, (scene.clock.at.timestamp(),) * 2)
    return path


def test_strays_go_a_day_later_and_again_the_day_after(done: Scene) -> None:
    kept = set(folder_of(done).iterdir())
    assert kept
    first = a_stray(done, "a")
    runner = worker(done.deps)
    runner.drain()
    assert first.exists()
    done.clock.move(hours=1)
    second = a_stray(done, "b")
    done.clock.move(hours=23, minutes=1)
    runner.drain()
    assert not first.exists()
    assert second.exists()
    done.clock.move(days=1)
    runner.drain()
    assert set(folder_of(done).iterdir()) >= kept
    assert not second.exists()


def test_an_address_is_forgotten_when_its_day_comes(done: Scene) -> None:
    record, at = done.record(), done.clock.at
    with done.deps.unit_of_work() as uow:
        uow.audit.write(None, "agreement.signed", "a test", at)
        browser = Browser("5" * 64, "192.0.2.7", "a browser")
        signed_from.note(uow, record, Role.BORROWER, done.borrower.person_id, browser, at)

    def address() -> str:
        with done.deps.reading() as uow:
            (place,) = uow.signing_places.of(record.tenant_id, record.id, record.version)
        return place.address

    runner = worker(done.deps)
    last = add_months(at.date(), KEPT_MONTHS)
    done.clock.move(days=(last - at.date()).days)
    runner.drain()
    assert address() == "192.0.2.7"
    done.clock.move(days=1)
    runner.drain()
    assert address() == ""
    assert done.audited("deployment").count("signing-places.forgotten") == 1


def test_it_is_done_once_a_day_however_often_a_worker_starts(done: Scene) -> None:
    for _ in range(3):
        worker(done.deps).drain()
    with done.deps.reading() as uow:
        assert uow.outbox.due_times("tidy") == (done.clock.at + timedelta(days=1),)
