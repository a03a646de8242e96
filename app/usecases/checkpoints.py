"""Signed checkpoints of the audit log, and their way out of the database.

A chain alone hides a tail that was cut off and a history that was written anew. So the root of
everything is signed every quarter of an hour, and kept where the database cannot reach.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from logging import ERROR, getLogger
from typing import Any

from app.core.audit_line import leaf_of, shown
from app.core.checkpoint import Checkpoint
from app.core.evidence import GENESIS, Break, sha256_hex
from app.core.log_check import Signed, Tampering, among_themselves, with_the_log
from app.core.merkle import root_of
from app.logs import tell
from app.store.checkpoints import KeptCheckpoint
from app.store.outbox import NotYet
from app.usecases.deps import Deps
from app.usecases.log_keys import Handover, Held, NotInTurn, Turns, in_turn

EVERY = timedelta(minutes=15)
LEAVES = 1_000
"""A checkpoint is made after this time, or after so many lines if they come sooner."""
LOOK = timedelta(minutes=1)

_ALARM = "the audit log does not hold"

_log = getLogger(__name__)


class LogTampered(Exception):
    """The log does not say any more what it said; nothing is signed until somebody looks."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A checkpoint, and the hashes of the leaves that it covers.

    ``key`` is the public key that signed it, ``handovers`` how each key before named the next.
    """

    kept: KeptCheckpoint
    leaves: tuple[bytes, ...]
    key: str
    handovers: tuple[Handover, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """All public keys so far, the oldest first."""
        return (*(one.key for one in self.handovers), self.key)


def begin(deps: Deps) -> None:
    """Have checkpoints made from now on, for as long as there is a worker."""
    with deps.unit_of_work() as uow:
        uow.system("time alone asks for this")
        uow.outbox.put("checkpoint", "checkpoint", {}, deps.now())


def keep(deps: Deps, _payload: Mapping[str, Any]) -> None:
    """Look, make one where it is time, and copy out what is not outside yet. It never ends.

    Raises:
        NotYet: always; it is done again in a minute.
        LogTampered: the log does not hold.
    """
    at = deps.now()
    with deps.reading() as uow:
        newest, head = uow.checkpoints.newest(), uow.audit.head()
    if newest is None or at - newest.at >= EVERY or head.seq - newest.size >= LEAVES:
        issue(deps)
        _mail_once_a_day(deps, at)
    copy_out(deps)
    raise NotYet(at + LOOK)


def issue(deps: Deps) -> Issued:
    """Read the whole log, hold it against every checkpoint there is, and sign the next one.

    Raises:
        LogTampered: a line or a checkpoint was changed, moved, added or taken away.
        LogKeyMissing: the private key whose turn it is is not there.
    """
    while True:  # once more for each other worker that was first
        made = _signed(deps)
        with deps.unit_of_work() as uow:
            uow.system("it says what is in the log, and is no part of it")
            if uow.checkpoints.add(made.kept):
                break
    deps.log_keys.publish(made.keys)
    return made


def hand_over(deps: Deps, public: str) -> None:
    """The last checkpoint of the key that signs now, which names ``public`` as the next one.

    Raises:
        LogTampered, LogKeyMissing: as ``issue``.
    """
    while True:
        made = _signed(deps, public)
        with deps.unit_of_work() as uow:
            if uow.checkpoints.add(made.kept):
                name = deps.log_keys.signer(public).name  # it was not dropped meanwhile
                uow.audit.write(None, "log_key.added", f"log_key:{name}", deps.now())
                return


def turns(deps: Deps) -> Turns:
    """Whose turn it is to sign, by the checkpoints in the database.

    Raises:
        LogTampered: one of them does not hold.
    """
    with deps.reading() as uow:
        known = uow.checkpoints.after(0)
    return _in_turn(deps, known, {})


def _signed(deps: Deps, next_key: str = "") -> Issued:
    leaves, known, found = _compared(deps, deps.outside_checkpoints.read())
    signer = deps.log_keys.signer(found.key)
    before = known[-1] if known else None
    at = max(deps.now(), before.at) if before else deps.now()
    told = Checkpoint(
        origin=deps.log_keys.first().partition("+")[0],
        size=len(leaves),
        root=root_of(leaves),
        number=len(known) + 1,
        at=_second(at),
        after=sha256_hex(before.note.encode()) if before else GENESIS,
        next_key=next_key,
    )
    kept = KeptCheckpoint(told.number, told.size, at, signer.sign(told.text))
    return Issued(kept, tuple(leaves), found.key, found.handovers)


def broken_in(deps: Deps) -> str:
    """What does not hold of a log that was restored from a backup; empty when all does.

    It is compared with every checkpoint outside up to the newest that came back.
    """
    with deps.reading() as uow:
        newest = uow.checkpoints.newest()
    last = newest.number if newest else 0
    outside = {n: note for n, note in deps.outside_checkpoints.read().items() if n <= last}
    try:
        _compared(deps, outside)
    except LogTampered as found:
        return str(found)
    return ""


def note_restore(deps: Deps) -> range:
    """Leave a line of the log that a backup was put back; numbers that lie outside alone.

    Where there are any, lines of the log were lost, and nothing is signed beside that folder any
    more: it says otherwise, and goes on to say so.
    """
    outside = deps.outside_checkpoints.numbers()
    with deps.unit_of_work() as uow:
        newest = uow.checkpoints.newest()
        last = newest.number if newest else 0
        lost = range(last + 1, max(outside, default=0) + 1)
        named = f"checkpoint:{last}-{lost[-1]}" if lost else f"checkpoint:{last}"
        uow.audit.write(None, "log.restored", named, deps.now())
    return lost


def copy_out(deps: Deps) -> None:
    """Write every checkpoint that is not outside yet into the folder of the settings.

    Raises:
        OSError: the folder cannot be written; it is tried again.
    """
    outside = deps.outside_checkpoints
    there = outside.numbers()
    with deps.reading() as uow:
        known = uow.checkpoints.after(0)
    for one in known:
        if one.number not in there:
            outside.put(one.number, one.note)


def _compared(
    deps: Deps, outside: Mapping[int, str]
) -> tuple[list[bytes], tuple[KeptCheckpoint, ...], Turns]:
    """The leaves of the log and its checkpoints, when they hold together.

    Raises:
        LogTampered: they do not.
    """
    leaves: list[bytes] = []
    with deps.reading() as uow:
        broken = uow.audit.verify(lambda line: leaves.append(leaf_of(shown(line))))
        known = uow.checkpoints.after(0)
    found = _in_turn(deps, known, outside)
    finding = broken or _not_whole(found.kept) or with_the_log(found.kept, leaves)
    if finding is not None:
        raise _tampered(finding)
    return leaves, known, found


def _in_turn(deps: Deps, known: Sequence[KeptCheckpoint], outside: Mapping[int, str]) -> Turns:
    """All there are, inside and outside, each read with the key whose turn it was."""
    held = [Held("database", one.note, one.number) for one in known]
    held += [Held("folder", note, number) for number, note in sorted(outside.items())]
    try:
        return in_turn(held, deps.log_keys.first())
    except NotInTurn as error:
        raise _tampered(error.finding) from error


def _not_whole(kept: Sequence[Signed]) -> Tampering | None:
    """What is wrong among checkpoints; that there are none yet is nothing wrong."""
    if not kept:
        return None
    highest = max(one.checkpoint.number for one in kept)
    inside = {one.checkpoint.number for one in kept if one.name == "database"}
    lost = set(range(1, highest + 1)) - inside
    if lost:
        return Tampering("checkpoint_missing", min(lost))
    return among_themselves(kept)


def _tampered(finding: Tampering | Break) -> LogTampered:
    if isinstance(finding, Break):
        tell(_log, ERROR, _ALARM, kind=f"line-{finding.reason}", step=finding.seq)
        return LogTampered(f"line {finding.seq} is {finding.reason}")
    name = finding.name.replace("_", "-")
    tell(_log, ERROR, _ALARM, kind=name, step=finding.number)
    between = f"lines={finding.first}-{finding.last}"
    return LogTampered(f"{finding.name} checkpoint={finding.number} {between}")


def _second(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _mail_once_a_day(deps: Deps, at: datetime) -> None:
    """The newest checkpoint to every organisation."""
    with deps.unit_of_work() as uow:
        uow.system("time alone asks for this")
        newest = uow.checkpoints.newest()
        note = newest.note if newest else ""
        for kind in ("operator", "lender", "charity"):
            for one in uow.organisations.of_kind(kind):
                told = {
                    "letter": "checkpoint",
                    "person_id": None,
                    "organisation_id": str(one.id),
                    "path": "/verify",
                    "head": note,
                    "day": at.date().isoformat(),
                }
                uow.outbox.put("mail", f"checkpoint-mail:{at.date()}:{one.id}", told, at)
