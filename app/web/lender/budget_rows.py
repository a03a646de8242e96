"""Headings or lines of a shared budget, as far as the borrower opened them, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.core.budget_view import TOGETHER, Level, Row
from app.core.packs import categories
from app.web import i18n
from app.web.budget import category_names
from app.web.fields import Words
from app.web.wording import FREQUENCIES, bilingual

Cells = tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """Two tables, income and spending; ``lines`` says that each amount stands as it was told."""

    intro: Words
    lines: bool
    tables: tuple[tuple[Words, tuple[Cells, ...]], ...]


def opened(shown: Mapping[str, Any]) -> Opened:
    """``shown`` are the fields of a ``Shown`` that the borrower lets out."""
    lines = shown["level"] is Level.LINES
    words = (
        _("The borrower shows you each line, as it stood on %(day)s.", day=i18n.day(shown["as_at"]))
        if lines
        else _(
            "The borrower shows you each group, as it stood on %(day)s.",
            day=i18n.day(shown["as_at"]),
        )
    )
    names = _names(lines=lines)
    return Opened(
        intro=words,
        lines=lines,
        tables=(
            (
                _("Income they show you"),
                tuple(_cells(row, names, lines=lines) for row in shown["income"]),
            ),
            (
                _("Spending they show you"),
                tuple(_cells(row, names, lines=lines) for row in shown["spending"]),
            ),
        ),
    )


def _names(*, lines: bool) -> dict[str, Words]:
    headings = {one.id: bilingual(one.en, one.zh) for one in categories().headings}
    known = category_names() if lines else headings
    return known | {TOGETHER: _("The other person in the household, in one sum")}


def _cells(row: Row, names: dict[str, Words], *, lines: bool) -> Cells:
    name, monthly = names[row.name], i18n.money(row.monthly)
    if not lines:
        return name, monthly
    told = (
        _("%(amount)s %(every)s", amount=i18n.money(row.amount), every=FREQUENCIES[row.every])
        if row.amount is not None and row.every is not None
        else _("different each month")
    )
    return name, told, monthly
