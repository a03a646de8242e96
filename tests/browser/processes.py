"""Programs that a test starts, waits for and ends, each with a home of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

START_S = 60
END_S = 20


@contextmanager
def process(
    command: list[str], folder: Path, out: IO[bytes] | int = subprocess.DEVNULL, **also: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run it with ``folder`` as its home until the block ends; what it starts ends with it."""
    own = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "NO_AT_BRIDGE": "1"}
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **own, **also}
    running = subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        stdout=out,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGTERM)
        try:
            running.wait(END_S)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()


def line_of(path: Path, running: subprocess.Popen[bytes]) -> str:
    """The first line of a file that a program writes once it is ready."""
    return _once(running, lambda: path.exists() and path.read_text(encoding="utf-8").strip())


def listening(port: int, running: subprocess.Popen[bytes]) -> None:
    def answers() -> str:
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return "yes"
        return ""

    _once(running, answers)


def _once(running: subprocess.Popen[bytes], ready: Callable[[], str | bool]) -> str:
    until = time.monotonic() + START_S
    while running.poll() is None and time.monotonic() < until:
        if found := ready():
            return str(found)
        time.sleep(0.02)
    raise RuntimeError(f"{running.args!r} did not start")
