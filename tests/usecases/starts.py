"""One case at three moments, each to be had again in a few milliseconds: where every run begins."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from app.core.errors import DomainError
from app.core.negotiation.case import Stage as At
from app.core.negotiation.folding import fold
from app.usecases import offers
from app.usecases.demo_steps import STEPS, Part
from app.usecases.deps import Deps
from tests.building import build
from tests.played import copied_database
from tests.stage import Clock, Stage, set_stage
from tests.stage import test_settings as settings_of
from tests.usecases.scenes import Scene, history

MEMORY = Path("/dev/shm")
TOLD, APART, SEALED = "told", "apart", "sealed"
"""A budget is told and a counselor may act; both sides have offered; their plan is in force."""
GOES = {
    TOLD: ("authority", "confirm", "tell"),
    APART: ("offer", "counter"),
    SEALED: ("accept", "sign"),
}


def database(deps: Deps) -> Path:
    return Path(make_url(deps.settings.database_url).database or "")


class Log(logging.Handler):
    """Every line that the product logs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@dataclass
class Starts:
    """``scene`` is played on again and again; ``aside`` is never played on, for questions.

    ``eye`` looks into the database of ``scene`` beside the product.
    """

    folder: Path
    scene: Scene
    aside: Scene
    begins: datetime
    eye: sqlite3.Connection
    log: Log
    plans_of: dict[date, tuple[offers.Draft, ...]] = field(default_factory=dict)

    def begin(self, name: str) -> Scene:
        """The case as it was at that moment; nothing of another run is left."""
        copied_database(self.folder / f"{name}.db", database(self.scene.deps))
        settings = self.scene.deps.settings
        for left in (settings.mail_dir, settings.texts_dir):
            shutil.rmtree(left, ignore_errors=True)
        self.scene.clock.at = self.begins
        self.log.lines.clear()
        return self.scene

    def plans(self, day: date) -> tuple[offers.Draft, ...]:
        """What the household could offer on that day if nobody had offered anything."""
        if day not in self.plans_of:
            self.aside.clock.at = datetime.combine(day, time(12), self.begins.tzinfo)
            self.plans_of[day] = plans(self.aside)
        return self.plans_of[day]


def plans(scene: Scene) -> tuple[offers.Draft, ...]:
    """What the household could offer now; nothing where the case takes no offer."""
    try:
        return offers.drafts(offers.choice(scene.deps, scene.borrower, scene.part.case_id))
    except DomainError:
        return ()


@pytest.fixture(scope="session")
def starts(template_dir: Path) -> Iterator[Starts]:
    with _in_memory() as folder:
        shutil.copytree(template_dir, folder / "live")
        clock = Clock()
        deps = build(settings_of(folder / "live"), clock)
        stage = set_stage(deps, clock)
        part = stage.part("counselor")
        for name, steps in GOES.items():
            for step in steps:
                STEPS[step](part)
            stage.work()
            copied_database(database(deps), folder / f"{name}.db")
        assert fold(history(part)).stage is At.SEALED
        aside = _aside(folder, template_dir, part, stage)
        with closing(sqlite3.connect(database(deps))) as eye, _listening() as log:
            yield Starts(folder, Scene(stage, part), aside, clock.at, eye, log)


def _aside(folder: Path, template_dir: Path, part: Part, stage: Stage) -> Scene:
    shutil.copytree(template_dir, folder / "aside")
    clock = Clock()
    deps = build(settings_of(folder / "aside"), clock)
    copied_database(folder / f"{TOLD}.db", database(deps))
    return Scene(Stage(deps, clock, stage.places), replace(part, deps=deps))


@contextmanager
def _listening() -> Iterator[Log]:
    log, product = Log(), logging.getLogger("app")
    level = product.level
    product.addHandler(log)
    product.setLevel(logging.DEBUG)
    try:
        yield log
    finally:
        product.setLevel(level)
        product.removeHandler(log)


@contextmanager
def _in_memory() -> Iterator[Path]:
    """A folder that no disk has to keep up with, where there is one."""
    place = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="plainpact-", dir=place) as folder:
        yield Path(folder)
