"""One town for everybody who runs tests, and a copy of it for each test."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.usecases.deps import Deps
from tests.building import build
from tests.made_once import made_once
from tests.stage import Clock, lent, test_settings
from tests.town import Town, build_town


@pytest.fixture(scope="session")
def built_town(template_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Town:
    """It takes seven seconds."""

    def make(folder: Path) -> Town:
        shutil.copytree(template_dir, folder)
        clock = Clock()
        return build_town(build(test_settings(folder), clock), clock)

    made = made_once(tmp_path_factory, "town", make)
    gc.freeze()  # what was made so far stays, and thousands of requests are not slowed by it
    return made


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
