"""A lender's policy out of a case file, with its fields for single debts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from app.core.caselines import LenderTerms
from app.core.dates import Roll
from app.core.sheet import Sheet

PARTS = frozenset({"principal", "interest", "fees"})
LONGEST_TERM = 600


def policy(sheet: Sheet) -> LenderTerms:
    """The lender's policy with its fields per debt."""
    version = sheet.text("version")
    special: tuple[tuple[str, LenderTerms], ...] = ()
    if sheet.has("per_debt"):
        inner = sheet.sheet("per_debt")
        special = tuple((key, _finished(inner.sheet(key))) for key in inner.value)
    found = replace(policy_fields(sheet), version=version, per_debt=special)
    sheet.finish()
    return found


def _finished(sheet: Sheet) -> LenderTerms:
    found = policy_fields(sheet)
    sheet.finish()
    return found


def policy_fields(sheet: Sheet) -> LenderTerms:
    """The fields that a policy may say, out of a sheet that may hold others beside them."""
    return LenderTerms(
        max_term_months=sheet.optional(
            "max_term_months", lambda key: sheet.whole(key, 1, LONGEST_TERM)
        ),
        min_instalment=sheet.optional("min_instalment", sheet.money),
        waive_fees=sheet.optional("waive_fees", sheet.flag),
        rate_ladder=sheet.optional("rate_ladder", lambda key: _rates(sheet, key)),
        min_repaid_share=sheet.optional("min_repaid_share", sheet.rate),
        settlement_share=sheet.optional("settlement_share", sheet.rate),
        max_break_months=sheet.optional(
            "max_break_months", lambda key: sheet.whole(key, 0, LONGEST_TERM)
        ),
        allocation=sheet.optional("allocation", lambda key: _allocation(sheet, key)),
        roll=sheet.optional(
            "roll", lambda key: sheet.one_of(key, Roll, frozenset(Roll), "unknown_roll")
        ),
    )


def _rates(sheet: Sheet, key: str) -> tuple[Fraction, ...]:
    row = Sheet({}, sheet.at(key), sheet.currency, sheet.problems)
    return tuple(row.rate_value(n, value) for n, value in enumerate(sheet.items(key)))


def _allocation(sheet: Sheet, key: str) -> tuple[str, ...]:
    found = tuple(item for item in sheet.items(key) if isinstance(item, str))
    if set(found) != PARTS or len(found) != len(PARTS):
        sheet.wrong(key, "unknown_allocation", "Name principal, interest and fees once each")
    return found
