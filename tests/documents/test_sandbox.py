"""The place apart: limits hold, faults are named, nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.documents.sandbox import Sandbox, SandboxError


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    names = ("echo", "die", "fetch", "memory", "file", "secrets")
    with Sandbox({name: f"tests.documents.sandboxed:{name}" for name in names}) as made:
        yield made


def test_a_task_answers_in_bytes(box: Sandbox) -> None:
    assert box.run("echo", b"\x00\xff" * 100_000) == b"\x00\xff" * 100_000


def test_a_child_that_dies_leaves_the_server_at_work(box: Sandbox) -> None:
    with pytest.raises(SandboxError, match="stopped"):
        box.run("die", b"")
    assert box.run("echo", b"still here") == b"still here"


@pytest.mark.parametrize(
    ("task", "fault"),
    [
        ("fetch", "FatalURLFetchingError"),
        ("memory", "MemoryError"),
        ("file", "OSError|PermissionError"),
    ],
)
def test_what_is_not_allowed_fails(box: Sandbox, task: str, fault: str) -> None:
    with pytest.raises(SandboxError, match=fault):
        box.run(task, b"")


def test_the_environment_holds_no_secrets(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hush")
    assert b"hush" not in box.run("secrets", b"")


def test_who_may_wait_for_a_moment_only_is_told_that_others_are_at_work() -> None:
    with Sandbox({"echo": "tests.documents.sandboxed:echo"}, wait_s=0.05) as made:
        with made._lock, pytest.raises(SandboxError, match="busy"):
            made.run("echo", b"")
        assert made.run("echo", b"1") == b"1"


def test_a_killed_server_is_started_again() -> None:
    with Sandbox({"echo": "tests.documents.sandboxed:echo"}) as made:
        made.run("echo", b"1")
        server = made._server
        assert server is not None
        server.kill()
        server.wait()
        assert made.run("echo", b"2") == b"2"


def test_closing_twice_is_harmless() -> None:
    made = Sandbox({"echo": "tests.documents.sandboxed:echo"})
    made.close()
    made.run("echo", b"1")
    made.close()
    made.close()
