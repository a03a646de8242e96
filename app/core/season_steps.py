"""What each month may take where a plan follows the months: its ceiling, its cash, each debt's part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from app.core.desk import Routed
from app.core.desks import Base
from app.core.explain import Writer, share_steps
from app.core.results import Step


@dataclass(frozen=True, slots=True)
class Season:
    """One of the two ceilings month by month.

    ``spare`` is what each month leaves over once ``kept`` is paid, what is promised there.
    """

    prefix: str
    stretch: bool
    limits: Sequence[int]
    by_month: Sequence[int]
    kept: Sequence[int]
    spare: Sequence[int]


def season_steps(write: Writer, base: Base, routed: Sequence[Routed]) -> Iterator[Step]:
    """One step a month for the longest plan shown that follows the months, then the parts in it."""
    if not any(map(followed_rows, routed)):
        return
    for season in _seasons(base):
        rows = [followed_rows(way) if way.stretch is season.stretch else 0 for way in routed]
        summed: set[str] = set()
        for k, month in enumerate(base.known[: max(rows)]):
            limit = write.money(season.limits[k])
            there, left = _cash(write, base, season, k)
            if left is not None and left.id not in summed:
                summed.add(left.id)
                yield left
            yield write.step(
                f"{season.prefix}_{month.name}",
                f"min({limit},max({write.money(0)},{there}))",
                season.by_month[k],
                "house:season",
            )
            followed = [place for place, many in enumerate(rows) if k < many]
            yield from _parts(write, base, season, k, followed)


def _seasons(base: Base) -> tuple[Season, Season]:
    usual, most = base.ceilings.recommended_by_month, base.ceilings.hard_by_month
    low, high = [m.recommended for m in base.known], [m.hard for m in base.known]
    nothing = (0,) * len(base.known)
    return (
        _season(base, "season", low, usual, nothing),
        _season(base, "hard_season", high, most, usual if base.shares.several else nothing),
    )


def _season(
    base: Base, prefix: str, limits: Sequence[int], by_month: Sequence[int], kept: Sequence[int]
) -> Season:
    free = [month.free for month in base.known]
    return Season(
        prefix=prefix,
        stretch=prefix == "hard_season",
        limits=limits,
        by_month=by_month,
        kept=kept,
        spare=[left - due for left, due in zip(free, kept, strict=True)],
    )


def _cash(write: Writer, base: Base, season: Season, k: int) -> tuple[str, Step | None]:
    """What is there in month ``k`` as a formula, and the sum of months that it rests on."""
    money, month = write.money, base.known[k]
    if min(each.free for each in base.known) >= 0:
        return f"{money(month.surplus)}-{money(month.commitments)}", None
    running = list(accumulate(season.spare))
    last = min(range(k, len(running)), key=running.__getitem__)
    runs = ((each, len(list(same))) for each, same in groupby(season.spare[: last + 1]))
    formula = "+".join(f"{money(each)}*{many}" for each, many in runs)
    step = write.step(
        f"{season.prefix}_left_{base.known[last].name}", formula, running[last], "house:season"
    )
    due, paid = season.kept[k], sum(season.by_month[:k]) - sum(season.kept[:k])
    more = f"+{money(due)}" if due else ""
    return f"{money(running[last])}{more}-{money(paid)}", step


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
