"""Tasks that try what the sandbox forbids."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import socket
import stat
import struct
import time
from contextlib import suppress
from pathlib import Path

from weasyprint import HTML

from app.documents.render import DenyAll

KINDS = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)


def echo(payload: bytes) -> bytes:
    return payload


def die(_: bytes) -> bytes:
    return ctypes.string_at(0)


def fetch(_: bytes) -> bytes:
    page = "<img src='http://example.org/x.png'><p style='background: url(file:///etc/passwd)'>"
    return bytes(HTML(string=page, url_fetcher=DenyAll()).write_pdf())


def fetch_url(payload: bytes) -> bytes:
    DenyAll().fetch(payload.decode())
    return b""


def attach(payload: bytes) -> bytes:
    page = f"<link rel=attachment href='{payload.decode()}'>"
    return bytes(HTML(string=page, url_fetcher=DenyAll()).write_pdf())


def network(port: bytes) -> bytes:
    """Whether a child reaches a listener of this very machine."""
    with socket.create_connection(("127.0.0.1", int(port)), timeout=1):
        return b"reached"


def neighbour(name: bytes) -> bytes:
    """Whether a child reaches a listener by its place among files, or by its abstract name."""
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(name)
        return b"reached"


def letter(asked: bytes) -> bytes:
    """Whether one of a pair of sockets reaches a listener by its place among files."""
    way, _, name = asked.decode().partition(" ")
    mine, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with mine, other:
        if way == "connect":
            mine.connect(name)
        elif way == "bind":
            mine.bind(name + "-mine")
        elif way == "sendto":
            mine.sendto(b"out", name)
        elif way == "sendmsg":
            mine.sendmsg([b"out"], [], 0, name)
        else:
            _call(307 if platform.machine() == "x86_64" else 269, mine.fileno(), None, 0, 0)
    return b"reached"


def pair(_: bytes) -> bytes:
    """What the library that checks signatures needs."""
    mine, other = socket.socketpair()
    with mine, other:
        mine.send(b"here")
        return other.recv(4)


def queue_signal(_: bytes) -> bytes:
    """A signal with a value for the server."""
    what = ctypes.create_string_buffer(struct.pack("3i", signal.SIGTERM, 0, -1), 128)
    _call(129 if platform.machine() == "x86_64" else 138, os.getppid(), signal.SIGTERM, what)
    return b"sent"


def queue_signal_to_thread(_: bytes) -> bytes:
    server, number = os.getppid(), 297 if platform.machine() == "x86_64" else 240
    what = ctypes.create_string_buffer(struct.pack("3i", signal.SIGTERM, 0, -1), 128)
    _call(number, server, server, signal.SIGTERM, what)
    return b"sent"


def limit_the_server(_: bytes) -> bytes:
    return repr(resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (512, 512))).encode()


def threads(_: bytes) -> bytes:
    return repr((os.getuid(), resource.getrlimit(resource.RLIMIT_NPROC))).encode()


def _call(*asked: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(*asked) < 0:
        raise OSError(ctypes.get_errno(), "refused")


def limits(_: bytes) -> bytes:
    return repr([resource.getrlimit(kind) for kind in KINDS]).encode()


def spin(_: bytes) -> bytes:
    while True:
        pass


def sleep(_: bytes) -> bytes:
    time.sleep(60)
    return b""


def memory(_: bytes) -> bytes:
    return bytes(1024 * 2**20)


def file(_: bytes) -> bytes:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    Path("/tmp/plainpact-sandbox-test").write_bytes(b"x")
    return b""


def change(named: bytes) -> bytes:
    Path(named.decode()).unlink()
    return b"gone"


def read(named: bytes) -> bytes:
    with Path(named.decode()).open("rb") as found:
        return found.read(1)


def look(named: bytes) -> bytes:
    return repr(list(Path(named.decode()).iterdir())).encode()


def peek(_: bytes) -> bytes:
    """The memory of the server, which sees every document."""
    with Path(f"/proc/{os.getppid()}/mem").open("rb"):
        return b"seen"


def multiply(_: bytes) -> bytes:
    if (child := os.fork()) == 0:
        time.sleep(60)
    return str(child).encode()


def start(_: bytes) -> bytes:
    os.execv("/bin/true", ["true"])


def end_the_server(_: bytes) -> bytes:
    os.kill(os.getppid(), signal.SIGKILL)
    return b"ended"


def descriptors(_: bytes) -> bytes:
    """Every open file, by its kind."""
    kinds = {}
    for number in range(256):
        with suppress(OSError):
            mode = os.fstat(number).st_mode
            kinds[number] = "pipe" if stat.S_ISFIFO(mode) else stat.filemode(mode)[0]
    return repr(kinds).encode()


def chatter(_: bytes) -> bytes:
    """Speaks where the server hears requests and gives answers."""
    for number in range(256):
        with suppress(OSError):
            if number != 3:
                os.write(number, b"\0\0\0\1\0\0\0\1dx")
    return b"said"


def secrets(_: bytes) -> bytes:
    return repr(dict(os.environ)).encode()
