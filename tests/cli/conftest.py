"""The demonstration, played once by the command line itself; tests work on copies."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.cli.calling import call
from tests.made_once import made_once

ROOT = Path(__file__).parents[2]
LOADED = multiprocessing.get_context("forkserver")
LOADED.set_forkserver_preload(["tests.cli.calling"])
Run = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True, slots=True)
class Home:
    """A data directory, and the folder where the demonstration left its files."""

    data: Path
    out: Path

    @property
    def pdf(self) -> Path:
        (path,) = self.out.glob("agreement-*.pdf")
        return path

    @property
    def evidence(self) -> Path:
        (path,) = self.out.glob("evidence-*.json")
        return path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "DATA_DIR": str(self.data),
            "PATH": os.environ.get("PATH", ""),
            "LANG": "C.UTF-8",
            "PYTHONWARNINGS": "error::ResourceWarning",
        }

    def called(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """``python -m app.cli`` as a person would call it."""
        return subprocess.run(
            [sys.executable, "-m", "app.cli", *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """The same in a process of its own, but one whose libraries are loaded already."""
        given = [str(part) for part in arguments]
        with TemporaryDirectory() as folder:
            ends = [Path(folder) / name for name in ("out", "error")]
            child = LOADED.Process(target=call, args=(given, self.environment, *ends))
            child.start()
            child.join(timeout=180)
            code = child.exitcode
            child.kill()
            child.join()
            child.close()
            assert code is not None, f"{given} does not end"
            return subprocess.CompletedProcess(given, code, *(end.read_text() for end in ends))


Played = tuple[Home, subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Played:
    def make(folder: Path) -> Played:
        home = Home(folder / "data", folder / "out")
        return home, home.called("demo", "--out", home.out)

    return made_once(tmp_path_factory, "home", make)


@pytest.fixture
def home(demonstrated: Played, tmp_path: Path) -> Home:
    """A copy in which a test may do what it likes."""
    shutil.copytree(demonstrated[0].data, tmp_path / "data")
    shutil.copytree(demonstrated[0].out, tmp_path / "out")
    return Home(tmp_path / "data", tmp_path / "out")


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    return Home(tmp_path / "data", tmp_path / "out")
