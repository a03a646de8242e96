"""How long a stranger waits: the first start, the second, and the whole main job."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

PATIENCE_S = 120


def measure() -> dict[str, float]:
    """Wall seconds, each command as a whole process in a data directory of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return {
            "start_first_s": _start(Path(folder)),
            "start_second_s": _start(Path(folder)),
            "demo_s": _demo(Path(folder)),
        }


def _start(folder: Path) -> float:
    """Until the first page answers; keys, schema and stories are made on the first start."""
    port = _free_port()
    base = f"http://127.0.0.1:{port}"
    environment = os.environ | {"DATA_DIR": str(folder), "PUBLIC_BASE_URL": base}
    began = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "run", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        while not _answers(base):
            if server.poll() is not None or time.perf_counter() - began > PATIENCE_S:
                raise RuntimeError("the server did not start")
            time.sleep(0.05)
        return time.perf_counter() - began
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def _demo(folder: Path) -> float:
    environment = os.environ | {"DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "app.cli", "demo", "--out", str(folder / "out")]
    began = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _answers(base: str) -> bool:
    try:
        with urllib.request.urlopen(base, timeout=1) as page:
            return bool(page.status == 200)
    except (URLError, TimeoutError, ConnectionError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
