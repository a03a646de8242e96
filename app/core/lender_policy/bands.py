"""Bands of balances: each balance is in one at most, and none falls between two by accident."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from app.core.errors import Problem
from app.core.lender_policy.values import Band


def band_faults(bands: Sequence[Band]) -> Iterable[Problem]:
    """Empty bands, bands that overlap, and holes between two; paths count as the bands stand.

    Before the first band and after the last the portfolio and the base hold.
    """
    order = sorted(range(len(bands)), key=lambda n: (bands[n].since.minor, n))
    for n in order:
        until = bands[n].until
        if until is not None and until <= bands[n].since:
            yield Problem(f"/bands/{n}/to", "band_empty", "End the band above where it begins")
    for before, after in pairwise(order):
        end, start = bands[before].until, bands[after].since
        if end is None or end > start:
            yield Problem(
                f"/bands/{after}/from",
                "band_overlap",
                f"Begin where the band before ends: {_end(bands[before])}",
            )
        elif end < start:
            yield Problem(
                f"/bands/{after}/from",
                "band_gap",
                f"Balances from {end.plain} to {start.plain} are in no band",
            )


def _end(band: Band) -> str:
    return "it has no end" if band.until is None else band.until.plain
