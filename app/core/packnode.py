"""Reading a data file with its place at hand, so that a wrong figure says where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.core.errors import DomainError


class PackError(DomainError):
    """A pack's data file breaks its schema; the message begins with the place."""

    code = "pack_invalid"


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a data file and its JSON Pointer, file name first."""

    value: object
    path: str

    def __getitem__(self, key: str) -> Node:
        """The value at ``key``; a missing key raises PackError, null is a value."""
        inside = self._mapping()
        if key not in inside:
            raise PackError(f"{self.path}: {key} is missing")
        return Node(inside[key], f"{self.path}/{key}")

    def __iter__(self) -> Iterator[Node]:
        if not isinstance(self.value, list):
            raise PackError(f"{self.path}: a list is needed")
        for place, item in enumerate(self.value):
            yield Node(item, f"{self.path}/{place}")

    def get(self, key: str) -> Node | None:
        """The value at ``key``, or None where the key is left out."""
        return self[key] if key in self._mapping() else None

    def keys(self, allowed: str, optional: str = "") -> Node:
        """This node, once its keys are those in ``allowed`` (space-separated) and no others.

        Those in ``optional`` may be left out.
        """
        wrong = (set(self._mapping()) - set(optional.split())) ^ set(allowed.split())
        if wrong:
            raise PackError(f"{self.path}: missing or unknown {', '.join(sorted(wrong))}")
        return self

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value:
            raise PackError(f"{self.path}: text is needed")
        return self.value

    def one_of(self, allowed: frozenset[str]) -> str:
        if (text := self.text()) not in allowed:
            raise PackError(f"{self.path}: {text} is not one of {', '.join(sorted(allowed))}")
        return text

    def whole(self) -> int:
        if type(self.value) is not int or self.value < 0:
            raise PackError(f"{self.path}: a whole number from 0 is needed")
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise PackError(f"{self.path}: true or false is needed")
        return self.value

    def day(self) -> date:
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            raise PackError(f"{self.path}: a date like 2026-11-21 is needed") from None

    def text_or_none(self) -> str | None:
        return None if self.value is None else self.text()

    def whole_or_none(self) -> int | None:
        return None if self.value is None else self.whole()

    def texts(self) -> tuple[str, ...]:
        return tuple(item.text() for item in self)

    def entries(self) -> dict[str, Node]:
        return {key: Node(item, f"{self.path}/{key}") for key, item in self._mapping().items()}

    def _mapping(self) -> dict[str, object]:
        if not isinstance(self.value, dict):
            raise PackError(f"{self.path}: an object is needed")
        return self.value


def translated(said: Node, zh: Node) -> str | None:
    """The Chinese of ``said``; both are there, or both are null.

    Raises:
        PackError: only one of the two is there, with its place.
    """
    if (said.value is None) is not (zh.value is None):
        raise PackError(f"{zh.path}: has to go with {said.path}")
    return zh.text_or_none()
