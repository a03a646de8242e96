"""What each month may take where a plan follows the months: its ceiling, its cash, each debt's part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.core.ceilings import cash_by_month
from app.core.desk import Routed
from app.core.desks import Base
from app.core.explain import Writer, share_steps
from app.core.results import Step


@dataclass(frozen=True, slots=True)
class Season:
    """One of the two ceilings month by month; ``cash`` is what lies behind each limit."""

    prefix: str
    stretch: bool
    limits: Sequence[int]
    cash: Sequence[int]
    by_month: Sequence[int]


def season_steps(write: Writer, base: Base, routed: Sequence[Routed]) -> Iterator[Step]:
    """One step a month for the longest plan shown that follows the months, then the parts in it."""
    if not any(map(followed_rows, routed)):
        return
    for season in _seasons(base):
        rows = [followed_rows(way) if way.stretch is season.stretch else 0 for way in routed]
        for k, month in enumerate(base.known[: max(rows)]):
            limit, there = write.money(season.limits[k]), write.money(season.cash[k])
            yield write.step(
                f"{season.prefix}_{month.name}",
                f"min({limit},max({write.money(0)},{there}))",
                season.by_month[k],
                "house:season",
            )
            followed = [place for place, many in enumerate(rows) if k < many]
            yield from _parts(write, base, season, k, followed)


def _seasons(base: Base) -> tuple[Season, Season]:
    free = [month.free for month in base.known]
    low, high = [m.recommended for m in base.known], [m.hard for m in base.known]
    usual, most = base.ceilings.recommended_by_month, base.ceilings.hard_by_month
    kept = usual if base.shares.several else ()
    return (
        Season("season", stretch=False, limits=low, cash=cash_by_month(low, free), by_month=usual),
        Season(
            "hard_season",
            stretch=True,
            limits=high,
            cash=cash_by_month(high, free, kept=kept),
            by_month=most,
        ),
    )


def _parts(
    write: Writer, base: Base, season: Season, k: int, followed: Sequence[int]
) -> Iterator[Step]:
    """Each debt's part of one month, rounded down so that parts of different months fit together."""
    if not base.shares.several or not followed:
        return
    pool, claims = season.by_month[k], base.shares.claims
    month, prefix = base.known[k].name, f"{season.prefix}_share"
    names = [f"{debt.id}_{month}" for debt in base.case.debts]
    floored = tuple(base.shares.part(pool, place) for place in range(len(claims)))
    shared = replace(base.shares.divide(pool), parts=floored)
    wanted = {f"{prefix}_{names[place]}" for place in followed}
    steps = share_steps(write, pool, claims, names, shared, prefix=prefix)
    yield from (step for step in steps if step.id in wanted)


def followed_rows(way: Routed) -> int:
    """The rows of the longest plan shown that follows the months."""
    shown = (chosen.scored.candidate for chosen in way.chosen)
    return max((plan.rows for plan in shown if plan.plan is None), default=0)
