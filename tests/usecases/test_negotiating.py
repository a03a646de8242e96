"""The state machine of ``negotiating`` in its short form, and the bugs that it has to find.

``make faults`` runs it 2,000 times.
"""

from __future__ import annotations

import pytest
from hypothesis import Phase

from tests.usecases import planted
from tests.usecases.machine import told_once, try_machine
from tests.usecases.negotiating import Broken, Product
from tests.usecases.scenes import Snapshot

__all__ = ["told_once"]

FEW, ENOUGH = 25, 2_000


def test_whatever_two_tabs_a_side_try_the_rules_hold(told_once: Snapshot) -> None:
    try_machine(told_once, Product(), runs=FEW)


@pytest.mark.parametrize(
    ("bug", "line"),
    [
        (planted.StaleAcceptance(), "seen"),
        (planted.ExpiredOffer(), "expired"),
        (planted.DoubleAcceptance(), "once"),
        (planted.RevokedConsent(), "mandate"),
        (planted.QuietHours(), "hours"),
    ],
    ids=lambda given: type(given).__name__ if isinstance(given, Product) else "",
)
def test_a_planted_bug_is_found(told_once: Snapshot, bug: Product, line: str) -> None:
    with pytest.raises(Broken, match=f"^{line}"):
        try_machine(told_once, bug, runs=ENOUGH, phases=(Phase.generate,))
