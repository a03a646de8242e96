"""Whether a restored deployment holds: its chains, its files and its sealed agreements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from app.gateways.files import JSON, PDF, FileDamaged, FileMissing
from app.store import copying, sampling
from app.store.readiness import is_migrated
from app.usecases import checkpoints, verify
from app.usecases.deps import Deps

MOST_SEALED = 20
MOST_FIELDS = 100


@dataclass(frozen=True, slots=True)
class Proof:
    """How much was looked at, and what does not hold; nothing of whom it is about."""

    chains: int
    files: int
    sealed: int
    fields: int
    faults: tuple[str, ...]


def prove(deps: Deps) -> Proof:
    """Read every chain with its contents, hash every file, verify the newest sealed agreements.

    Some encrypted fields of every kind are opened, and the log is held against the checkpoints
    outside.

    A schema that is not the newest is no fault: the next start migrates it, but nothing
    can be read before.
    """
    with deps.reading() as uow:
        if not is_migrated(uow):
            return Proof(0, 0, 0, 0, ("schema: run the version that made this backup",))
        chains, broken = copying.broken_chains(uow)
        fields, unopened = sampling.open_some(uow, MOST_FIELDS)
        papers = copying.papers(uow)
        final = tuple(islice(copying.papers(uow, "final"), MOST_SEALED))
    lost = [f"{place} does not open" for place in unopened]
    faults = [*broken, *lost, *_log(deps), *_lost(deps, papers), *_unsealed(deps, final)]
    return Proof(chains, len(papers), len(final), fields, tuple(faults))


def _log(deps: Deps) -> Iterator[str]:
    """The audit log beside the checkpoints that never were in the database."""
    if found := checkpoints.broken_in(deps):
        yield f"audit log: {found}"


def _lost(deps: Deps, papers: tuple[str, ...]) -> Iterator[str]:
    for digest in papers:
        if _file(deps, digest) is None:
            yield f"file {digest[:16]} is lost or damaged"


def _unsealed(deps: Deps, papers: tuple[str, ...]) -> Iterator[str]:
    for digest in papers:
        data = _file(deps, digest)
        if data is not None and verify.by_file(deps, data).exit_code != verify.ACCEPTED:
            yield f"agreement {digest[:16]} is not found genuine"


def _file(deps: Deps, digest: str) -> bytes | None:
    for suffix in (PDF, JSON):
        try:
            return deps.files.get(digest, suffix)
        except FileMissing:
            continue
        except FileDamaged:
            return None
    return None
