"""Through whose hands a debt went: from who lent first to who holds it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held the debt from ``since`` on; the lender says so, nobody else has checked it."""

    name: str
    since: date | None = None


def chain(
    first: str, assigned_from: str | None, assigned: tuple[Holder, ...], now: str
) -> tuple[Holder, ...]:
    """Every holder in order, none twice in a row. ``now`` is on whose behalf it is asked for.

    Without dated steps it is what the lender named: who lent first, who passed it on, who has it.
    """
    named = assigned or ((Holder(assigned_from),) if assigned_from else ())
    found: list[Holder] = []
    for holder in (Holder(first), *named, Holder(now)):
        if not found or found[-1].name != holder.name:
            found.append(holder)
    return tuple(found)
