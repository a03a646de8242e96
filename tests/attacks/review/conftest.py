"""One town for all attempts of the review in a process: it is read, and nothing of it changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from tests.attacks.review.asking import shown_to
from tests.attacks.review.ending import end, settled
from tests.attacks.review.ground import Ground
from tests.attacks.review.table import READERS
from tests.building import build
from tests.stage import Clock, lent, test_settings
from tests.town import Town


@pytest.fixture(scope="session")
def ended(built: Flask, built_town: Town, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """What friends may read is read first; then the borrower ends all that they let others do."""
    folder = tmp_path_factory.mktemp("review") / "town"
    shutil.copytree(built_town.folder, folder)
    deps = build(test_settings(folder), Clock())
    with lent(built, deps) as app:
        ground = settled(app, deps, replace(built_town, folder=folder))
        for target, ways in READERS.items():
            for way, (who, path) in ways.items():
                where = path.format(**ground.ids(target))
                ground.shown[target, way] = shown_to(ground, who, where)
        end(ground)
    return ground


@pytest.fixture
def reviewed(built: Flask, ended: Ground) -> Iterator[Ground]:
    with lent(built, ended.deps):
        yield ended
