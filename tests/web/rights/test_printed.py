"""The table of rights as it is printed, its words in the log, and what it asks of every action."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from app.core.actions import Action
from app.core.rights import RULES
from app.core.rights_printed import printed

ROOT = Path(__file__).parents[3]


def test_the_printed_table_is_the_table() -> None:
    """Write it anew from ``printed()`` and read the diff before it is committed."""
    assert (ROOT / "docs" / "rights.md").read_text(encoding="utf-8") == printed()


def test_every_action_has_one_rule_and_every_change_leaves_a_line() -> None:
    assert RULES.keys() == set(Action)
    assert [action for action, rule in RULES.items() if rule.writes and not rule.audit] == []


def test_what_reveals_the_most_leaves_a_line() -> None:
    """Whoever sees a borrower's figures, papers or words by a consent or a lender's desk."""
    silent = [a for a, rule in RULES.items() if rule.data and not rule.audit]
    assert silent == []
    for action in (Action.READ_SHARED_BUDGET, Action.READ_REACH, Action.READ_REFERRALS):
        assert RULES[action].audit


def test_no_line_of_the_log_is_named_twice_by_the_code() -> None:
    """Names in the table are taken from it: a use case that writes one by hand could differ."""
    names = Counter(rule.audit for rule in RULES.values() if rule.audit)
    by_hand = {
        node.value: path.name
        for path in (ROOT / "app" / "usecases").glob("*.py")
        for node in _written(path)
        if node.value in names
    }
    assert by_hand.keys() <= KNOWN_BY_HAND


KNOWN_BY_HAND = {
    # Ending a session knows no permit: whoever holds its id may always leave.
    "account.sessions-ended",
    "account.signed-out",
}


def _written(path: Path) -> list[ast.Constant]:
    """Every text that a use case gives to ``uow.audit.write`` itself."""
    calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
    return [
        part
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "write"
        for part in call.args
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
