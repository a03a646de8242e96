"""The audit log for whoever wants to check it, and the check itself, with public data alone."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.audit_line import leaf_of, shown
from app.core.checkpoint import Checkpoint
from app.core.evidence import Break
from app.core.log_check import Signed, Tampering, among_themselves, in_order, with_the_log
from app.core.sealed import LARGEST
from app.gateways.log_export import LogExport, NoExport
from app.gateways.log_key import NAME
from app.gateways.signed_note import keys_in
from app.usecases.deps import Deps
from app.usecases.log_keys import Held, NotInTurn, in_turn

_NOTE = re.compile(rf"^{NAME}[^\n]*\n.*?^\u2014 [^\n]*$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Exported:
    lines: int
    checkpoints: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What was compared. ``finding`` is nothing when everything holds.

    ``where`` names the file that a finding is about. ``newest`` is the highest checkpoint of
    ``checkpoints``; ``later`` is how many lines came after it, which none covers yet.
    """

    finding: Tampering | None
    where: str = ""
    newest: Checkpoint | None = None
    checkpoints: int = 0
    later: int = 0


def export(deps: Deps, folder: Path) -> Exported | Break:
    """Write the log into an empty folder, or say which line of it does not hold.

    Raises:
        NoExport: the folder is not empty.
        FileNotFoundError: no key was made yet, so there is no checkpoint either.
    """
    leaves: list[bytes] = []
    with deps.reading() as uow:
        broken = uow.audit.verify(lambda line: leaves.append(leaf_of(shown(line))))
        known = uow.checkpoints.after(0)
    if broken is not None:
        return broken
    notes = {one.number: one.note for one in known}
    LogExport(folder).write(leaves, notes, deps.log_key())
    return Exported(len(leaves), len(notes))


def check(folder: Path, key: str, further: Sequence[tuple[str, str]] = ()) -> Checked:
    """Compare the log in ``folder`` with its checkpoints, and with ``further`` ones.

    ``key`` is trusted, and has to have signed one of them: it vouches for all before by their
    digests, and for all after by the keys that were named. Of several lines the last counts.
    ``further`` are (name, note) that somebody kept: from a mail, a disk, an agreement's
    evidence. Nothing but this folder is read, and no secret is needed.

    Raises:
        NoExport: there is no log in the folder.
        NoteNotSigned: ``key``, or the one in the folder, is no public key.
    """
    exported = LogExport(folder)
    held = [Held(f"{number:08d}.note", note, number) for number, note in exported.notes().items()]
    held += [Held(name, note) for name, note in further]
    try:
        found = in_turn(held, keys_in(exported.key())[0])
    except NotInTurn as error:
        return Checked(error.finding, error.where)
    kept = found.kept
    finding = among_themselves(kept)
    if finding is None and keys_in(key)[-1] not in found.signers:
        finding = Tampering("other_key")
    if finding is not None:
        return Checked(finding, _named(kept, finding))
    leaves = exported.leaves()
    finding = with_the_log(kept, leaves)
    if finding is not None:
        return Checked(finding, _named(kept, finding))
    ordered = in_order(kept)
    rest = sum(1 for _ in leaves)
    return Checked(None, "", ordered[-1].checkpoint, len(ordered), rest)


def note_in(data: bytes) -> str:
    """The checkpoint in ``data``: a note, a mail with one in it, or an agreement's evidence.

    Raises:
        NoExport: there is none in it.
    """
    if len(data) > LARGEST:
        raise NoExport("no checkpoint, too large")
    if not data.lstrip().startswith(b"{"):
        text = data.decode("utf-8", errors="replace").replace("\r\n", "\n")
        found = _NOTE.search(text)
        return f"{found[0]}\n" if found else text
    try:
        told: Mapping[str, Mapping[str, Mapping[str, str]]] = json.loads(data)
        return str(told["record"]["log"]["checkpoint"])
    except (ValueError, KeyError, TypeError) as error:
        raise NoExport("this evidence holds no checkpoint; older ones do not") from error


def _named(kept: Sequence[Signed], finding: Tampering) -> str:
    """Which file says otherwise: the last one of that number, so one that was brought along."""
    names = [one.name for one in kept if one.checkpoint.number == finding.number]
    return names[-1] if names else ""
