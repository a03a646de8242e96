"""What the parts of a pack say about each other: rules that exist, days in order, verified by right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.core.packnode import Node, PackError
from app.core.policy import Rule

_NAMES = ("rule", "legal_hook")


def cross_checked(data: Node, rules: Mapping[str, Rule]) -> None:
    """Check that every rule named in ``data`` is one of ``rules``, and that they agree.

    Raises:
        PackError: a rule is named twice or not there, was looked at after the pack's own
            day, or a part calls itself verified although its rule is not; with its place.
    """
    looked_at = data["as_at"].day()
    seen: set[str] = set()
    for node in data["rules"]:
        code = node["id"].text()
        if code in seen:
            raise PackError(f"{node.path}/id: {code} is there twice")
        seen.add(code)
        if rules[code].citation.as_at > looked_at:
            raise PackError(f"{node.path}/as_at: after the day of the pack, {looked_at}")
    for key, node in data.entries().items():
        if key != "rules":
            _linked(node, rules)


def _linked(data: Node, rules: Mapping[str, Rule]) -> None:
    for node in _objects(data):
        for name in _NAMES:
            named = node.get(name)
            if named is None or named.value is None:
                continue
            if (code := named.text()) not in rules:
                raise PackError(f"{named.path}: {code} is not a rule of this pack")
            claims = node.get("verified")
            if claims is not None and claims.flag() and not rules[code].citation.verified:
                raise PackError(f"{claims.path}: {code} itself is not verified")


def _objects(node: Node) -> Iterator[Node]:
    """Every object of the data, with its place."""
    if isinstance(node.value, dict):
        yield node
        for inside in node.entries().values():
            yield from _objects(inside)
    elif isinstance(node.value, list):
        for inside in node:
            yield from _objects(inside)
