"""What a lender sees of an assessment says nothing of why a household is in trouble."""

from __future__ import annotations

import re
from pathlib import Path

from app.core.intake import FOR_LENDERS

CORE = Path(__file__).parents[2] / "app" / "core"
GIVERS = ("routes.py", "no_plan.py")
"""The modules that name the reasons of a route."""
ABOUT_THE_PERSON = {"person_first", "benefit_only", "hardship_expected_to_end", "hold_active"}


def test_no_reason_about_the_person_reaches_a_lender() -> None:
    assert not FOR_LENDERS & ABOUT_THE_PERSON


def test_every_reason_for_lenders_is_one_the_engine_gives() -> None:
    texts = "".join((CORE / name).read_text(encoding="utf-8") for name in GIVERS)
    given = set(re.findall(r'"([a-z_]+)"', texts))

    assert given >= FOR_LENDERS
