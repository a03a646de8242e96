"""The demonstration, played once by the command line itself; tests work on copies."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
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

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """``python -m app.cli`` as a person would call it."""
        return subprocess.run(
            [sys.executable, "-m", "app.cli", *map(str, arguments)],
            cwd=ROOT,
            env={
                "DATA_DIR": str(self.data),
                "PATH": os.environ.get("PATH", ""),
                "LANG": "C.UTF-8",
                "PYTHONWARNINGS": "error::ResourceWarning",
            },
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )


@pytest.fixture(scope="session")
def demonstrated(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Home, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("home")
    home = Home(folder / "data", folder / "out")
    return home, home.run("demo", "--out", home.out)


@pytest.fixture
def home(demonstrated: tuple[Home, subprocess.CompletedProcess[str]], tmp_path: Path) -> Home:
    """A copy in which a test may do what it likes."""
    shutil.copytree(demonstrated[0].data, tmp_path / "data")
    shutil.copytree(demonstrated[0].out, tmp_path / "out")
    return Home(tmp_path / "data", tmp_path / "out")


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    return Home(tmp_path / "data", tmp_path / "out")
