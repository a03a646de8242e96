"""G11: hostile files at a real server end no web process, and hold nobody else up.

The full form (``SHORT`` not set) sends each file several times and judges how long others wait.
"""

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
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread

import pytest

from app.usecases import accounts
from app.usecases.deps import Deps
from app.web.session import new_id
from tests.exhibits.hostile import bombs
from tests.exhibits.sending import KIND, a_form
from tests.gates.figures import Measured
from tests.stage import TOKEN, Stage

ROOT = Path(__file__).parents[2]
ROUNDS = 4
START_S = 60


@dataclass(frozen=True, slots=True)
class Server:
    """Two web processes on the data of a test, and a borrower's cookie."""

    port: int
    master: int
    sid: str

    @property
    def workers(self) -> frozenset[int]:
        path = Path(f"/proc/{self.master}/task/{self.master}/children")
        return frozenset(map(int, path.read_text(encoding="ascii").split()))

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str]:
        wire = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": f"sid={self.sid}", "Origin": f"http://127.0.0.1:{self.port}"}
        try:
            wire.request(method, path, body, headers | ({"Content-Type": kind} if kind else {}))
            answer = wire.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        finally:
            wire.close()

    def send(self, path: str, token: str, data: bytes) -> int:
        return self.ask("POST", path, a_form(token, data), KIND)[0]


@contextmanager
def served(deps: Deps, sid: str) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {
        "APP_ENV": "test",
        "DATA_DIR": str(deps.settings.data_dir),
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--worker-class", "gthread", "--threads", "4", "--preload"]
    command += ["--log-level", "error", "app.factory:wsgi()"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    server = Server(port, process.pid, sid)
    try:
        until = time.monotonic() + START_S
        while True:
            try:
                server.ask("GET", "/sign-in")
                break
            except OSError:
                assert process.poll() is None, "it ended"
                assert time.monotonic() < until, "it did not answer"
                time.sleep(0.1)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@contextmanager
def waits(server: Server) -> Iterator[list[float]]:
    """How many seconds each of somebody else's pages takes meanwhile."""
    found: list[float] = []
    done = Event()

    def look() -> None:
        while not done.wait(0.05):
            began = time.perf_counter()
            status, _ = server.ask("GET", "/sign-in")
            assert status == 200
            found.append(time.perf_counter() - began)

    other = Thread(target=look)
    other.start()
    try:
        yield found
    finally:
        done.set()
        other.join()


def _hostile(server: Server, deps: Deps, add: str, rounds: int) -> list[int]:
    token = TOKEN.search(server.ask("GET", add)[1])
    assert token is not None
    answers = []
    for _ in range(rounds):
        for data, _why in bombs().values():
            answers.append(server.send(add, token[1], data))
            with deps.unit_of_work() as uow:
                uow.system("a test needs more than ten files")
                uow.throttle.forget(deps.now() + timedelta(days=9_000))
    return answers


def _attacked(stage: Stage, deps: Deps, rounds: int) -> tuple[int, list[int], list[float]]:
    """Web processes that ended, the answers, and how long others waited."""
    part = stage.part("four-weekly", "confirm", "tell")
    add = f"/household/{part.household_id}/papers/add/income-salary"
    sid = new_id()
    stage.clock.at = stage.clock.at.now(stage.clock.at.tzinfo)
    accounts.start(deps, part.borrower.person_id, sid)
    with served(deps, sid) as server:
        before = server.workers
        with waits(server) as found:
            answers = _hostile(server, deps, add, rounds)
        return len(before - server.workers), answers, found


def _p95_ms(found: list[float]) -> float:
    return round(1000 * sorted(found)[int(len(found) * 0.95)], 1)


def test_hostile_files_end_no_web_process(stage: Stage, deps: Deps, measured: Measured) -> None:
    deaths, answers, found = _attacked(stage, deps, 1)
    assert set(answers) == {422}
    print(f"p95 of others: {_p95_ms(found)} ms of {len(found)} pages")
    measured("G11", "web_process_deaths", deaths, exactly=0)


@pytest.mark.long
def test_others_wait_no_longer_while_hostile_files_come(
    stage: Stage, deps: Deps, measured: Measured
) -> None:
    deaths, answers, found = _attacked(stage, deps, ROUNDS)
    assert set(answers) == {422}
    measured("G11", "web_process_deaths_in_full", deaths, exactly=0)
    measured("G11", "healthy_p95_ms", _p95_ms(found), at_most=500)
