"""One town for everybody who runs tests, and a copy of it for each test."""

from __future__ import annotations

import fcntl
import gc
import os
import pickle
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.usecases.deps import Deps
from tests.building import build
from tests.stage import Clock, lent, test_settings
from tests.town import Town, build_town


@pytest.fixture(scope="session")
def built_town(template_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Town:
    """Whoever needs it first builds it, in whichever process; it takes seven seconds."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    kept = shared / "town.pickle"
    with (shared / "town.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_built(template_dir, shared / "town" / "data")))
    gc.freeze()  # what was made so far stays, and thousands of requests are not slowed by it
    made: Town = pickle.loads(kept.read_bytes())
    return made


def _built(template: Path, folder: Path) -> Town:
    shutil.copytree(template, folder)
    clock = Clock()
    deps = build(test_settings(folder), clock)
    return build_town(deps, clock)


@pytest.fixture
def town(built_town: Town, tmp_path: Path) -> Town:
    folder = tmp_path / "town"
    shutil.copytree(built_town.folder, folder)
    return replace(built_town, folder=folder)


@pytest.fixture
def town_deps(town: Town) -> Deps:
    return build(test_settings(town.folder), Clock())


@pytest.fixture
def town_app(built: Flask, town_deps: Deps) -> Iterator[Flask]:
    with lent(built, town_deps) as app:
        yield app
