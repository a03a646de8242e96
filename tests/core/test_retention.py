"""The table of periods: whole, cited, and exact to the second."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.core.packs import JURISDICTIONS, rule_named
from app.core.retention import ended_at, legal_end, purpose_end, retention

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_every_place_has_its_law_and_says_what_was_checked() -> None:
    table = retention()
    assert tuple(sorted(law.place for law in table.laws)) == tuple(sorted(JURISDICTIONS))
    assert not table.confirmed_by_lawyer
    for law in table.laws:
        for basis in (law.claims, law.shortest):
            assert basis.url.startswith("https://")
            if basis.rule is None:
                assert not basis.checked, basis
                continue
            found = rule_named(basis.rule)
            assert found is not None, basis.rule
            assert found[1].citation.verified == basis.checked, basis.rule


def test_the_periods_that_were_promised_are_the_periods_that_run() -> None:
    spans = {one.id: one.span for one in retention().classes if one.amount is not None}
    day = timedelta(days=1)
    assert spans["codes"] == day
    assert spans["server_logs"] == 30 * day
    assert spans["drafts"] == spans["circumstances"] == 90 * day
    with pytest.raises(LookupError):
        _ = retention().of("case").span


@pytest.mark.parametrize(
    ("stage", "plan_ends", "at", "ended"),
    [
        ("closed", None, NOON, NOON - SECOND),
        ("open", None, NOON, None),
        ("sealed", date(2026, 11, 20), NOON, datetime(2026, 11, 21, tzinfo=UTC)),
        ("sealed", date(2026, 11, 21), NOON, None),
        ("offered", None, NOON.replace(year=2032) - 2 * SECOND, None),
        ("offered", None, NOON.replace(year=2032) - SECOND, NOON - SECOND),
    ],
)
def test_when_a_case_ended(
    stage: str, plan_ends: date | None, at: datetime, ended: datetime | None
) -> None:
    assert ended_at(stage, NOON - SECOND, plan_ends, "UK", at) == ended


def test_a_period_of_years_ends_on_the_same_day_and_leap_days_on_the_last_of_february() -> None:
    assert purpose_end(NOON) == NOON + timedelta(days=90)
    assert legal_end(NOON, "CN") == NOON.replace(year=2029)
    assert legal_end(datetime(2028, 2, 29, tzinfo=UTC), "US") == datetime(2031, 2, 28, tzinfo=UTC)
