"""A place apart where untrusted text is drawn and untrusted files are read."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import BinaryIO, Self, cast

from app import logs
from app.documents.forks import DONE, FAILED, ROOT, receive, send

log = logging.getLogger(__name__)

FONTS = Path(__file__).parent / "fonts" / "fonts.conf"
DRAWING = {
    "warm": "app.documents.tasks:warm_task",
    "draw": "app.documents.tasks:draw_task",
    "stamp": "app.documents.tasks:stamp_task",
    "picture": "app.documents.tasks:picture_task",
    "evidence": "app.documents.tasks:evidence_task",
    "own": "app.documents.tasks:own_task",
}
BUSY = "busy"
FOREVER = -1.0


class SandboxError(Exception):
    """The task did not finish: ``stopped`` (a limit was hit), or the name of its exception.

    ``busy`` when it did not begin: others were at work for too long.
    """


class Sandbox:
    """Runs named tasks, each in a fresh limited child of one fork server.

    The server starts with the first task, in the process that asks, and ends with
    ``close``. The task named ``warm`` runs once, before the first fork. One task runs at a
    time; threads wait for each other, ``wait_s`` seconds at most where that is said. What
    holds on this host is logged at each start, and is a warning where a child could open the
    product's files or reach anybody.
    """

    def __init__(self, tasks: Mapping[str, str] = DRAWING, wait_s: float = FOREVER) -> None:
        self._tasks = dict(tasks)
        self._wait_s = wait_s
        self._lock = Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self.held: dict[str, bool] = {}

    def run(self, task: str, payload: bytes) -> bytes:
        """What ``task`` makes of ``payload``.

        Raises:
            SandboxError: a limit was hit, the task raised, or its turn did not come.
        """
        if not self._lock.acquire(timeout=self._wait_s):
            raise SandboxError(BUSY)
        try:
            answer = self._ask(task, payload)
            if answer is None:  # the server itself was killed: start another, once
                self._stop()
                answer = self._ask(task, payload)
        finally:
            self._lock.release()
        if answer is None:
            raise SandboxError("stopped")
        kind, body = answer
        if kind == DONE:
            return body
        # A child that was taken over says anything.
        raise SandboxError(body.decode(errors="replace") if kind == FAILED else "stopped")

    def close(self) -> None:
        with self._lock:
            self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, task: str, payload: bytes) -> tuple[bytes, bytes] | None:
        try:
            server = self._running()
            send(cast("BinaryIO", server.stdin), task.encode(), payload)
            return receive(cast("BinaryIO", server.stdout))
        except (BrokenPipeError, EOFError):
            return None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._server is None or self._owner != os.getpid():
            self._owner = os.getpid()
            self._server = self._start()
            self.held = _held(cast("BinaryIO", self._server.stdout))
        return self._server

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {
            "FONTCONFIG_FILE": str(FONTS),
            "HOME": os.environ.get("HOME", ""),  # where the list of fonts is kept
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(ROOT),
            "PATH": os.environ.get("PATH", ""),
        }
        named = [f"{name}={place}" for name, place in self._tasks.items()]
        # With -P the directory it starts in is no place of modules, and so cannot be read.
        return subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [sys.executable, "-P", "-m", "app.documents.forks", *named],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd="/",
        )

    def _stop(self) -> None:
        server, self._server = self._server, None
        if server is None or self._owner != os.getpid():
            return
        for stream in (server.stdin, server.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):  # what was not sent to a dead server is lost
                    stream.close()
        server.wait()


def _held(answers: BinaryIO) -> dict[str, bool]:
    """Wait for a new server; what holds there, by the names of ``confine.keep_apart``.

    Raises:
        EOFError: it ended before it was ready.
    """
    told = receive(answers)
    if told is None:
        raise EOFError("the fork server did not start")
    held: dict[str, bool] = json.loads(told[1])
    apart = (held["files"] or held["user"]) and (held["network"] or held["calls"])
    words = {name: "apart" if holds else "open" for name, holds in held.items()}
    logs.tell(log, logging.INFO if apart else logging.WARNING, "sandbox", **words)
    return held
