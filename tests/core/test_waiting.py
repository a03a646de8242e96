"""Which payments wait until an agreement can no longer be left."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.core.waiting import waiting

SEALED, UNTIL = date(2027, 3, 1), date(2027, 3, 15)
DUE = ("2027-02-01", "2027-02-28", "2027-03-01", "2027-03-15", "2027-03-16")


def facts(**clauses: bool) -> dict[str, Any]:
    rows = [{"due_on": day, "amount": {"minor": 100}} for day in DUE]
    rows.append({"due_on": "2027-03-05", "amount": {"minor": 0}})
    return {"clauses": clauses, "terms": {"schedule": {"instalments": rows}}}


@pytest.mark.parametrize(
    ("promised", "found"),
    [
        ({}, ()),
        ({"early_payments_wait": True}, DUE[2:4]),
        ({"early_payments_wait": True, "past_payments_wait": True}, DUE[:4]),
    ],
)
def test_what_waits_is_what_the_agreement_promises(
    promised: dict[str, bool], found: tuple[str, ...]
) -> None:
    days = waiting(facts(**promised), SEALED, UNTIL)
    assert tuple(day.isoformat() for day in days) == found
