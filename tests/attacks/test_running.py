"""The runner of the attack catalogue fails wherever it could be green by omission."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import pytest

from tests.attacks.reading import Attack, Input, attack_of, filled
from tests.attacks.running import Ground, Ran, check, faults, problems

ROUTES = ("account.ask", "account.link")
TABLE = {
    "auth.link_request": ["account.ask"],
    "gone": ["account.gone"],
    "moved": ["app.core.money:NoSuchName"],
    "sum": ["app.core.money:Money"],
    "all": ["*"],
}
DATA: dict[str, Any] = {
    "id": "A01",
    "title": "A class",
    "kind": "http_each",
    "endpoints": ["auth.link_request", "sum", "all"],
    "statuses": [400],
    "inputs": [
        {"name": "theirs", "send": "x"},
        {"name": "ours", "send": {"repeat": "ab", "times": 2, "then": "c"}, "own": True},
        {"name": "ours, too", "send": ["{host}", 1], "own": True, "expect": [200]},
        {"name": "ours, not judged", "send": None, "own": True, "expect": []},
    ],
    "checks": ["nothing_is_said"],
}


@check
def nothing_is_said(ready: Ground, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        if result.said:
            yield f"{name} said {result.said}"


def sends(_: Ground, one: Input) -> Ran:
    return Ran((200 if one.name == "ours, too" else 400,), 1)


def module(**of: object) -> ModuleType:
    """A class's module; by default one that fails nothing."""
    made = ModuleType("a01")
    vars(made).update({"nothing_is_said": nothing_is_said, "send": sends} | of)
    return made


def data(**of: object) -> Attack:
    return attack_of(DATA | of)


def found(attack: Attack, of: ModuleType, request: pytest.FixtureRequest) -> list[str]:
    return [*faults(attack, of, TABLE, ROUTES), *problems(attack, of, Ground(request))]


def test_a_whole_class_that_withstands_has_no_problems(request: pytest.FixtureRequest) -> None:
    assert found(data(), module(), request) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "telepathy"}, "no such kind: telepathy"),
        ({"endpoints": ["auth.unheard"]}, "no route for the endpoint auth.unheard"),
        ({"endpoints": ["gone"]}, "the endpoint gone is mapped to account.gone"),
        ({"endpoints": ["moved"]}, "the endpoint moved is mapped to app.core.money:NoSuchName"),
        ({"checks": ["nothing_is_said", "all_is_well"]}, "no function for the check all_is_well"),
        ({"checks": []}, "no class names the check nothing_is_said"),
        ({"inputs": DATA["inputs"][:3]}, "only 2 inputs of its own"),
    ],
)
def test_what_a_class_leaves_out_is_a_fault(wrong: dict[str, Any], said: str) -> None:
    (fault,) = faults(data(**wrong), module(), TABLE, ROUTES)
    assert fault.startswith(said)


def test_a_module_that_sends_nothing_is_a_fault() -> None:
    silent = module()
    del silent.send
    assert list(faults(data(), silent, TABLE, ROUTES)) == ["nothing sends the inputs"]


@pytest.mark.parametrize("left_out", [None, Ran(), Ran((400,), 0)])
def test_an_input_that_did_nothing_was_not_run(
    left_out: Ran | None, request: pytest.FixtureRequest
) -> None:
    lazy = module(send=lambda ready, one: left_out if one.name == "ours" else sends(ready, one))
    assert found(data(), lazy, request) == ["ours: was not run"]


def test_an_input_that_did_less_than_its_kind_was_not_run(
    request: pytest.FixtureRequest,
) -> None:
    sequence = found(data(kind="sequence_each"), module(), request)
    assert sequence == [f"{one['name']}: was not run" for one in DATA["inputs"]]


def test_every_input_and_every_check_that_failed_is_named(
    request: pytest.FixtureRequest,
) -> None:
    def worse(_: Ground, one: Input) -> Ran:
        if one.name == "theirs":
            raise LookupError(one.name)
        return Ran((500,), 1, said="too much")

    @check
    def breaks(ready: Ground, ran: Mapping[str, Ran]) -> Iterator[str]:
        yield ran["theirs"].said

    both = data(checks=["nothing_is_said", "breaks"])
    said = found(both, module(send=worse, breaks=breaks), request)
    assert "LookupError: theirs" in said[0]
    assert said[1:3] == [
        "ours: answered [500], not one of [400]",
        "ours, too: answered [500], not one of [200]",
    ]
    assert "KeyError: 'theirs'" in said[3]
    assert said[4:] == [
        f"nothing_is_said: {name} said too much" for name in ("ours", "ours, too", "ours, not judged")
    ]  # fmt: skip


def test_a_class_that_judges_statuses_needs_an_answer(request: pytest.FixtureRequest) -> None:
    def answerless(_: Ground, one: Input) -> Ran:
        return Ran((), 1)

    said = found(data(), module(send=answerless), request)
    assert said == [f"{name}: no answer to judge" for name in ("theirs", "ours", "ours, too")]


def test_what_is_to_be_repeated_is_written_out_and_words_are_filled_in() -> None:
    inputs = data().inputs
    assert inputs[1].send == "ababc"
    assert attack_of(DATA | {"inputs": [{"name": "n", "send": {"a": {"repeat": "x", "times": 3, "before": "<"}}}]}).inputs[0].send == {"a": "<xxx"}  # fmt: skip
    assert filled("//{host}/{other}", {"host": "here"}) == "//here/{other}"


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": [400]},
        {"inputs": [{"name": "n"}]},
        {"inputs": [{"name": "n", "send": "x", "skip": True}]},
        {"inputs": [{"name": "n", "send": "x"}] * 2},
    ],
)
def test_a_field_that_nobody_knows_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"unknown|one name"):
        data(**wrong)
