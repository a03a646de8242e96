from __future__ import annotations

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import Request, urlopen
from uuid import UUID

import pytest

from app.commands.serving import WORKERS
from tests.cli.conftest import ROOT, Home
from tests.stage import METRICS_TOKEN

PATIENCE_S = 60
GUIDES = re.compile(
    r'^plainpact_requests_total\{endpoint="public.guide",status="2xx"\} (\S+)$', re.MULTILINE
)
STUCK_S = 25
"""A process that waits for a sender alone is ended after 30 s, and only then answers others."""


@pytest.fixture
def taken() -> Iterator[int]:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture
def free() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_that_is_taken_is_said_with_what_to_type(empty: Home, taken: int) -> None:
    done = empty.run("run", "--port", taken)

    assert done.returncode == 2
    assert done.stderr.strip().endswith(f"python -m app.cli run --port {taken + 1}")
    assert not empty.data.exists()


def test_the_start_says_the_port_that_is_served_and_the_roots_fingerprint(
    empty: Home, free: int
) -> None:
    _seeded(empty.data)
    with subprocess.Popen(
        [sys.executable, "-m", "app.cli", "run", "--port", str(free)],
        cwd=ROOT,
        env={"DATA_DIR": str(empty.data), "PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        said = [server.stdout.readline() for _ in range(3)]
        server.send_signal(signal.SIGTERM)

    assert said[0].strip().endswith(f"http://127.0.0.1:{free}")
    root = ssl.PEM_cert_to_DER_cert((empty.data / "roots.pem").read_text())
    assert said[1].strip() == f"Root certificate, SHA-256: {sha256(root).hexdigest()}"
    assert said[2].strip().endswith(f"http://127.0.0.1:{free}/demo")


def test_a_worker_that_dies_beside_the_server_is_followed_by_another(
    empty: Home, free: int
) -> None:
    _seeded(empty.data)
    with subprocess.Popen(
        [sys.executable, "-m", "app.cli", "run", "--port", str(free)],
        cwd=ROOT,
        env={"DATA_DIR": str(empty.data), "PATH": os.environ["PATH"]},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stderr is not None
        first = _worker_of(server.pid)
        os.kill(first, signal.SIGKILL)
        said = next(line for line in server.stderr if line.startswith("the worker"))
        second = _worker_of(server.pid)
        server.send_signal(signal.SIGTERM)

    assert said.strip() == "the worker ended with -9; another one starts"
    assert second != first
    assert server.returncode == 0


def test_a_page_is_answered_while_more_uploads_are_stuck_than_there_are_processes(
    empty: Home, free: int
) -> None:
    _seeded(empty.data)
    head = (
        f"POST /verify HTTP/1.1\r\nHost: 127.0.0.1:{free}\r\nContent-Length: 99999\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
    )
    environment = {
        "DATA_DIR": str(empty.data),
        "METRICS_TOKEN_FILE": str(METRICS_TOKEN),
        "PATH": os.environ["PATH"],
    }
    with subprocess.Popen(
        [sys.executable, "-m", "app.cli", "run", "--port", str(free)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            _page(free)
            with socket.create_connection(("127.0.0.1", free)) as broken:
                broken.sendall(b"NO Kanarie request\r\n\r\n")
                assert b"400" in broken.recv(100)
            with ExitStack() as stuck:
                for _ in range(2 * WORKERS):
                    sender = socket.create_connection(("127.0.0.1", free))
                    stuck.enter_context(sender).sendall(head.encode())
                sleep(1)
                began = monotonic()
                for _ in range(WORKERS):
                    assert _page(free) == 200
                assert monotonic() - began < STUCK_S
            counted = [int(float(one)) for one in GUIDES.findall(_numbers(free))]
            # Whichever process answers tells of all of them.
            assert counted == [1 + WORKERS]
        finally:
            server.send_signal(signal.SIGTERM)
            said = server.communicate()[1]
    lines = [json.loads(line) for line in said.splitlines()]
    assert {line["event"] for line in lines} >= {"library", "request"}
    assert "Kanarie" not in said


def _page(port: int) -> int:
    """The status of a page, as soon as somebody answers."""
    end = monotonic() + PATIENCE_S
    while monotonic() < end:
        try:
            with urlopen(f"http://127.0.0.1:{port}/guide", timeout=PATIENCE_S) as answer:
                return int(answer.status)
        except URLError:
            sleep(0.2)
    raise TimeoutError("nobody answers")


def _numbers(port: int) -> str:
    token = {"Authorization": f"Bearer {METRICS_TOKEN.read_text().strip()}"}
    with urlopen(Request(f"http://127.0.0.1:{port}/metrics", headers=token)) as answer:
        told: str = answer.read().decode()
    return told


def _worker_of(parent: int) -> int:
    """The process that works beside the server ``parent``, as soon as there is one."""
    end = monotonic() + PATIENCE_S
    while monotonic() < end:
        for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
            if Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")[-2:-1] == [b"work"]:
                return int(child)
        sleep(0.1)
    raise TimeoutError("no worker")


def _seeded(data: Path) -> None:
    """Somebody is there already: the start has no stories to play."""
    somebody = {"id": str(UUID(int=1)), "name": "Jack", "role": "borrower", "story": {}}
    data.mkdir()
    (data / "demo.json").write_text(json.dumps([somebody]), encoding="utf-8")
