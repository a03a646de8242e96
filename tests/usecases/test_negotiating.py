"""The state machine of ``negotiating`` in its shortest form; ``make faults`` has the long one."""

from __future__ import annotations

from tests.usecases.machine import told_once, try_machine
from tests.usecases.negotiating import Product
from tests.usecases.scenes import Snapshot

__all__ = ["told_once"]

FEW = 25


def test_whatever_two_tabs_a_side_try_the_rules_hold(told_once: Snapshot) -> None:
    try_machine(told_once, Product(), runs=FEW)
