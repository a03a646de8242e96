"""``bench audit``: how long a whole audit log takes to check, beside the target."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from app.core.audit_line import leaf_of, shown
from app.core.checkpoint import Checkpoint
from app.core.evidence import GENESIS, Link, link, sha256_hex, verify_chain
from app.core.merkle import Growing, leaf_hash
from app.gateways.log_export import LogExport
from app.gateways.log_key import open_log_key
from app.usecases.checkpoints import LEAVES
from app.usecases.log_export import check

OK, FAULT = 0, 1
SIZE = {True: 100_000, False: 1_000_000}
MOST_S = 30


def audit(*, short: bool) -> int:
    """Print CPU seconds as one line of JSON; 1 when a check takes longer than the target."""
    size = SIZE[short]
    public, inside = _public_s(size), _inside_s(size)
    most = MOST_S * size / SIZE[False]
    told = {
        "gate": "tamper",
        "leaves": size,
        "verify_s": round(public, 2),
        "worker_s": round(inside, 2),
        "target_s": most,
    }
    print(json.dumps(told))
    return OK if max(public, inside) <= most else FAULT


def _public_s(size: int) -> float:
    """An export with a checkpoint for every thousand leaves, checked with public data alone."""
    with TemporaryDirectory(prefix="plainpact-") as name:
        folder, signer = Path(name) / "log", open_log_key(Path(name) / "keys")
        leaves = [leaf_hash(str(number).encode()) for number in range(size)]
        tree, notes, after = Growing(), {}, GENESIS
        for leaf in leaves:
            tree.add(leaf)
            if tree.size % LEAVES == 0:
                number = tree.size // LEAVES
                at = "2026-01-01T00:00:00Z"
                made = Checkpoint(signer.name, tree.size, tree.root(), number, at, after)
                notes[number] = signer.sign(made.text)
                after = sha256_hex(notes[number].encode())
        LogExport(folder).write(leaves, notes, signer.public.encode())
        begun = process_time()
        found = check(folder, signer.public)
        taken = process_time() - begun
    if found.finding is not None:
        raise RuntimeError(found.finding.name)
    return taken


def _inside_s(size: int) -> float:
    """What the worker does with every line it reads: the chain, the leaf, the tree."""
    taken, prev, tree = 0.0, GENESIS, Growing()
    for lines in _thousands(size):
        chained, follows = [], prev
        for line in lines:
            digest = link(prev, line)
            chained.append(Link(int(str(line["seq"])), prev, line, digest))
            prev = digest
        begun = process_time()
        verify_chain(chained, prev=follows, first=chained[0].seq)
        for one in chained:
            tree.add(leaf_of(shown(one)))
        tree.root()
        taken += process_time() - begun
    return taken


def _thousands(size: int) -> Iterator[list[dict[str, object]]]:
    for first in range(1, size + 1, LEAVES):
        yield [_line(seq) for seq in range(first, min(first + LEAVES, size + 1))]


def _line(seq: int) -> dict[str, object]:
    return {
        "seq": seq,
        "at": "2026-11-22T09:30:00.000000+00:00",
        "actor": f"{seq:032x}",
        "action": "offer.answered",
        "object": f"case:{seq:08x}-0000-4000-8000-000000000000",
        "rules_version": "2026.11",
        "commitment": f"{seq:064x}",
    }
