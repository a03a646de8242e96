"""Every code that the engine can say has words, in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given

from app.core import notices
from app.core.policy import Finding, Severity
from app.core.results import Label
from app.core.rule_words import CODES
from app.web.fields import Words
from app.web.plans.next_steps import NEXT_STEPS, ON_A_DAY
from app.web.plans.words import BECAUSE, FINDINGS, HEADINGS, HOUSE_RULES, ONE_PLAN, STEPS, finding
from tests.core.households import Placed, assessed, households, many

CORE = Path(notices.__file__).parent
ENGINE = [ast.parse(path.read_text()) for path in sorted(CORE.glob("*.py"))]
ALL: dict[str, dict[str, Words]] = {
    "findings": FINDINGS,
    "steps to take": {**NEXT_STEPS, **ON_A_DAY},
    "reasons": BECAUSE,
    "labels": {**HEADINGS, **ONE_PLAN},
    "house rules": HOUSE_RULES,
    "steps of the sum": STEPS,
}
"""Everything that a page looks up by a code."""


REASONS = {"reason", "why", "more"}
"""Names that hold the code of a reason in the modules that choose a route."""


def calls(*names: str) -> Iterator[ast.Call]:
    for module in ENGINE:
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                yield node


def texts(*nodes: ast.AST) -> set[str]:
    return {
        part.value
        for node in nodes
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def assigned(stem: str, names: set[str]) -> set[str]:
    """The words put into one of ``names``, alone or first of several, in one module of core."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((CORE / f"{stem}.py").read_text())):
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                target, value = target.elts[0], value.elts[0]
            if getattr(target, "id", "") in names:
                found |= texts(value)
    return found


def functions(stem: str, name: str) -> ast.FunctionDef:
    module = ast.parse((CORE / f"{stem}.py").read_text())
    return next(n for n in module.body if isinstance(n, ast.FunctionDef) and n.name == name)


def test_every_finding_of_the_engine_has_words() -> None:
    said = set(CODES.values()) | assigned("notices", {"code"})
    said |= {text for call in calls("Finding", "note") for text in texts(call.args[0])}
    assert len(said) > 20
    assert said <= set(FINDINGS)


def test_every_next_step_has_words() -> None:
    begins = {code for codes in notices._FIRST_STEPS.values() for code in codes}
    listed = texts(*functions("notices", "next_steps").body[1:])
    assert begins | listed == set(NEXT_STEPS) | set(ON_A_DAY)


def test_every_reason_of_a_route_has_words() -> None:
    said = assigned("routes", REASONS) | texts(functions("routing", "_why_nothing").body[1])
    said |= {text for call in calls("Routed") for text in texts(*call.args[1:2])}
    said |= texts(*functions("no_plan", "why_short").body[1:])
    assert len(said) > 10
    assert {"below_lender_minimum", "priority_first"} <= said <= set(BECAUSE)


def test_every_label_has_a_heading() -> None:
    assert set(Label) <= set(HEADINGS)


def test_a_finding_that_only_a_rule_knows_names_the_rule(app: Flask) -> None:
    with app.test_request_context("/"):
        words = str(finding(Finding("new_code", Severity.WARN, "", "UK-F01", "")))
    assert "UK-F01" in words


@pytest.mark.parametrize("room", ALL)
def test_the_words_are_there_in_chinese_too(app: Flask, room: str) -> None:
    with app.test_request_context("/?lang=zh"):
        said = [str(words) for words in ALL[room].values()]
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in one) for one in said)


@given(placed=households())
@many
def test_whatever_the_engine_says_of_a_household_has_words(placed: Placed) -> None:
    place, case = placed
    answer = assessed(case, place)
    assert {f.code for f in answer.findings} <= set(FINDINGS)
    assert all(s.code in (ON_A_DAY if s.on else NEXT_STEPS) for s in answer.next_steps)
    assert {code for debt in answer.debts for code in debt.reasons} <= set(BECAUSE)
    known = tuple(STEPS)
    assert all(step.id.startswith(known) for step in answer.explanation)
    house = {s.rule for s in answer.explanation if s.rule.startswith("house:")}
    assert house <= set(HOUSE_RULES)
