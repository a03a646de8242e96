"""A child of this process that is killed, or has no room, where a test says.

It takes a fiftieth of a new process, so that one agreement can meet many deaths on its way. Work
in it opens a database of its own; it asks this process's fork server, and never dies meanwhile.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from app import faults
from app.documents.sandbox import Sandbox

SHOT = -signal.SIGKILL
FAILED = 99


def in_a_child(
    box: Sandbox, work: Callable[[], object], *, at: str = "", calls: int = 0, room: int = -1
) -> int:
    """How a child that does ``work`` ended; 0 when it came through.

    It dies when it passes the point ``at`` (``label:n``), with its ``calls``-th call of a
    function as by ``kill -9``, or finds room for files of ``room`` bytes at most.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = FAILED
    try:
        box._owner = os.getpid()  # or it would start a server of its own
        plan = faults.Plan.read(at)
        faults._PLAN.label, faults._PLAN.left = plan.label, plan.left
        if room >= 0:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        if calls:
            sys.setprofile(_dying(box, calls))
        work()
        code = 0
    except BaseException:  # noqa: BLE001 (nothing of the parent's may go on in here)
        with suppress(OSError):  # there may be no room to say so
            traceback.print_exc()
    finally:
        os._exit(code)


def _dying(box: Sandbox, calls: int) -> Callable[[FrameType, str, object], None]:
    left = calls

    def count(_frame: FrameType, _event: str, _about: object) -> None:
        nonlocal left
        left -= 1
        if left <= 0 and not box._lock.locked():
            os.kill(os.getpid(), signal.SIGKILL)

    return count
