"""How it was worked out: every step of the sum with its words, and the rule behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.core.results import Assessment, Step
from app.web import i18n
from app.web.fields import Words
from app.web.plans.words import HOUSE_RULES, STEPS

_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])(?![0-9])")
_AFTER_A_SIGN = re.compile(r"(?<=[,+*/(-])")


@dataclass(frozen=True, slots=True)
class StepRow:
    """``href`` leads to the rule in its pack; a rule of the house is said in ``why``."""

    words: Words
    formula: Markup
    result: str
    rule: str
    version: str
    why: Words
    href: str


def steps(assessment: Assessment, names: Mapping[str, str]) -> tuple[StepRow, ...]:
    """Every step in the order it was taken; ``names`` says how to call a debt, by its id."""
    shown = (*assessment.explanation, *assessment.plan_steps())
    return tuple(_row(step, assessment.pack_id, names) for step in shown)


def _row(step: Step, pack: str, names: Mapping[str, str]) -> StepRow:
    known = max((k for k in STEPS if step.id.startswith(k)), key=len, default="")
    words = str(STEPS[known]) if known else step.id
    rest = step.id.removeprefix(known).strip("_")
    debt = max((one for one in names if rest.startswith(one)), key=len, default="")
    if debt:
        words = _("%(step)s (%(name)s)", step=words, name=names[debt])
    if month := _MONTH.search(step.id):
        named = i18n.month(date.fromisoformat(f"{month[0]}-01"))
        words = _("%(step)s (%(name)s)", step=words, name=named)
    house = step.rule.startswith("house:")
    return StepRow(
        words=words,
        formula=_breakable(step.formula),
        result=step.result,
        rule=step.rule,
        version=step.version,
        why=HOUSE_RULES.get(step.rule, ""),
        href="" if house or "/" in step.rule else rule_address(pack, step.rule),
    )


def _breakable(formula: str) -> Markup:
    """The formula with places where a line may end, so that no figure is torn apart."""
    return Markup("<wbr>").join(escape(part) for part in _AFTER_A_SIGN.split(formula))


def rule_address(pack: str, rule: str) -> str:
    """Where a pack's rule can be read."""
    return f"/rules/{pack.lower()}#{rule}"
