"""One town for the session, and a copy of it for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.assembly import build
from app.usecases.deps import Deps
from tests.stage import Clock, lent, test_settings
from tests.town import Town, build_town


@pytest.fixture(scope="session")
def built_town(template_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = tmp_path_factory.mktemp("town") / "data"
    shutil.copytree(template_dir, folder)
    clock = Clock()
    deps = build(test_settings(folder), clock)
    made = build_town(deps, clock)
    deps.close()
    return made


@pytest.fixture
def town(built_town: Town, tmp_path: Path) -> Town:
    folder = tmp_path / "town"
    shutil.copytree(built_town.folder, folder)
    return replace(built_town, folder=folder)


@pytest.fixture
def town_deps(town: Town) -> Iterator[Deps]:
    deps = build(test_settings(town.folder), Clock())
    yield deps
    deps.close()


@pytest.fixture
def town_app(built: Flask, town_deps: Deps) -> Iterator[Flask]:
    with lent(built, town_deps) as app:
        yield app
