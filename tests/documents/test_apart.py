"""What a child of the sandbox cannot reach: keys, records, other programs, the network.

Each layer holds where the host has it. The sandbox says which do, and these tests hold it to
its word. They run as whoever runs them, root included: files of one's own are kept by Landlock,
and for root by becoming nobody, too.
"""

from __future__ import annotations

import ast
import ctypes
import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from app.documents import confine
from app.documents import sandbox as tested
from app.documents.forks import READY, send
from app.documents.sandbox import Sandbox, SandboxError

ROOT = Path(__file__).parents[2]
NAMES = (
    "echo", "network", "neighbour", "change", "read", "look", "peek", "multiply", "start",
    "end_the_server", "descriptors", "chatter", "letter", "pair", "queue_signal",
    "queue_signal_to_thread", "limit_the_server", "threads",
)  # fmt: skip
REFUSED = "PermissionError"


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox({name: f"tests.documents.sandboxed:{name}" for name in NAMES}) as made:
        made.run("echo", b"")
        yield made


def refuses(box: Sandbox, task: str, payload: bytes = b"") -> bool:
    try:
        box.run(task, payload)
    except SandboxError as error:
        return str(error) == REFUSED
    return False


def test_no_key_and_no_record_is_read_or_deleted(
    box: Sandbox, template_dir: Path, tmp_path: Path
) -> None:
    """Keys that the authority made, and a database, all of them of the user who runs this."""
    folder = tmp_path / "data"
    shutil.copytree(template_dir, folder)
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in kept} >= {"root-001.pem", "seal-001.pem", "master.key", "web.key"}
    assert any(path.suffix == ".db" for path in kept)
    apart = box.held["files"] or box.held["user"]
    assert refuses(box, "look", bytes(folder / "keys" / "signing")) is apart
    for task in ("read", "change"):
        assert {path: refuses(box, task, bytes(path)) for path in kept} == dict.fromkeys(
            kept, apart
        )
    assert all(path.exists() for path in kept) is apart


def test_what_documents_need_is_read(box: Sandbox) -> None:
    assert box.run("read", bytes(tested.FONTS)) == b"<"


LAYER = """
import sys
from pathlib import Path
from app.documents import confine
held = getattr(confine, sys.argv[1])([])
try:
    open(sys.argv[2], "rb").close()
    print(held, "opened")
except PermissionError:
    print(held, "refused")
"""


@pytest.mark.parametrize("layer", ["other_user", "only_reading"])
def test_each_layer_keeps_the_keys_by_itself(template_dir: Path, layer: str) -> None:
    key = template_dir / "keys" / "signing" / "seal-001.pem"
    told = subprocess.run(
        [sys.executable, "-c", LAYER, layer, str(key)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    # Landlock's version, asked of this kernel; to become somebody else one has to be root.
    version = ctypes.CDLL(None).syscall(444, None, 0, 1)
    there = os.geteuid() == 0 if layer == "other_user" else version >= 1
    assert told.stdout == ("True refused\n" if there else "False opened\n")


def test_a_child_reaches_nobody_not_even_this_machine(box: Sandbox, tmp_path: Path) -> None:
    assert box.held["network"] or box.held["calls"]
    fault = pytest.raises(SandboxError, match=r"OSError|PermissionError|ConnectionRefusedError")
    with socket.create_server(("127.0.0.1", 0)) as listener, fault:
        box.run("network", str(listener.getsockname()[1]).encode())
    for name in (bytes(tmp_path / "s"), b"\0plainpact-%d" % os.getpid()):
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(name)
            listener.listen()
            assert refuses(box, "neighbour", name) is (box.held["calls"] or box.held["files"])


@pytest.mark.parametrize("way", ["connect", "bind", "sendto", "sendmsg", "sendmmsg"])
def test_a_pair_of_sockets_reaches_no_listener_among_files(box: Sandbox, way: str) -> None:
    """The log of the machine is such a listener, open to all."""
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener,
    ):
        place = Path(folder) / "log"
        listener.bind(bytes(place))
        for open_to_all in (place, place.parent):
            open_to_all.chmod(0o777)
        assert refuses(box, "letter", f"{way} {place}".encode()) is box.held["calls"]
    assert box.run("pair", b"") == b"here"


def test_nobody_has_a_limit_on_threads(box: Sandbox) -> None:
    uid, (most, _) = ast.literal_eval(box.run("threads", b"").decode())
    assert (uid == confine.NOBODY) is box.held["user"]
    assert most == confine.THREADS or not box.held["user"]


@pytest.mark.parametrize(
    "task",
    [
        "multiply", "start", "end_the_server", "queue_signal", "queue_signal_to_thread",
        "limit_the_server",
    ],
)  # fmt: skip
def test_a_child_starts_nothing_and_ends_nothing(box: Sandbox, task: str) -> None:
    assert refuses(box, task) is box.held["calls"]
    assert box.run("echo", b"still here") == b"still here"


def test_the_servers_memory_is_closed(box: Sandbox) -> None:
    assert refuses(box, "peek")


def test_a_child_has_one_way_out(box: Sandbox) -> None:
    assert box.run("descriptors", b"") == repr({0: "c", 1: "c", 2: "c", 3: "pipe"}).encode()


def test_what_it_says_elsewhere_is_lost(box: Sandbox, capfd: pytest.CaptureFixture[str]) -> None:
    assert box.run("chatter", b"") == b"said"
    assert box.run("echo", b"mine") == b"mine"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("open_ones", "level"),
    [
        ((), logging.INFO),
        (("user", "network"), logging.INFO),
        (("user", "files"), logging.WARNING),
        (("network", "calls"), logging.WARNING),
    ],
)
def test_one_line_says_what_holds_and_warns_where_nothing_keeps_the_keys(
    caplog: pytest.LogCaptureFixture, open_ones: tuple[str, ...], level: int
) -> None:
    told = BytesIO()
    names = ("network", "user", "files", "calls")
    body = ", ".join(f'"{name}": {str(name not in open_ones).lower()}' for name in names)
    send(told, READY, f"{{{body}}}".encode())
    told.seek(0)
    with caplog.at_level(logging.INFO):
        tested._held(told)
    (line,) = caplog.records
    assert line.levelno == level
    assert line.message == "sandbox " + " ".join(
        f"{name}={'open' if name in open_ones else 'apart'}" for name in names
    )


def test_a_server_that_cannot_start_is_an_error_and_no_wait() -> None:
    fault = pytest.raises(SandboxError, match="stopped")
    with Sandbox({"echo": "tests.documents.sandboxed:not_there"}) as broken, fault:
        broken.run("echo", b"")
