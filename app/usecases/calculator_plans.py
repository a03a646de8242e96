"""Plans for the debts of a visitor: the engine's whole answer; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.assessment import assess
from app.core.casefile import dump
from app.core.caselines import DebtLine
from app.core.money import Money
from app.core.policy import PolicyPack
from app.core.results import Assessment, DebtResult, Option
from app.usecases.calculator import AskedBudget, case_of
from app.usecases.left_over import left_after


@dataclass(frozen=True, slots=True)
class Plan:
    """One option, and what is left to live on in the tightest month with it."""

    option: Option
    left: Money


@dataclass(frozen=True, slots=True)
class DebtAnswer:
    line: DebtLine
    result: DebtResult
    plans: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine says of the whole household, and of each debt in the order it was told."""

    assessment: Assessment
    debts: tuple[DebtAnswer, ...]


def plans_for(asked: AskedBudget, pack: PolicyPack, *, as_of: date) -> Answer | None:
    """The plans for every debt together, by the confirmed rules of ``pack``; None without a debt."""
    if not asked.debts:
        return None
    case = case_of(asked, as_of)
    assessment = assess(case, pack)
    return Answer(
        assessment,
        tuple(
            DebtAnswer(
                line,
                result,
                tuple(Plan(o, left_after(o.terms, assessment, result.id)) for o in result.options),
            )
            for line, result in zip(case.debts, assessment.debts, strict=True)
        ),
    )


def case_file_of(asked: AskedBudget, *, as_of: date) -> bytes:
    """The answers as plainpact/case-file/1, to keep or to send to the interface for programs."""
    return dump(case_of(asked, as_of))
