"""The columns of a lender's export, and the names each may carry."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Column(StrEnum):
    """In the order of the documentation and of every report."""

    ACCOUNT = "account"
    NAME = "name"
    CONTACT = "contact"
    PRINCIPAL = "principal"
    INTEREST = "interest"
    FEES = "fees"
    ANNUAL_RATE = "annual_rate"
    ARREARS = "arrears"
    LAST_PAYMENT = "last_payment"
    CURRENCY = "currency"
    PRODUCT = "product"
    ORIGINAL_CREDITOR = "original_creditor"
    ASSIGNED_FROM = "assigned_from"
    ASSIGNMENTS = "assignments"


OPTIONAL = frozenset(
    {Column.LAST_PAYMENT, Column.ORIGINAL_CREDITOR, Column.ASSIGNED_FROM, Column.ASSIGNMENTS}
)
"""These may be empty, and the whole column may be left out."""

TEXT_LIMITS = {
    Column.ACCOUNT: 64,
    Column.NAME: 200,
    Column.CONTACT: 254,
    Column.PRODUCT: 80,
    Column.ORIGINAL_CREDITOR: 200,
    Column.ASSIGNED_FROM: 200,
}
"""Longest text of a column in code points."""

_CHINESE = {
    Column.ACCOUNT: ("账号", "帐号", "账户", "账户号"),
    Column.NAME: ("姓名", "客户姓名", "借款人"),
    Column.CONTACT: ("联系方式", "联系电话", "手机号", "邮箱"),
    Column.PRINCIPAL: ("本金", "剩余本金"),
    Column.INTEREST: ("利息", "应还利息"),
    Column.FEES: ("费用", "应还费用"),
    Column.ANNUAL_RATE: ("年利率",),
    Column.ARREARS: ("逾期金额", "拖欠金额"),
    Column.LAST_PAYMENT: ("最近还款日", "最后还款日", "最近还款日期"),
    Column.CURRENCY: ("币种", "货币"),
    Column.PRODUCT: ("产品", "产品名称"),
    Column.ORIGINAL_CREDITOR: ("原债权人", "原始债权人"),
    Column.ASSIGNED_FROM: ("转让方", "债权转让方"),
    Column.ASSIGNMENTS: ("转让记录", "债权转让记录"),
}
LONGEST_HEADING = 64
_BETWEEN_WORDS = re.compile(r"[\s_\-]+")


def _key(header: str) -> str:
    return _BETWEEN_WORDS.sub("", unicodedata.normalize("NFKC", header)).casefold()


_NAMES = {_key(column.value): column for column in Column} | {
    _key(name): column for column, names in _CHINESE.items() for name in names
}


def column_named(header: str) -> Column | None:
    """The column a heading means; case, spaces, underscores and hyphens do not matter."""
    return _NAMES.get(_key(header)) if len(header) <= LONGEST_HEADING else None
