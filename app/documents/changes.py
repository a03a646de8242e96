"""What changed from one version of an agreement to the next, in a reader's words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.differences import SCHEDULE, Difference, differences
from app.core.evidence import canonical
from app.documents.label import NAMED_IN_EACH
from app.documents.view import grant, pays
from app.documents.words import Speech, speech

ROWS_SHOWN = 2
"""Of the rows that differ, those that are written out on each side."""

CODES = {
    "terms.frequency": "every_",
    "clauses.rounding": "rounding_",
    "clauses.remainder": "remainder_",
    "clauses.day_count": "day_",
    "clauses.payment_method": "method_",
    "clauses.credit_reporting": "credit_",
    "clauses.allocation": "part_",
    "language_of_record": "language_",
    "translations": "language_",
    "time_source": "time_",
}
"""Figures that are codes, and how the words of such a code begin."""
DAYS = ("_on", "_until", ".as_of", ".effective", ".expires")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One figure: its name, what it said, what it says."""

    name: str
    before: str
    after: str


def changes(old: bytes, new: bytes, lang: str) -> tuple[Change, ...]:
    """The differences of two ``agreement.json``, in the words of one language.

    Raises:
        KeyError: a figure or language we have no words for; nothing is left out.
    """
    words = speech(lang)
    found = differences(json.loads(old), json.loads(new))
    told = [change for one in found for change in _told(one, words)]
    # A figure that is empty on both sides, and only written otherwise, reads the same.
    return tuple(change for change in told if change.before != change.after)


def _told(one: Difference, words: Speech) -> Iterator[Change]:
    if one.name == SCHEDULE:
        yield from _payments(_list(one.before), _list(one.after), words)
    elif not one.name.endswith(".role"):
        name = _name(one.name, words)
        yield Change(name, _shown(one.name, one.before, words), _shown(one.name, one.after, words))


def _name(name: str, words: Speech) -> str:
    group, _, rest = name.partition(".")
    if group != "parties":
        return words.say("d_" + name.replace(".", "_"))
    role, _, what = rest.partition(".")
    return words.say("d_of", role=words.say(f"role_{role}"), what=words.say(f"d_party_{what}"))


def _payments(old: Sequence[Row], new: Sequence[Row], words: Speech) -> Iterator[Change]:
    """A schedule in three lines: how much, when, and the rows that are not the same."""
    yield Change(words.say("k_pay"), _pays(old, words), _pays(new, words))
    yield Change(words.say("k_when"), _span(old, words), _span(new, words))
    yield Change(words.say("d_rows"), _rows(_only(old, new), words), _rows(_only(new, old), words))


def _pays(rows: Sequence[Row], words: Speech) -> str:
    return pays([row["amount"] for row in rows], words) if rows else words.say("none")


def _span(rows: Sequence[Row], words: Speech) -> str:
    if not rows:
        return words.say("none")
    return words.say("list_comma").join(words.day(rows[n]["due_on"]) for n in (0, -1))


def _only(rows: Sequence[Row], others: Sequence[Row]) -> list[Row]:
    there = {canonical(row) for row in others}
    return [row for row in rows if canonical(row) not in there]


def _rows(rows: Sequence[Row], words: Speech) -> str:
    said = [
        words.say(
            "d_row",
            n=row["n"],
            date=words.day(row["due_on"]),
            amount=words.money(row["amount"]),
            principal=words.money(row["principal"]),
            interest=words.money(row["interest"]),
            fees=words.money(row["fees"]),
            left=words.money(row["balance_after"]),
        )
        for row in rows[:ROWS_SHOWN]
    ]
    if len(rows) > ROWS_SHOWN:
        said.append(words.say("d_more_rows", count=len(rows) - ROWS_SHOWN))
    return words.say("d_after").join(said) or words.say("none")


def _shown(name: str, value: object, words: Speech) -> str:
    if value is None or value in ("", []):
        return words.say("none")
    if isinstance(value, bool):
        return words.say("yes" if value else "no")
    if isinstance(value, list):
        item = _item_of(name, words)
        # Grants are whole sentences.
        between = words.say("gap" if name == "terms.accommodations" else "d_after")
        return between.join(item(one) for one in value)
    if isinstance(value, dict):
        return words.money(value) if "minor" in value else str(value[words.lang])
    if name in CODES:
        return _coded(CODES[name], str(value), words)
    if name == "terms.rate":
        return words.percent(str(value))
    if name.endswith(DAYS):
        return words.day(str(value))
    return str(value)


def _item_of(name: str, words: Speech) -> Callable[[Any], str]:
    if name == "terms.accommodations":
        return lambda item: grant(item, words)
    if name == "clauses.sharing":
        return lambda item: f"{item['recipient']}{words.say('colon')}{item['what'][words.lang]}"
    if name in ("clauses.complaints", "clauses.advice"):
        return lambda item: f"{item['name'][words.lang]}{words.say('colon')}{item['contact']}"
    if name in CODES:
        return lambda item: _coded(CODES[name], item, words)
    return str


def _coded(prefix: str, code: str, words: Speech) -> str:
    if code == NAMED_IN_EACH:
        return words.say("time_named_in_each")
    return words.say(prefix + code)


def _list(value: object) -> list[Row]:
    return value if isinstance(value, list) else []
