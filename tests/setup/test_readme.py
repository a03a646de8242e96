"""The README's two commands, run as a stranger would: on a fresh clone, nothing else done.

``make setup`` runs both. With SHORT=1 only the first: the caller is the second one.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```sh\n(make [a-z]+)\n```$", re.MULTILINE)
PAGE = "http://127.0.0.1:8000"
PATIENCE_S = 900


def commands() -> list[str]:
    return BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))


def test_the_readme_shows_one_command_to_run_and_one_to_test() -> None:
    assert commands() == ["make run", "make test"]


def test_continuous_integration_calls_the_readmes_own_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert commands()[1] in script


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    place = tmp_path / "plainpact"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(place)], check=True)
    return place


@pytest.fixture
def environment() -> dict[str, str]:
    """What a stranger's shell has: none of this test run's own settings."""
    ours = ("VIRTUAL_ENV", "PYTEST_", "MAKE", "MFLAGS", "SHORT", "DATA_DIR", "APP_ENV")
    return {key: value for key, value in os.environ.items() if not key.startswith(ours)}


@pytest.fixture
def server(clone: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    running = subprocess.Popen(
        commands()[0].split(), cwd=clone, env=environment, start_new_session=True
    )
    yield running
    os.killpg(running.pid, signal.SIGTERM)
    running.wait(timeout=60)


@pytest.mark.long
def test_the_first_command_serves_the_product(server: subprocess.Popen[bytes]) -> None:
    began = time.monotonic()
    while (page := _page(PAGE)) is None:
        assert server.poll() is None, "the command ended without serving"
        assert time.monotonic() - began < PATIENCE_S
        time.sleep(1)

    assert "Plainpact" in page
    assert "/demo" in page
    assert "Jack Hill" in (_page(f"{PAGE}/demo") or "")


@pytest.mark.long
def test_the_second_command_passes(clone: Path, environment: dict[str, str]) -> None:
    if os.environ.get("SHORT") == "1":
        # The caller has just run this very command on its own clean checkout.
        assert (ROOT / ".venv" / "tools").exists()
        return
    done = subprocess.run(commands()[1].split(), cwd=clone, env=environment, check=False)
    assert done.returncode == 0


def _page(address: str) -> str | None:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return str(answer.read().decode())
    except (URLError, TimeoutError, ConnectionError):
        return None
