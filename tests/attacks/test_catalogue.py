"""Every class of the attack catalogue, one test each: ``tests/attacks/running.py`` says how.

``G21`` keeps the number of problems of each class, so a class that did not run shows as missing.
"""

from __future__ import annotations

import os

import pytest
from flask import Flask

from tests.attacks.reading import Attack, attacks, endpoints
from tests.attacks.running import Ground, faults, module_of, problems, runs_in_full
from tests.gates.figures import Figure, keep

LONG = pytest.mark.long
KNOWN = [pytest.param(attack, id=name) for name, attack in attacks().items()]
IN_FULL = [
    pytest.param(attack, id=name, marks=LONG)
    for name, attack in attacks().items()
    if runs_in_full(name)
]


@pytest.mark.parametrize("attack", KNOWN)
def test_an_attack_fails(attack: Attack, built: Flask, request: pytest.FixtureRequest) -> None:
    found = _found(attack, built, Ground(request))
    keep(Figure("G21", attack.id, len(found), "exactly", 0))
    assert not found, _told(attack, found)


if "SHORT" not in os.environ:

    @pytest.mark.parametrize("attack", IN_FULL)
    def test_an_attack_of_full_size_fails(
        attack: Attack, built: Flask, request: pytest.FixtureRequest
    ) -> None:
        found = _found(attack, built, Ground(request, full=True))
        assert not found, _told(attack, found)


def _found(attack: Attack, built: Flask, ground: Ground) -> list[str]:
    module, routes = module_of(attack.id), set(built.view_functions)
    return list(faults(attack, module, endpoints(), routes)) or list(
        problems(attack, module, ground)
    )


def _told(attack: Attack, found: list[str]) -> str:
    return "\n".join((f"{attack.id} {attack.title}: {len(found)} problems", *found))
