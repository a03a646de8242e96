"""The state machine of ``negotiating`` in its shortest form; ``make faults`` has the long one."""

from __future__ import annotations

from tests.usecases.machine import try_machine
from tests.usecases.starts import Starts, starts
from tests.usecases.table import Product

__all__ = ["starts"]

FEW = 25


def test_whatever_two_tabs_a_side_try_the_rules_hold(starts: Starts) -> None:
    try_machine(starts, Product(), runs=FEW)
