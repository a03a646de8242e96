"""What a lender sees of an assessment says nothing of why a household is in trouble."""

from __future__ import annotations

import re
from pathlib import Path

from app.core.intake import FOR_LENDERS

ROUTES = Path(__file__).parents[2] / "app" / "core" / "routes.py"
ABOUT_THE_PERSON = {"person_first", "benefit_only", "hardship_expected_to_end", "hold_active"}


def test_no_reason_about_the_person_reaches_a_lender() -> None:
    assert not FOR_LENDERS & ABOUT_THE_PERSON


def test_every_reason_for_lenders_is_one_the_engine_gives() -> None:
    given = set(re.findall(r'"([a-z_]+)"', ROUTES.read_text(encoding="utf-8")))

    assert given >= FOR_LENDERS
