"""Which kind of debt a lender's product is, and which kinds come before others.

A lender's export names its products in its own words. The words below are common
names; one that is not known stays ``other``, which claims nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

FIRST_KINDS = frozenset(
    {"mortgage", "rent", "local_tax", "energy", "water", "tax", "child_support", "court_fine"}
)
"""Debts that can cost a home, energy or freedom: they come before others."""

OTHER = "other"

# In this order: "council tax" is no "tax", and a "home loan" no plain loan.
_NAMES: tuple[tuple[str, str, str], ...] = (
    ("mortgage", "mortgage|home loan|housing loan", "房贷|按揭|住房贷款|公积金贷款"),
    ("rent", "rent|rent arrears|tenancy", "房租|租金"),
    ("local_tax", "council tax|local tax|property tax|rates arrears", "房产税"),
    ("child_support", "child support|child maintenance", "抚养费"),
    ("court_fine", "court fine|fine|fines", "罚款|罚金"),
    ("energy", "energy|gas|electricity|heating", "电费|燃气费|供暖费|取暖费|煤气费"),
    ("water", "water", "水费"),
    ("tax", "tax|income tax|vat", "税款|个人所得税|欠税"),
    ("credit_card", "credit card|charge card", "信用卡|贷记卡"),
    (
        "store_credit",
        "store card|shop credit|catalogue|store credit|buy now pay later",
        "分期付款|赊销",
    ),
    ("overdraft", "overdraft", "透支"),
    ("private_loan", "private loan", "民间借贷|个人间借款"),
    ("personal_loan", "loan|personal loan|consumer loan", "贷款|借款|消费贷"),
)


def comes_first(kind: str) -> bool:
    """Whether a debt of this kind is a priority debt."""
    return kind in FIRST_KINDS


@lru_cache(maxsize=1024)
def kind_of(product: str) -> str:
    """The kind that the words of ``product`` name, whole words in any case; else ``other``."""
    for kind, english, chinese in _NAMES:
        if re.search(rf"\b(?:{english})s?\b", product, re.IGNORECASE) or re.search(
            chinese, product
        ):
            return kind
    return OTHER
