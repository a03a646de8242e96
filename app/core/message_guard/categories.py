"""What may not be said to a borrower, read from its data file with its words and examples."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial

from app.core.message_guard.patterns import compiled
from app.core.message_guard.phrases import Holds, Phrases, holds, phrases
from app.core.packnode import Node
from app.core.packs import LANGUAGES, data_file

_FILE = "message_guard.json"
_Make = Callable[[Iterable[str], str], Phrases]
_MakeNow = Callable[[Iterable[str], str], re.Pattern[str]]


class Severity(StrEnum):
    """What becomes of a message: not sent, read by somebody else first, or confirmed.

    ``ESCALATE``: in a borrower's own words a person takes over; nobody else writes them.
    """

    BLOCK = "block"
    REVIEW = "review"
    WARN = "warn"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Speech:
    """A category in one language. ``allowed`` said in the same sentence lets a hit go.

    ``blocked`` and ``sent`` are examples of either kind, ``rewrite`` says it safely.
    """

    why: str
    rewrite: str
    phrases: Phrases
    allowed: Phrases
    blocked: tuple[str, ...]
    sent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """One way to wrong a borrower.

    ``negatable``: saying that it will not happen is fine. ``conditional``: not so when
    that hangs on paying. ``in_place``: only the hit itself is rewritten. ``basis`` names
    rules of the jurisdictions' packs.
    """

    code: str
    severity: Severity
    basis: tuple[str, ...]
    negatable: bool
    conditional: bool
    in_place: bool
    symbols: str
    speech: Mapping[str, Speech]


@dataclass(frozen=True, slots=True)
class Negation:
    """How a language says no. ``reach`` counts characters before a hit.

    What a negating word (``verbs``, ``nouns``) says no to ends at ``cut``, or where somebody
    else begins to act: ``verb_ends``, ``noun_ends``, but not in a phrase that passes it on.
    """

    verbs: re.Pattern[str]
    nouns: re.Pattern[str]
    verb_ends: re.Pattern[str]
    noun_ends: re.Pattern[str]
    passed_on: re.Pattern[str]
    cut: re.Pattern[str]
    after: re.Pattern[str]
    reach: int


@dataclass(frozen=True, slots=True)
class Words:
    """The whole data file. ``conditions`` hang a promise on a payment."""

    version: str
    masked: bool
    categories: tuple[Category, ...]
    negation: Mapping[str, Negation]
    conditions: Mapping[str, Phrases]

    def category(self, code: str) -> Category:
        return next(one for one in self.categories if one.code == code)

    def holds(self, text: str) -> Holds:
        """What ``text``, folded, may hold of all these words."""
        return holds(text, masked=self.masked)


@lru_cache(maxsize=2)
def words(*, masked: bool = False) -> Words:
    """The data of the guard; ``masked`` for texts with stars inside words, which are rare.

    Raises:
        PackError: the file breaks its schema, with the place.
        PatternFault: a line of it is no pattern.
    """
    data = data_file(_FILE).keys("schema version as_at lists negation conditions categories")
    lists = {name: node.text() for name, node in data["lists"].entries().items()}
    make = partial(phrases, lists=lists, masked=masked)
    make_now = partial(compiled, lists=lists, masked=masked)
    return Words(
        version=data["version"].text(),
        masked=masked,
        categories=tuple(_category(node, make) for node in data["categories"]),
        negation={one: _negation(data["negation"][one], make_now, one) for one in LANGUAGES},
        conditions={one: make(data["conditions"][one].texts(), one) for one in LANGUAGES},
    )


def _category(node: Node, make: _Make) -> Category:
    node.keys("code severity basis negatable conditional in_place symbols en zh")
    return Category(
        code=node["code"].text(),
        severity=Severity(node["severity"].one_of(frozenset(Severity))),
        basis=node["basis"].texts(),
        negatable=node["negatable"].flag(),
        conditional=node["conditional"].flag(),
        in_place=node["in_place"].flag(),
        symbols="".join(node["symbols"].texts()),
        speech={one: _speech(node[one], make, one) for one in LANGUAGES},
    )


def _speech(node: Node, make: _Make, language: str) -> Speech:
    node.keys("why rewrite patterns allowed blocked sent")
    return Speech(
        why=node["why"].text(),
        rewrite=node["rewrite"].text(),
        phrases=make(node["patterns"].texts(), language),
        allowed=make(node["allowed"].texts(), language),
        blocked=node["blocked"].texts(),
        sent=node["sent"].texts(),
    )


def _negation(node: Node, make: _MakeNow, language: str) -> Negation:
    names = "verbs nouns verb_ends noun_ends passed_on cut after"
    node.keys(f"{names} reach")
    made = {name: make((node[name].text(),), language) for name in names.split()}
    return Negation(**made, reach=node["reach"].whole())
