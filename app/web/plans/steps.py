"""How it was worked out: every step of the sum with its words, and the rule behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.core.results import Assessment, Step
from app.web.fields import Words
from app.web.plans.words import HOUSE_RULES, STEPS


@dataclass(frozen=True, slots=True)
class StepRow:
    """``href`` leads to the rule in its pack; a rule of the house is said in ``why``."""

    words: Words
    formula: str
    result: str
    rule: str
    version: str
    why: Words
    href: str


def steps(assessment: Assessment, names: Mapping[str, str]) -> tuple[StepRow, ...]:
    """Every step in the order it was taken; ``names`` says how to call a debt, by its id."""
    return tuple(_row(step, assessment.pack_id, names) for step in assessment.explanation)


def _row(step: Step, pack: str, names: Mapping[str, str]) -> StepRow:
    known = max((k for k in STEPS if step.id.startswith(k)), key=len, default="")
    words = str(STEPS[known]) if known else step.id
    rest = step.id.removeprefix(known).strip("_")
    debt = max((one for one in names if rest.startswith(one)), key=len, default="")
    if debt:
        words = _("%(step)s (%(name)s)", step=words, name=names[debt])
    house = step.rule.startswith("house:")
    return StepRow(
        words=words,
        formula=step.formula,
        result=step.result,
        rule=step.rule,
        version=step.version,
        why=HOUSE_RULES.get(step.rule, ""),
        href="" if house or "/" in step.rule else rule_address(pack, step.rule),
    )


def rule_address(pack: str, rule: str) -> str:
    """Where a pack's rule can be read."""
    return f"/rules/{pack.lower()}#{rule}"
