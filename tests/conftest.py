"""The whole product on a fresh database, with people and stories on request.

Only the first use in a session migrates and makes keys; every test gets a copy.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings

from app.assembly import upgrade
from app.core.access import Actor
from app.documents.sandbox import Sandbox
from app.factory import create_app
from app.usecases.demo_steps import Place
from app.usecases.deps import Deps
from tests.building import DRAWS, READS, build, end
from tests.gates import figures
from tests.made_once import for_all_workers, made_once
from tests.stage import Clock, Stage, Visitor, lent, set_stage, test_settings

# Thousands of collected tests live for the whole session: looking through them at the usual pace
# took a sixth of its time.
gc.set_threshold(50_000, 10, 10)

# What judges a change tries the same examples for everybody; the long run seeks new ones.
hypothesis_settings.register_profile(
    "plainpact",
    deadline=None,
    print_blob=True,
    derandomize="PLAINPACT_EXAMPLES" not in os.environ,
)
hypothesis_settings.load_profile("plainpact")


@pytest.fixture(scope="session")
def template_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a migrated database and all keys."""

    def make(folder: Path) -> Path:
        settings = test_settings(folder)
        upgrade(settings)
        deps = build(settings, Clock())
        deps.sealer()
        create_app(deps)
        return folder

    return made_once(tmp_path_factory, "template", make)


@pytest.fixture(scope="session", autouse=True)
def places_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    DRAWS.folder = for_all_workers(tmp_path_factory) / "drawn"
    DRAWS.folder.mkdir(exist_ok=True)
    yield
    end()


@pytest.fixture(scope="session")
def sandbox() -> Sandbox:
    """What draws."""
    return DRAWS


@pytest.fixture(scope="session")
def paper_reader() -> Sandbox:
    """What makes pictures of papers."""
    return READS


@pytest.fixture
def measured() -> figures.Measured:
    """Keeps a figure of a gate and asserts it; ``make gates`` prints them all."""
    return figures.measured


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def staged(
    template_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Place]]:
    """A data directory with both casts, and who they are."""

    def make(folder: Path) -> tuple[Path, dict[str, Place]]:
        shutil.copytree(template_dir, folder)
        clock = Clock()
        return folder, set_stage(build(test_settings(folder), clock), clock).places

    return made_once(tmp_path_factory, "staged", make)


@pytest.fixture
def deps(request: pytest.FixtureRequest, template_dir: Path, tmp_path: Path, clock: Clock) -> Deps:
    """On a copy of the migrated directory, or of the one with both casts where a test has a stage."""
    staged = "stage" in request.fixturenames
    folder = tmp_path / "data"
    shutil.copytree(request.getfixturevalue("staged")[0] if staged else template_dir, folder)
    return build(test_settings(folder), clock)


@pytest.fixture(scope="session")
def built(template_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An app takes a tenth of a second to make, and its pages as long to compile."""
    folder = tmp_path_factory.mktemp("built") / "data"
    shutil.copytree(template_dir, folder)
    return create_app(build(test_settings(folder), Clock()))


@pytest.fixture
def app(built: Flask, deps: Deps) -> Iterator[Flask]:
    with lent(built, deps) as app:
        yield app


@pytest.fixture
def stage(deps: Deps, clock: Clock, staged: tuple[Path, dict[str, Place]]) -> Stage:
    """A lender and a charity of each place; ``stage.part("four-weekly")`` opens a case."""
    folder, places = staged
    return Stage(deps, clock, places, folder)


@pytest.fixture
def visit(app: Flask, deps: Deps) -> Callable[..., Visitor]:
    """``visit()`` is a stranger's browser, ``visit(actor)`` a signed-in person's."""

    def open_browser(*actor: Actor, language: str = "en") -> Visitor:
        return Visitor.open(app, deps, *actor, language=language)

    return open_browser
