"""The fork server: ``python -m app.documents.forks name=module:function ...``.

It imports slow libraries once, then gives every request a child of its own, with
limits, which sends back bytes and is gone. Requests come one after another on standard
input; the end of the input ends the server.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import resource
import select
import signal
import struct
import sys
from collections.abc import Callable, Mapping
from time import monotonic
from typing import BinaryIO

Task = Callable[[bytes], bytes]

MEMORY = 512 * 2**20
CPU_SECONDS = 8
WALL_SECONDS = 10
LARGEST_ANSWER = 64 * 2**20

DONE, FAILED, STOPPED = b"d", b"f", b"s"

_LENGTHS = struct.Struct(">II")
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


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
    """Answer every request until there are no more."""
    gc.collect()
    gc.freeze()
    while (request := receive(requests)) is not None:
        name, payload = request
        send(answers, *_in_child(tasks[name.decode()], payload))


def _in_child(task: Task, payload: bytes) -> tuple[bytes, bytes]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _run(task, payload, writing)
    os.close(writing)
    try:
        answer = _collect(reading)
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return (answer[:1], answer[1:]) if answer else (STOPPED, b"")


def _run(task: Task, payload: bytes, writing: int) -> None:
    """What the child does; it never returns."""
    try:
        _confine()
        with os.fdopen(writing, "wb") as out:
            try:
                out.write(DONE + task(payload))
            except BaseException as error:  # noqa: BLE001  # the fetcher's refusal is one
                out.write(FAILED + type(error).__name__.encode())
    finally:
        os._exit(0)


def _confine() -> None:
    """Limits on memory, time and files; no network where the host lets us drop it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)


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
