"""What staff write on a good day: more than 200 sentences of each language, hard ones among them.

They were written as letters, not to please the guard; what it stops of them is its false alarms.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from app.core.message_guard.judging import Outcome, judge

MOST_STOPPED = Fraction(2, 100)


def sentences(language: str) -> tuple[str, ...]:
    path = Path(__file__).parent / f"ordinary.{language}.txt"
    return tuple(path.read_text(encoding="utf-8").splitlines())


def share(language: str, outcome: Outcome) -> Fraction:
    said = sentences(language)
    return Fraction(sum(judge(one).outcome is outcome for one in said), len(said))
