"""Uploads are read in the sandbox, and what a child says of them is not simply believed.

A hostile file may take over the child that reads it. So the hash is compared here, evidence
is opened by a child that never sees the file, and an answer of another form is no answer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.core.record import file_json
from app.core.sealed import Check, Expected, Verdict
from app.documents.sandbox import BUSY, Sandbox, SandboxError
from app.gateways import offline
from app.gateways.inspect import LETTERS, final_check
from app.gateways.offline import Brought, Opened, Trust
from app.gateways.trust import DOUBTS

LIMITS = frozenset({BUSY, "stopped", MemoryError.__name__})
"""What the sandbox says when a limit of ours was hit: nothing about the file."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What was brought does not hold, and ``why``; without a reason it could not be judged.

    ``doubt`` is one of ``DOUBTS`` where it is good in itself, and proves nothing here and now.
    """

    why: str = ""
    doubt: str = ""


def inspect_apart(sandbox: Sandbox, data: bytes, expected: Expected, at: datetime) -> Verdict:
    """``inspect`` in the sandbox; a file that breaks it is not genuine.

    Check a is always made here: whatever the child says, another file is not ours.
    """
    first = final_check(data, expected)
    asked = {"expected": file_json(expected), "at": at.isoformat()}
    try:
        body = sandbox.run("inspect", json.dumps(asked).encode() + b"\n" + data)
    except SandboxError as error:
        return unread(first, "" if str(error) in LIMITS else str(error))
    made = _checks(_plain(body))
    return Verdict((first, *made[1:])) if made else unread(first)


def open_apart(sandbox: Sandbox, brought: Brought, sha256: str, trust: Trust) -> Opened | Refused:
    """What the evidence says, with the roots that its reader trusts instead of those it names."""
    told = _asked(sandbox, "open", offline.ask_open(brought, sha256, trust))
    if isinstance(told, Refused):
        return told
    try:
        opened = offline.opened_from(told)
    except (KeyError, TypeError, ValueError):
        return Refused()
    expected = replace(opened.expected, root=trust.root, tsa_roots=trust.tsa_roots)
    return replace(opened, expected=expected)


def carry_apart(
    sandbox: Sandbox, brought: Brought, trust: Trust, at: datetime
) -> datetime | Refused:
    """As of when the archive timestamp has to hold, by the renewals: never later than ``at``."""
    told = _asked(sandbox, "carry", offline.ask_carry(brought, trust, at))
    if isinstance(told, Refused):
        return told
    match told:
        case {"doubt": str(doubt)} if doubt in DOUBTS:
            return Refused(doubt=doubt)
    try:
        carried = datetime.fromisoformat(str(told["at"]))
        return carried if carried <= at else Refused()
    except (KeyError, TypeError, ValueError):
        return Refused()


def claimed(sandbox: Sandbox, data: bytes) -> UUID | Refused | None:
    """The agreement a file says it is; nothing more is believed of it.

    A file that stops its reader says nothing. Refused when nobody had time to read it.
    """
    try:
        return UUID(sandbox.run("identify", data).decode())
    except SandboxError as error:
        return Refused() if str(error) == BUSY else None
    except ValueError:
        return None


def unread(first: Check, fault: str = "") -> Verdict:
    """No check but the ``first`` was made; ``fault`` says what is wrong with the file, if seen."""
    between = (Check(letter, False, "not_reached") for letter in LETTERS[1:-1])
    last = Check("g", False, "unreadable" if fault else "not_reached", fault)
    return Verdict((first, *between, last))


def _asked(sandbox: Sandbox, task: str, payload: bytes) -> dict[str, object] | Refused:
    try:
        told = _plain(sandbox.run(task, payload))
    except SandboxError as error:
        return Refused("" if str(error) in LIMITS else str(error))
    if not isinstance(told, dict):
        return Refused()
    return Refused(str(told["refused"])) if "refused" in told else told


def _plain(body: bytes) -> object:
    """JSON, or ``None`` for anything else."""
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found


def _checks(told: object) -> tuple[Check, ...]:
    """The checks a to g, each once and in order; nothing for an answer of any other form."""
    if not isinstance(told, list) or len(told) != len(LETTERS):
        return ()
    made = tuple(_check(one) for one in told)
    letters = "".join(one.letter if one else "-" for one in made)
    return tuple(one for one in made if one) if letters == LETTERS else ()


def _check(told: object) -> Check | None:
    match told:
        case {"letter": str(letter), "ok": bool(ok), "code": str(code), "detail": str(detail)}:
            return Check(letter, ok, code, detail)
    return None
