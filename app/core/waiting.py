"""Payments that wait: their day comes while the agreement may still be left, or came before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any


def waiting(facts: Mapping[str, Any], sealed_on: date, until: date) -> tuple[date, ...]:
    """The due days in ``agreement.json`` that wait until ``until``, the last day to leave, is over.

    None where the agreement does not promise it. ``sealed_on`` is the day of the seal in
    UTC: a payment due on it waits under the older promise too.
    """
    clauses = facts["clauses"]
    if not clauses.get("early_payments_wait"):
        return ()
    rows = facts["terms"]["schedule"]["instalments"]
    due = (date.fromisoformat(row["due_on"]) for row in rows if row["amount"]["minor"])
    since = date.min if clauses.get("past_payments_wait") else sealed_on
    return tuple(day for day in due if since <= day <= until)
