"""Row 29: whatever is done to the chain of a sealed case, the first bad row is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.core.evidence import Break, Link, chain, verify_chain
from tests.attacks.signing.opinions import signatures
from tests.attacks.signing.table import row
from tests.usecases.scenes import Scene

Rows = tuple[Link, ...]


def links(scene: Scene) -> Rows:
    with scene.deps.reading() as uow:
        return tuple(uow.cases.links(scene.part.place.lender, scene.part.case_id))


def edited(rows: Rows) -> Rows:
    return (*rows[:3], replace(rows[3], payload={"kind": "nothing"}), *rows[4:])


def rehashed(rows: Rows) -> Rows:
    """The edited row gets a digest that fits; the next one shows it."""
    (forged,) = chain([{"kind": "nothing"}], prev=rows[2].digest, first=rows[3].seq)
    return (*rows[:3], forged, *rows[4:])


def inserted(rows: Rows) -> Rows:
    (extra,) = chain([{"kind": "nothing"}], prev=rows[2].digest, first=rows[3].seq)
    return (*rows[:3], extra, *rows[3:])


def reordered(rows: Rows) -> Rows:
    return (*rows[:3], rows[4], rows[3], *rows[5:])


@pytest.mark.parametrize(
    ("attack", "found"),
    [
        row(29, "edited", edited, Break(4, "edited")),
        row(29, "edited and rehashed", rehashed, Break(5, "unlinked")),
        row(29, "deleted", lambda rows: (*rows[:3], *rows[4:]), Break(4, "missing")),
        row(29, "inserted", inserted, Break(5, "missing")),
        row(29, "reordered", reordered, Break(4, "missing")),
    ],
)
def test_the_first_bad_row_is_named(
    done: Scene, attack: Callable[[Rows], Rows], found: Break
) -> None:
    rows = links(done)
    assert verify_chain(rows) is None
    assert verify_chain(attack(rows)) == found


@pytest.mark.parametrize("lost", [row(29, f"truncated by {n}", n) for n in (1, 2)])
def test_a_head_kept_outside_shows_what_was_cut_off(done: Scene, lost: int) -> None:
    rows = links(done)
    cut = rows[:-lost]
    assert verify_chain(cut) is None
    assert verify_chain(cut, head=rows[-1].digest) == Break(len(cut) + 1, "truncated")


@pytest.mark.parametrize("field", [row(29, f"head with {f}", f) for f in ("Lender", "Borrower")])
def test_every_reason_in_the_file_is_such_a_head(done: Scene, field: str) -> None:
    final = done.deps.files.get(done.record().final_sha256 or "")
    (one,) = [s for s in signatures(final) if s.field_name == field]
    (head,) = re.findall(r"[0-9a-f]{64}", str(one.sig_object["/Reason"]))
    assert head in {link.digest for link in links(done)}
