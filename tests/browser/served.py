"""The product as `make run` serves it: its own processes, a fresh data folder, a free port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
START_S = 120
STOP_S = 20


@dataclass(frozen=True, slots=True)
class Served:
    """Where it answers, and what it wrote."""

    base: str
    log: Path


@contextmanager
def served(folder: Path, host: str = "127.0.0.1") -> Iterator[Served]:
    """Migrate, seed and serve, with the background worker; all of it ends with the block.

    ``host`` is how browsers call this machine: passkeys want a name.

    Raises:
        RuntimeError: it did not answer in time, or logged an error, even one that no page
            shows; the message is what it wrote.
    """
    port = free_port()
    base, log = f"http://{host}:{port}", folder / "server.log"
    environment = {
        **os.environ,
        "APP_ENV": "development",
        "DATA_DIR": str(folder / "data"),
        "PUBLIC_BASE_URL": base,
    }
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "run", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that a hanging child can be ended with it
        )
        try:
            _wait(base, process, log)
            yield Served(base, log)
        finally:
            _stop(process)
    told = log.read_text(encoding="utf-8").splitlines()
    if errors := [line for line in told if '"level": "error"' in line]:
        raise RuntimeError("\n".join(errors))


def _wait(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < until:
        try:
            with urlopen(f"{base}/sign-in", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(log.read_text(encoding="utf-8"))


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the command to stop; end its own process group when it does not."""
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
