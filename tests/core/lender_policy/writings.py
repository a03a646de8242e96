"""Policies as lenders write them, for tests; and a strategy for any valid one."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from app.core.lender_policy.reading import read
from app.core.lender_policy.values import PolicyVersion
from app.core.money import Currency
from app.core.negotiation.rounds import LEAST_ROUNDS, MOST_ROUNDS


def written(**said: Any) -> dict[str, Any]:  # noqa: ANN401 (plain JSON)
    """A faultless policy in pounds; a test names only what matters."""
    return {
        "schema": "plainpact/lender-policy/1",
        "version": "2027-01",
        "effective_from": "2027-01-01",
        "currency": "GBP",
        "base": {},
    } | said


def policy(**said: Any) -> PolicyVersion:  # noqa: ANN401 (plain JSON)
    return read(written(**said), Currency.GBP)


def _share() -> st.SearchStrategy[str]:
    return st.integers(0, 100).map(lambda n: f"{n // 100}.{n % 100:02}")


FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "max_term_months": st.integers(12, 120),
    "min_instalment": st.integers(0, 2500).map(lambda n: f"{n // 100}.{n % 100:02}"),
    "waive_fees": st.booleans(),
    "rate_ladder": st.lists(_share(), max_size=4),
    "min_repaid_share": _share(),
    "settlement_share": _share(),
    "max_break_months": st.integers(0, 12),
    "roll": st.sampled_from(["none", "next", "previous", "modified_next"]),
}
fields = st.fixed_dictionaries({}, optional=FIELDS)
said = fields.filter(bool)


@st.composite
def bands(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Bands that meet end to end; the last may have no end."""
    edges = sorted(draw(st.lists(st.integers(0, 9_000), unique=True, min_size=2, max_size=5)))
    found = [
        {"from": f"{low}.00", "to": f"{high}.00"} | draw(said) for low, high in pairwise(edges)
    ]
    if draw(st.booleans()):
        del found[-1]["to"]
    return found


@st.composite
def policies(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(["Credit card", "Car loan"]), unique=True))
    rounds = draw(st.one_of(st.none(), st.integers(LEAST_ROUNDS, MOST_ROUNDS)))
    return written(
        **({} if rounds is None else {"most_offers": rounds}),
        base=draw(fields),
        portfolios=[{"name": name} | draw(said) for name in names],
        bands=draw(st.one_of(st.just([]), bands())),
    )
