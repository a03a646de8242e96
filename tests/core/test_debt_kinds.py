"""A lender's own product names lead to the kind of debt that the rules speak of."""

from __future__ import annotations

import pytest

from app.core.debt_kinds import FIRST_KINDS, comes_first, kind_of
from app.web.wording import DEBT_KINDS


@pytest.mark.parametrize(
    ("product", "kind"),
    [
        ("Credit card", "credit_card"),
        ("Northbank Gold CREDIT CARD", "credit_card"),
        ("信用卡", "credit_card"),
        ("Council tax 2026", "local_tax"),
        ("Income tax", "tax"),
        ("Home loan", "mortgage"),
        ("住房贷款", "mortgage"),
        ("Personal loan", "personal_loan"),
        ("Car loans", "personal_loan"),
        ("消费贷", "personal_loan"),
        ("民间借贷", "private_loan"),
        ("Rent arrears", "rent"),
        ("Gas and electricity", "energy"),
        ("电费", "energy"),
        ("Court fines", "court_fine"),
        ("抚养费", "child_support"),
        # A word inside another word names nothing.
        ("Parental plan", "other"),
        ("Refined goods", "other"),
        ("Taxi hire", "other"),
        ("Current account", "other"),
        ("", "other"),
    ],
)
def test_a_product_names_its_kind(product: str, kind: str) -> None:
    assert kind_of(product) == kind


def test_debts_that_can_cost_a_home_come_first() -> None:
    assert comes_first("rent")
    assert not comes_first("credit_card")
    assert not comes_first("other")


def test_every_kind_that_comes_first_can_be_chosen_by_name() -> None:
    assert set(DEBT_KINDS) >= FIRST_KINDS
