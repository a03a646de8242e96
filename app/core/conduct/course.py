"""The conduct course: short lessons and a bank of questions, read from their data file.

Lessons hold everywhere; the rules under them, and some of the questions, belong to one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.core.packnode import Node, PackError
from app.core.packs import JURISDICTIONS, data_file, load
from app.core.support import Said

EVERYWHERE = "all"
_FILE = "conduct.json"


@dataclass(frozen=True, slots=True)
class Lesson:
    """``rules`` are codes of the packs, by jurisdiction; a place may have none."""

    code: str
    title: Said
    lines: tuple[Said, ...]
    rules: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Question:
    """``answers``: the first one is right; ``why`` is told afterwards. ``place`` may be everywhere."""

    code: str
    place: str
    asks: Said
    answers: tuple[Said, ...]
    why: Said


@dataclass(frozen=True, slots=True)
class Course:
    version: str
    lessons: tuple[Lesson, ...]
    questions: tuple[Question, ...]

    def bank(self, place: str) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
        """The questions for everywhere, and those of ``place``."""
        shared = tuple(one for one in self.questions if one.place == EVERYWHERE)
        return shared, tuple(one for one in self.questions if one.place == place)

    def rules(self, place: str) -> tuple[str, ...]:
        """The codes of every rule that the course of ``place`` rests on."""
        found = (code for lesson in self.lessons for code in lesson.rules.get(place, ()))
        return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1)
def course() -> Course:
    """Raises PackError: the file breaks its schema, or names a rule that no pack has."""
    data = data_file(_FILE).keys("schema version lessons questions")
    return Course(
        version=data["version"].text(),
        lessons=tuple(_lesson(node) for node in data["lessons"]),
        questions=tuple(_question(node) for node in data["questions"]),
    )


def _lesson(node: Node) -> Lesson:
    rules = {place: codes.texts() for place, codes in node["rules"].entries().items()}
    for place, codes in rules.items():
        if unknown := set(codes) - load(place).rules.keys():
            raise PackError(f"{node.path}: {', '.join(sorted(unknown))} is in no pack")
    lines = tuple(_said(line) for line in node["lines"])
    return Lesson(node["code"].text(), _said(node["title"]), lines, rules)


def _question(node: Node) -> Question:
    place = node["place"].one_of(frozenset({EVERYWHERE, *JURISDICTIONS}))
    answers = tuple(_said(one) for one in node["answers"])
    return Question(node["code"].text(), place, _said(node["asks"]), answers, _said(node["why"]))


def _said(node: Node) -> Said:
    return Said(node["en"].text(), node["zh"].text())
