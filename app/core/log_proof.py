"""That a log of which we signed the root holds what an agreement hangs on.

Three lines of it: the acceptance of the terms, the last signature, the final file's hash. Each
is proven against one checkpoint, by hashes alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from app.core.audit_line import commits_to, leaf_of, shown
from app.core.checkpoint import Checkpoint
from app.core.evidence import Link
from app.core.merkle import inclusion, is_included

ACCEPTED, SIGNED, SEALED = "accepted", "signed", "sealed"
KINDS = {
    ACCEPTED: frozenset({"offer-accepted"}),
    SIGNED: frozenset({"agreement-signed", "paper-returned"}),
    SEALED: frozenset({"agreement-sealed"}),
}
"""Which event of the case each proven line stands for; the last of its kind."""

FINAL_FILE = "agreement.final-file"
"""The action of the line that names the final file."""

_NEAR, _MOST = 8, 3
"""One transaction extends a case so often at most, and by no more events between."""


class LogProofBroken(ValueError):
    """A line is not in the log, or is not about this agreement."""


@dataclass(frozen=True, slots=True)
class About:
    """What the lines have to be about. ``chain`` is the case's own, as the record tells it."""

    case_id: str
    final_sha256: str
    chain: Sequence[Link]

    @property
    def rows(self) -> Mapping[str, int]:
        """The number of the event that each line stands for, where there is one."""
        found: dict[str, int] = {}
        for row in self.chain:
            kind = row.payload.get("kind") if isinstance(row.payload, dict) else None
            found.update({what: row.seq for what, kinds in KINDS.items() if kind in kinds})
        return found


def about_of(record: Mapping[str, Any]) -> About:
    """What an evidence record is about.

    Raises:
        KeyError, TypeError: it is not of our form.
    """
    chain = [Link(r["seq"], r["prev"], r["payload"], r["digest"]) for r in record["chain"]]
    return About(record["what"]["case_id"], record["file"]["final_sha256"], chain)


def file_named(sha256: str) -> str:
    """How the log names a file."""
    return f"file:{sha256}"


def proofs(
    about: About, lines: Sequence[Link], leaves: Sequence[bytes], household: Sequence[str] = ()
) -> tuple[dict[str, object], ...]:
    """A proof for each of the three that ``lines`` hold; ``leaves`` are those of the checkpoint.

    ``lines`` are those of the log about this case and this file, in order. ``household`` are
    the digests of the household's events: whoever accepts promises what it can pay too, in the
    same transaction. An event that was written before there was such a line has no proof.
    """
    ends = _ends(about.chain, household)
    found = []
    for what, row in about.rows.items():
        for line in lines:
            told = shown(line)
            covers = ends.get(str(told["commitment"]), ())
            if _fits(what, told, about) and _reaches(covers, row, about.chain):
                path = inclusion(leaves, line.seq - 1)
                found.append(_proof(what, told, covers, path))
                break
    return tuple(found)


def check(told: Sequence[Mapping[str, Any]], about: About, checkpoint: Checkpoint) -> None:
    """Whether every proof holds against ``checkpoint`` and is about this agreement.

    Raises:
        LogProofBroken: one does not, or the same is proven twice.
        KeyError, TypeError, ValueError: it is not of our form.
    """
    seen = [one["what"] for one in told]
    if len(seen) != len(set(seen)):
        raise LogProofBroken("one line is proven twice")
    for one in told:
        what, line, covers = one["what"], one["line"], tuple(one["covers"])
        if commits_to(covers) != line["commitment"] or not _fits(what, line, about):
            raise LogProofBroken(f"the line {what} is about something else")
        if not _reaches(covers, about.rows.get(what, 0), about.chain):
            raise LogProofBroken(f"the line {what} does not cover its event")
        path = [bytes.fromhex(beside) for beside in one["path"]]
        place = line["seq"] - 1
        if not is_included(leaf_of(line), place, checkpoint.size, path, checkpoint.root):
            raise LogProofBroken(f"the line {what} is not in the log")


def _fits(what: str, line: Mapping[str, object], about: About) -> bool:
    if what == SEALED:
        return line["action"] == FINAL_FILE and line["object"] == file_named(about.final_sha256)
    return line["object"] == f"case:{about.case_id}"


def _reaches(covers: Sequence[str], row: int, chain: Sequence[Link]) -> bool:
    """Whether the line commits to the event ``row``: each digest covers all events before it."""
    return row > 0 and any(link.digest in covers and link.seq >= row for link in chain)


def _ends(chain: Sequence[Link], household: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """What a transaction may have committed to, by its commitment: the case, then a promise."""
    digests = [row.digest for row in chain]
    found: dict[str, tuple[str, ...]] = {}
    for first in range(len(digests)):
        near = digests[first + 1 : first + _NEAR]
        for count in range(_MOST):
            for rest in combinations(near, count):
                for promise in ((), *((one,) for one in household)):
                    covers = (digests[first], *rest, *promise)
                    found[commits_to(covers)] = covers
    return found


def _proof(
    what: str, line: Mapping[str, object], covers: Sequence[str], path: Sequence[bytes]
) -> dict[str, object]:
    return {
        "what": what,
        "line": dict(line),
        "covers": list(covers),
        "path": [beside.hex() for beside in path],
    }
