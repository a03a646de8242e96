"""The table of rights in words that can be read, one line an action: what changes, shows."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.actions import Action, Relation
from app.core.disclosure import DataClass
from app.core.rights import RULES, Rule

_ON = {
    "case": "a case",
    "household": "a household",
    "organisation": "their organisation",
    "": "nothing",
}
HEAD = """# Who may do what

Made from the one table of rights (`app/core/rights.py`) and held against it by a test, so that
a changed right shows in the diff of a change. `owner` is the borrower, `joint` somebody who owes
with them, `consented` a charity that the borrower lets look at a part, `mandated` one that acts
for them. To everybody else a case or household does not exist. `Shows` names the classes of data
(`app/core/disclosure.py`) whose fields (`app/core/fields.py`) may leave at the most.

| Action | On | Who | Writes | Second check | Consent for | Shows | Line in the log |
|---|---|---|---|---|---|---|---|
"""


def printed() -> str:
    """The whole table as Markdown, in the order of the actions."""
    return HEAD + "".join(f"| {' | '.join(_cells(one))} |\n" for one in Action)


def _cells(action: Action) -> Iterator[str]:
    rule = RULES[action]
    yield f"`{action}`"
    yield _ON[rule.on]
    yield _who(rule)
    yield "yes" if rule.writes else ""
    yield _second(rule)
    yield rule.data.value if rule.data else ""
    yield _shown(rule)
    yield f"`{rule.audit}`" if rule.audit else ""


def _who(rule: Rule) -> str:
    return "everybody signed in" if rule.who == frozenset(Relation) else _named(rule.who)


def _second(rule: Rule) -> str:
    if rule.fresh and rule.spared:
        return f"yes, but not {_named(rule.spared)}"
    return "yes" if rule.fresh else ""


def _shown(rule: Rule) -> str:
    if rule.opens == frozenset(DataClass):
        return "all about oneself"
    return ", ".join(one.value for one in DataClass if one in rule.opens)


def _named(relations: frozenset[Relation]) -> str:
    return ", ".join(one.value for one in Relation if one in relations)
