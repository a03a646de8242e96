"""The state machine of a negotiation 2,000 times (40 with ``SHORT=1``), and the bugs it has to find.

What must hold is listed in ``tests.usecases.negotiating``; looking for a bug ends when it is found.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import Phase

from tests.usecases import planted
from tests.usecases.machine import try_machine
from tests.usecases.negotiating import Broken
from tests.usecases.starts import Starts, starts
from tests.usecases.table import Product

__all__ = ["starts"]

pytestmark = pytest.mark.long

SHORT = os.environ.get("SHORT") == "1"
RUNS = 40 if SHORT else 2_000
ENOUGH = 2_000
BUGS: list[tuple[Product, str]] = [
    (planted.StaleAcceptance(), "seen"),
    (planted.DoubleAcceptance(), "once"),
    (planted.RevokedConsent(), "mandate"),
    (planted.ExpiredOffer(), "expired"),
    (planted.QuietHours(), "hours"),
]


def test_whatever_two_tabs_a_side_try_the_rules_hold(starts: Starts) -> None:
    try_machine(starts, Product(), runs=RUNS)


@pytest.mark.parametrize(("bug", "line"), BUGS, ids=[type(bug).__name__ for bug, _ in BUGS])
def test_a_planted_bug_is_found(starts: Starts, bug: Product, line: str) -> None:
    with pytest.raises(Broken, match=f"^{line}"):
        try_machine(starts, bug, runs=ENOUGH, phases=(Phase.generate,))
