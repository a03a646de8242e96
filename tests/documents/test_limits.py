"""Each limit of the sandbox, tried: memory, time, addresses. The next task works."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

import pytest

from app.documents.confine import CPU_SECONDS, MEMORY
from app.documents.forks import WALL_SECONDS
from app.documents.sandbox import Sandbox, SandboxError

NAMES = ("echo", "fetch_url", "attach", "limits", "spin", "sleep", "memory")
SLACK = 5
"""Seconds a busy machine may take to notice that a child is over its time."""


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox({name: f"tests.documents.sandboxed:{name}" for name in NAMES}) as made:
        made.run("echo", b"")  # its start takes seconds, and is not what is timed
        yield made


def test_a_child_has_the_limits_we_promise(box: Sandbox) -> None:
    hard = [(most, most) for most in (512 * 2**20, 8, 0, 0)]
    assert box.run("limits", b"") == repr(hard).encode()
    assert (MEMORY, CPU_SECONDS, WALL_SECONDS) == (512 * 2**20, 8, 10)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/x.png",
        "https://example.org/x.png",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "data:text/plain,x",
        "attachment:x",
        "x.png",
    ],
)
def test_no_address_is_fetched(box: Sandbox, url: str) -> None:
    with pytest.raises(SandboxError, match="FatalURLFetchingError"):
        box.run("fetch_url", url.encode())


@pytest.mark.parametrize("url", ["http://example.org/x", "file:///etc/passwd"])
def test_a_file_named_for_attachment_does_not_get_in(box: Sandbox, url: str) -> None:
    with pytest.raises(SandboxError, match="FatalURLFetchingError"):
        box.run("attach", url.encode())


@pytest.mark.parametrize("task", ["spin", "sleep"])
def test_a_child_over_its_time_is_ended_and_the_next_one_works(box: Sandbox, task: str) -> None:
    began = monotonic()
    with pytest.raises(SandboxError, match="stopped"):
        box.run(task, b"")
    assert monotonic() - began < WALL_SECONDS + SLACK
    assert box.run("echo", b"next") == b"next"


def test_a_child_over_its_memory_fails_and_the_next_one_works(box: Sandbox) -> None:
    with pytest.raises(SandboxError, match="MemoryError"):
        box.run("memory", b"")
    assert box.run("echo", b"next") == b"next"
