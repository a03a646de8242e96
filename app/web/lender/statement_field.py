"""A statement that is typed or pasted: one line for each entry, read strictly and at once."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.message_guard.judging import Outcome, judge
from app.core.money import Currency, Money
from app.core.negotiation.proof import MOST_LINES
from app.core.negotiation.proof_events import LineKind, ProofLine
from app.web.fields import TextField, Words

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_KINDS = {
    "principal": LineKind.PRINCIPAL,
    "本金": LineKind.PRINCIPAL,
    "interest": LineKind.INTEREST,
    "利息": LineKind.INTEREST,
    "fee": LineKind.FEE,
    "费用": LineKind.FEE,
    "payment": LineKind.PAYMENT,
    "还款": LineKind.PAYMENT,
    "adjustment": LineKind.ADJUSTMENT,
    "减免": LineKind.ADJUSTMENT,
}
_LONGEST = 6000
_WORDS = 120
_PARTS = 3


class StatementField(TextField):
    """Lines such as ``2026-05-04; fee; 12.00; Late fee``; keeps what was typed.

    The amount is never below zero: its kind says whether it is added or taken off. ``lines``
    is what was read; the first line that cannot be read is named.
    """

    lines: tuple[ProofLine, ...] = ()

    def __init__(self, label: Words = "", **kwargs: Any) -> None:
        super().__init__(label, most=_LONGEST, many_lines=True, **kwargs)
        self.currency: Currency = self.meta.currency

    def read(self, typed: str) -> str:
        text = super().read(typed)
        rows = [row for row in text.splitlines() if row.strip()]
        if len(rows) > MOST_LINES:
            raise ValueError(_l("Use %(most)d lines or fewer", most=MOST_LINES))
        self.lines = tuple(self._line(row, place) for place, row in enumerate(rows, start=1))
        return text

    def _line(self, row: str, place: int) -> ProofLine:
        day, kind, amount, words = _parts(row, place)
        found = _KINDS.get(kind.casefold())
        if found is None:
            raise ValueError(
                _l(
                    "Line %(n)d: say principal, interest, fee, payment or adjustment",
                    n=place,
                )
            )
        if len(words) > _WORDS or judge(words).outcome is Outcome.BLOCKED:
            raise ValueError(_l("Line %(n)d: use shorter, plain words", n=place))
        return ProofLine(_day(day, place), found, self._amount(amount, place), words)

    def _amount(self, typed: str, place: int) -> Money:
        try:
            found = Money.parse(typed, self.currency)
        except ValueError:
            found = Money.zero(self.currency)
        if found.minor <= 0:
            raise ValueError(_l("Line %(n)d: write an amount above 0, like 12.00", n=place))
        return found


def _parts(row: str, place: int) -> tuple[str, str, str, str]:
    cells = [cell.strip() for cell in re.split("[;；]", row, maxsplit=_PARTS)]
    if len(cells) < _PARTS:
        raise ValueError(_l("Line %(n)d: write day; kind; amount; words", n=place))
    day, kind, amount, *words = cells
    return day, kind, amount, words[0] if words else ""


def _day(typed: str, place: int) -> date:
    try:
        return date.fromisoformat(typed if _DAY.fullmatch(typed) else "")
    except ValueError:
        raise ValueError(_l("Line %(n)d: write the day like 2026-05-04", n=place)) from None
