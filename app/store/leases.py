"""How long an effect is taken for."""

from __future__ import annotations

from datetime import timedelta

TRUSTED = 8
"""So often an effect may be cut off before it counts as what ends the workers."""
LONGEST_LEASE = timedelta(minutes=10)
_STEP, _MOST_STEPS = 4, 4


def lease_of(first: timedelta, attempt: int) -> timedelta:
    """``first`` for the ``TRUSTED`` first attempts, then four times the last, at most 10 min."""
    times: int = _STEP ** min(max(attempt - TRUSTED, 0), _MOST_STEPS)
    return min(first * times, max(first, LONGEST_LEASE))
