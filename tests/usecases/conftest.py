"""Two moments of one case, played once: ready to be signed, and sealed. Tests get copies."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.usecases.demo_steps import STEPS, Place
from tests.building import build
from tests.stage import Clock, Stage, test_settings
from tests.usecases.scenes import Scene, Snapshot

AGREED = ("authority", "confirm", "tell", "offer", "counter", "accept", "records")


@pytest.fixture(scope="session")
def agreed(
    staged: tuple[Path, dict[str, Place]], tmp_path_factory: pytest.TempPathFactory
) -> Snapshot:
    """A counselor's client: lender, borrower and counselor may sign."""
    folder = tmp_path_factory.mktemp("agreed") / "data"
    shutil.copytree(staged[0], folder)
    clock = Clock()
    deps = build(test_settings(folder), clock)
    stage = Stage(deps, clock, staged[1], staged[0])
    part = stage.part("counselor", *AGREED)
    stage.work()
    return Snapshot(folder, part, stage.places, clock.at)


@pytest.fixture(scope="session")
def sealed(agreed: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("sealed") / "data"
    scene = agreed.reopen(folder)
    STEPS["sign"](scene.part)
    scene.stage.work()
    return Snapshot(folder, scene.part, agreed.places, agreed.at)


@pytest.fixture
def signing(agreed: Snapshot, tmp_path: Path) -> Scene:
    return agreed.reopen(tmp_path / "signing")


@pytest.fixture
def done(sealed: Snapshot, tmp_path: Path) -> Scene:
    return sealed.reopen(tmp_path / "done")
