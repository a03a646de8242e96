"""Policy packs at a glance: versions, what nobody checked, what is too old, what is confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.confirmation import Standing, figures_of, standing
from app.core.dates import add_months
from app.core.packs import JURISDICTIONS, load
from app.usecases.confirmed import ConfirmedRules, rules_today
from app.usecases.deps import Deps

_WORDS = {
    Standing.UNCONFIRMED: "not confirmed",
    Standing.EMPTY: "no figure yet",
    Standing.EXPIRED: "ran out",
    Standing.STALE: "too old",
}


def packs(deps: Deps) -> int:
    """Print every pack as it stands today; always 0."""
    for place in JURISDICTIONS:
        print("\n".join(lines(rules_today(deps, place))))
    return 0


def lines(rules: ConfirmedRules) -> Iterator[str]:
    """One pack: its heading, then its rules and its figures by how far they can be relied on."""
    pack, day = rules.pack, rules.day
    yield f"{pack.id} {pack.version} as at {pack.as_at}: {pack.status}, {len(pack.rules)} rules"
    cited = {code: rule.citation for code, rule in pack.rules.items()}
    yield from _named("  rules not verified", (c for c, at in cited.items() if not at.verified))
    yield from _named(
        "  rules not looked at for long",
        (c for c, at in cited.items() if add_months(at.as_at, at.stale_after_months) < day),
    )
    figures = figures_of(load(pack.id))
    stands = {f.id: standing(f, rules.confirmations, day) for f in figures}
    for state, words in _WORDS.items():
        yield from _named(
            f"  figures {words}", (f for f, found in stands.items() if found is state)
        )
    for one in rules.confirmations:
        back = f", taken back by {one.withdrawal.by}" if one.withdrawal else ""
        yield (
            f"  confirmed {one.figure} = {one.value}"
            f" from {one.effective} to {one.expires or 'no last day'},"
            f" by {one.by} on {one.confirmed_on}{back}"
        )


def _named(words: str, codes: Iterator[str]) -> Iterator[str]:
    found = tuple(codes)
    if found:
        yield f"{words} ({len(found)}): {', '.join(found)}"
