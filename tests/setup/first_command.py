"""The README's first command, run as a stranger would: in a clean checkout, nothing else done.

``python3 -m tests.setup.first_command`` tries it where it stands, with nothing installed yet.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```sh\n(make [a-z]+)\n```$", re.MULTILINE)
PAGE = "http://127.0.0.1:8000"
SHOWN = {PAGE: ("Plainpact", "/demo"), f"{PAGE}/demo": ("Jack Hill",)}
PATIENCE_S = 900
STOP_S = 60
OURS = ("VIRTUAL_ENV", "PYTEST_", "MAKE", "MFLAGS", "SHORT", "DATA_DIR", "APP_ENV")


def commands() -> list[str]:
    """What the README tells a stranger to type."""
    return BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))


def environment() -> dict[str, str]:
    """What a stranger's shell has: none of a test run's own settings."""
    return {key: value for key, value in os.environ.items() if not key.startswith(OURS)}


def missing(checkout: Path) -> list[str]:
    """What the pages do not show once the command serves them; it is ended again.

    Raises:
        RuntimeError: it ended, or did not answer in time.
    """
    running = subprocess.Popen(
        commands()[0].split(), cwd=checkout, env=environment(), start_new_session=True
    )
    try:
        until = time.monotonic() + PATIENCE_S
        while _page(PAGE) is None:
            if running.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the command ended, or does not serve")
            time.sleep(1)
        return [word for page, words in SHOWN.items() for word in words if word not in _shown(page)]
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGTERM)
        running.wait(timeout=STOP_S)


def _shown(address: str) -> str:
    return _page(address) or ""


def _page(address: str) -> str | None:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return str(answer.read().decode())
    except (URLError, TimeoutError, ConnectionError):
        return None


if __name__ == "__main__":
    sys.exit("\n".join(missing(ROOT)) or 0)
