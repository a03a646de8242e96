"""What the process that draws and reads gives up: files, network, other programs, its user.

The server gives up most of it once, before its first child; each child gives up the rest.
Every layer holds where the host has it, and ``keep_apart`` says which of them do.
Sources: landlock(7), seccomp(2), capabilities(7), network_namespaces(7).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import struct
from collections.abc import Iterable, Sequence
from pathlib import Path

MEMORY = 512 * 2**20
CPU_SECONDS = 8

NOBODY = 65534
THREADS = 256
"""Of nobody's, all together: fonts take a few, and other sandboxes count as well."""

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_DUMPABLE, _SECCOMP, _NO_NEW_PRIVILEGES = 4, 22, 38
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_VERSION, _PATH_BENEATH = 1, 1
_READ_FILE, _READ_DIRECTORY = 1 << 2, 1 << 3
_FILE_RIGHTS = (0, 13, 14, 15, 15, 16)  # how many the host knows, by version; the last goes on
_NETWORK_SINCE, _SCOPES_SINCE = 4, 6
_CAPABILITIES_VERSION = 0x20080522

# The number of each system call on the machines we know, and how those name themselves.
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_NUMBERS = {
    "socket": (41, 198),
    "io_uring_setup": (425, 425),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "unshare": (272, 97),
    "execve": (59, 221),
    "execveat": (322, 281),
    "clone": (56, 220),
    "clone3": (435, 435),
    "fork": (57, None),
    "vfork": (58, None),
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "pidfd_send_signal": (424, 424),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "connect": (42, 203),
    "bind": (49, 200),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
    "prlimit64": (302, 261),
}
REACHING_OUT = (
    "socket", "io_uring_setup", "ptrace", "process_vm_readv", "process_vm_writev",
    "pidfd_getfd", "unshare", "execve", "execveat", "connect", "bind", "sendmsg", "sendmmsg",
)  # fmt: skip
WITH_NOTHING = (("sendto", 4), ("prlimit64", 0))
"""Calls that are needed, with the argument that would lead out: an address, another process."""
LIVING_ON = (
    "fork", "vfork", "kill", "tkill", "tgkill", "pidfd_send_signal", "rt_sigqueueinfo",
    "rt_tgsigqueueinfo",
)  # fmt: skip

_LOAD, _EQUAL, _AT_LEAST, _HAS, _ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE, _UNKNOWN = (
    (_ANSWER, 0, 0, answer)
    for answer in (0x7FFF0000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS)
)

_libc = ctypes.CDLL(None, use_errno=True)


def keep_apart(readable: Sequence[Path]) -> dict[str, bool]:
    """For the server, once all is loaded: afterwards only ``readable`` can be read, nothing written.

    Says what holds: ``files`` (no others), ``network`` (one of its own, empty), ``calls``
    (no sockets, no other programs), ``user`` (another one than the product's).
    """
    held = {"network": own_network(), "user": other_user(readable)}
    _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    held["files"] = only_reading(readable)
    empty = [with_nothing(call, argument) for call, argument in WITH_NOTHING]
    held["calls"] = forbid(REACHING_OUT) and all(empty)
    _drop_capabilities()
    _libc.prctl(_DUMPABLE, 0, 0, 0, 0)  # none of our user's other programs looks into it
    return held


def keep_still(answers: int, nothing: int) -> int:
    """For a child: limits on what it takes, and one open file, ``answers``; its new number.

    ``nothing`` is ``/dev/null``, opened while that was possible.
    """
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    if os.getuid() == NOBODY:  # any other user runs more than this
        resource.setrlimit(resource.RLIMIT_NPROC, (THREADS, THREADS))
    last = 3
    os.dup2(answers, last)
    for standard in range(last):
        os.dup2(nothing, standard)
    os.closerange(last + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    forbid(LIVING_ON)
    only_threads()
    return last


def own_network() -> bool:
    """An empty network; where only the mighty may have one, a user namespace makes us mighty."""
    return any(_libc.unshare(flags) == 0 for flags in (_NEW_NETWORK, _NEW_USER | _NEW_NETWORK))


def other_user(readable: Iterable[Path]) -> bool:
    """Become nobody where we are root, if nobody can still read what we need."""
    if os.geteuid() != 0 or not all(_open_to_all(path) for path in readable if path.exists()):
        return False
    try:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError:
        return False
    return True


def only_reading(readable: Iterable[Path]) -> bool:
    """Landlock: nothing is written, started or reached, and only ``readable`` is read."""
    version = _libc.syscall(_LANDLOCK_CREATE, None, 0, _LANDLOCK_VERSION)
    if version < 1:
        return False
    rights = (1 << _FILE_RIGHTS[min(version, len(_FILE_RIGHTS) - 1)]) - 1
    asked = struct.pack("Q", rights)
    if version >= _NETWORK_SINCE:
        asked += struct.pack("Q", 0b11)  # neither listen nor call
    if version >= _SCOPES_SINCE:
        asked += struct.pack("Q", 0b11)  # no sockets and no signals of the world outside
    rules = _libc.syscall(_LANDLOCK_CREATE, asked, len(asked), 0)
    if rules < 0:
        return False
    for path in filter(Path.exists, readable):
        place = os.open(path, os.O_PATH)
        may = _READ_FILE | (_READ_DIRECTORY if path.is_dir() else 0)
        _libc.syscall(_LANDLOCK_ADD, rules, _PATH_BENEATH, struct.pack("=Qi", may, place), 0)
        os.close(place)
    done = bool(_libc.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0)
    os.close(rules)
    return done


def forbid(calls: Iterable[str]) -> bool:
    """Seccomp: these system calls fail with ``PermissionError``, from here on and in children."""
    numbers = [known for call in calls if (known := _number(call)) is not None]
    refused = [(_EQUAL, len(numbers) - n, 0, number) for n, number in enumerate(numbers)]
    return _filter(*refused, _ALLOW, _REFUSE)


def with_nothing(call: str, argument: int) -> bool:
    """Seccomp: ``call`` fails unless this argument of its own, counted from 0, is 0 or null."""
    place = 16 + 8 * argument
    return _filter(
        (_EQUAL, 1, 0, _number(call)),
        _ALLOW,
        (_LOAD, 0, 0, place),
        (_EQUAL, 0, 3, 0),
        (_LOAD, 0, 0, place + 4),
        (_EQUAL, 0, 1, 0),
        _ALLOW,
        _REFUSE,
    )


def only_threads() -> bool:
    """Seccomp: fonts are read by threads; a new process would outlive its child."""
    return _filter(
        (_EQUAL, 0, 1, _number("clone3")),
        _UNKNOWN,  # its flags are out of sight: the C library goes on with ``clone``
        (_EQUAL, 1, 0, _number("clone")),
        _ALLOW,
        (_LOAD, 0, 0, 16),
        (_HAS, 0, 1, 0x10000),
        _ALLOW,
        _REFUSE,
    )


def _filter(*steps: tuple[int | None, ...]) -> bool:
    """Put a filter of system calls in place: ``steps`` begin with the call's number loaded."""
    _, machine = _MACHINES.get(platform.machine(), (0, 0))
    steps = (
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, machine),
        (_ANSWER, 0, 0, 0x80000000),  # the calls of another machine have other numbers: the end
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 0, 1, 0x40000000),  # the same calls by their other numbers
        _REFUSE,
        *steps,
    )
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = struct.pack("HP", len(steps), ctypes.addressof(code))
    return machine != 0 and bool(_libc.prctl(_SECCOMP, 2, program, 0, 0) == 0)


def _number(call: str) -> int | None:
    column, _ = _MACHINES.get(platform.machine(), (0, 0))
    return _NUMBERS[call][column]


def _open_to_all(path: Path) -> bool:
    above = all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)
    return above and bool(path.stat().st_mode & 0o004)


def _drop_capabilities() -> None:
    _libc.capset(struct.pack("Ii", _CAPABILITIES_VERSION, 0), bytes(24))
