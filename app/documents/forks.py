"""The fork server: ``python -m app.documents.forks name=module:function ...``.

It imports slow libraries once, says what holds on this host, then gives every request a
child of its own, with limits, which sends back bytes and is gone. Requests come one after
another on standard input; the end of the input ends the server.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import struct
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from app.documents.confine import keep_apart, keep_still

Task = Callable[[bytes], bytes]

ROOT = Path(__file__).parents[2]
NEEDED = (
    ROOT / "app",
    ROOT / "templates",
    *(Path(place) for place in sys.path if place and Path(place) != ROOT),
    *map(Path, ("/usr/lib", "/usr/share", "/lib", "/lib64", "/etc/ld.so.cache")),
    *map(Path, ("/etc/fonts", "/var/cache/fontconfig", "/dev/null", "/dev/urandom")),
    Path.home() / ".cache" / "fontconfig",
)
"""All that is read after the start: modules, templates, libraries, fonts."""

WALL_SECONDS = 10
LARGEST_ANSWER = 64 * 2**20

READY, DONE, FAILED, STOPPED = b"r", b"d", b"f", b"s"

_LENGTHS = struct.Struct(">II")


def send(stream: BinaryIO, kind: bytes, body: bytes) -> None:
    """One message: the lengths of its two parts, then the parts."""
    stream.write(_LENGTHS.pack(len(kind), len(body)) + kind + body)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """The next message, or ``None`` at the end of the stream.

    Raises:
        EOFError: the stream ends within a message.
    """
    head = stream.read(_LENGTHS.size)
    if not head:
        return None
    kind_length, body_length = _LENGTHS.unpack(head)
    kind, body = stream.read(kind_length), stream.read(body_length)
    if len(kind) != kind_length or len(body) != body_length:
        raise EOFError("the stream ended within a message")
    return kind, body


def serve(tasks: Mapping[str, Task], requests: BinaryIO, answers: BinaryIO) -> None:
    """Say what holds, then answer every request until there are no more."""
    nothing = os.open(os.devnull, os.O_RDWR)
    held = keep_apart(NEEDED)
    gc.collect()
    gc.freeze()
    send(answers, READY, json.dumps(held).encode())
    while (request := receive(requests)) is not None:
        name, payload = request
        send(answers, *_in_child(tasks[name.decode()], payload, nothing))


def _in_child(task: Task, payload: bytes, nothing: int) -> tuple[bytes, bytes]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _run(task, payload, writing, nothing)
    os.close(writing)
    try:
        answer = _collect(reading)
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return (answer[:1], answer[1:]) if answer else (STOPPED, b"")


def _run(task: Task, payload: bytes, writing: int, nothing: int) -> None:
    """What the child does; it never returns."""
    try:
        with os.fdopen(keep_still(writing, nothing), "wb") as out:
            try:
                out.write(DONE + task(payload))
            except BaseException as error:  # noqa: BLE001  # the fetcher's refusal is one
                out.write(FAILED + type(error).__name__.encode())
    finally:
        os._exit(0)


def _collect(reading: int) -> bytes:
    """All the child says, or nothing when it takes too long or says too much."""
    deadline = monotonic() + WALL_SECONDS
    said = bytearray()
    while select.select([reading], [], [], max(0, deadline - monotonic()))[0]:
        part = os.read(reading, 2**16)
        if not part:
            return bytes(said)
        said += part
        if len(said) > LARGEST_ANSWER:
            break
    return b""


def load(named: str) -> Task:
    """``module:function`` as a task."""
    module, _, function = named.partition(":")
    found: Task = getattr(importlib.import_module(module), function)
    return found


def main(arguments: list[str]) -> int:
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not speak into the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when we end
    tasks = {name: load(named) for name, _, named in (a.partition("=") for a in arguments)}
    if "warm" in tasks:
        tasks.pop("warm")(b"")
    with answers:
        serve(tasks, requests, answers)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
