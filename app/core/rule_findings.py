"""What a pack's rules find in a plan, and the plans that they let through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.core.policy import Finding, PolicyPack, Rule, Severity
from app.core.rule_checks import Figures, Proposal, Standing, breach
from app.core.rule_kinds import Check
from app.core.rule_words import CODES, MESSAGES


def evaluate(
    pack: PolicyPack, proposal: Proposal, day: date, path: str = ""
) -> tuple[Finding, ...]:
    """All that the pack's rules find in ``proposal`` on ``day``, in the pack's order."""
    return tuple(
        finding(rule, path, severity)
        for rule in pack.rules.values()
        if (severity := _severity(rule, proposal, day)) is not None
    )


def finding(rule: Rule, path: str, severity: Severity) -> Finding:
    """What a rule with a check says when it is broken."""
    kind = type(rule.check)
    return Finding(CODES[kind], severity, path, rule.code, MESSAGES[kind])


def _severity(rule: Rule, proposal: Proposal, day: date) -> Severity | None:
    """A rule that does not bind, or a breach that is not sure, warns and never stops."""
    surely = None if rule.check is None else breach(rule.check, proposal, day)
    if surely is None or rule.severity is Severity.INFO:
        return None if surely is None else Severity.INFO
    return surely if rule.binds(day) else Severity.WARN


def found_in(
    pack: PolicyPack, judged: Sieve, plans: Sequence[tuple[Figures, bool]], path: str
) -> tuple[Finding, ...]:
    """What the pack says about one debt: what kept plans out, then what it notes on those shown.

    ``plans`` are the ones shown, each with whether it is one payment from beside the budget.
    """
    kept_out = [finding(rule, path, Severity.BLOCK) for rule in judged.barred.values()]
    noted = [
        found
        for plan, lump in plans
        for found in evaluate(pack, Proposal(judged.standing, plan, lump=lump), judged.day, path)
        if found.rule not in judged.barred
    ]
    return tuple(dict.fromkeys((*kept_out, *noted)))


@dataclass(slots=True)
class Sieve:
    """Lets through the plans of one debt that no binding rule stops; ``barred`` names those that did."""

    rules: tuple[tuple[Rule, Check], ...]
    standing: Standing
    day: date
    barred: dict[str, Rule] = field(default_factory=dict)

    def keeps(self, plan: Figures, *, lump: bool = False) -> bool:
        proposal = Proposal(self.standing, plan, lump=lump)
        for rule, check in self.rules:
            if breach(check, proposal, self.day) is Severity.BLOCK:
                self.barred[rule.code] = rule
                return False
        return True


def sieve(pack: PolicyPack, standing: Standing, day: date) -> Sieve:
    """The sieve of the rules that bind on ``day``."""
    binding = [(r, r.check) for r in pack.rules.values() if r.check is not None and r.binds(day)]
    return Sieve(tuple(binding), standing, day)
