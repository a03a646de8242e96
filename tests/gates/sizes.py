"""The sizes of a test: one that every change is tried with, and one for the night."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

Size = TypeVar("Size")


def sizes(each_change: Size, night: Size) -> Sequence[object]:
    """Both; ``SHORT`` leaves the large one out of the long suites as well."""
    long = [] if "SHORT" in os.environ else [pytest.param(night, marks=pytest.mark.long)]
    return [each_change, *long]
