"""G21: all forty classes are there, with every input of the reference and three of our own each.

``catalogue/reference.json`` keeps the reference's names, kinds, statuses and numbers of checks.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask

from tests.attacks.reading import Attack, attacks, endpoints, reference
from tests.attacks.running import faults, module_of
from tests.gates.figures import Measured

CLASSES = 40


def left_out(attack: Attack) -> Iterator[str]:
    """What the reference has and ours does not, or answers that differ without a reason."""
    known = reference()[attack.id]
    if attack.kind != known["kind"]:
        yield f"is of the kind {attack.kind}"
    if len(attack.checks) < known["checks"]:
        yield f"has {len(attack.checks)} checks of {known['checks']}"
    inputs = {one.name: one for one in attack.inputs if not one.own}
    for name, allowed in known["inputs"].items():
        one = inputs.get(name)
        if one is None:
            yield f"leaves out {name}"
            continue
        # What is not judged at all is told by a check of the class.
        ours = attack.statuses if one.expect is None else one.expect
        theirs = set(known["statuses"] if allowed is None else allowed)
        if theirs and ours - theirs and not (one.departs or attack.departs):
            yield f"{name} may be answered {sorted(ours - theirs)}"


def test_all_forty_classes_are_there(measured: Measured) -> None:
    found = attacks()
    assert found.keys() == reference().keys()
    missing = [f"{name}: {gap}" for name, attack in found.items() for gap in left_out(attack)]
    print("\n".join(missing))
    measured("G21", "classes", len(found), exactly=CLASSES)
    measured("G21", "left_out", len(missing), exactly=0)
    own = min(sum(one.own for one in attack.inputs) for attack in found.values())
    measured("G21", "least_own_inputs", own, at_least=3)


def test_no_class_is_skipped(built: Flask, measured: Measured) -> None:
    """Each has a module that sends its inputs and a function for every check it names."""
    table, routes = endpoints(), set(built.view_functions)
    wrong = [
        f"{name}: {fault}"
        for name, attack in attacks().items()
        for fault in faults(attack, module_of(name), table, routes)
    ]
    print("\n".join(wrong))
    measured("G21", "skipped", len(wrong), exactly=0)


def test_what_is_left_out_would_be_told() -> None:
    attack = attacks()["A08"]
    less = Attack(
        attack.id, attack.title, "telepathy", attack.endpoints, frozenset({500}),
        attack.inputs[1:], frozenset(), "",
    )  # fmt: skip
    told = list(left_out(less))
    assert told[:3] == ["is of the kind telepathy", "has 0 checks of 3", "leaves out no-token"]
    assert "other-users-token may be answered [500]" in told
