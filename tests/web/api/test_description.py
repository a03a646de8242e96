"""The description of the API is made from the code, and says what the reader does."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from fractions import Fraction
from typing import Any, get_args

import pytest
from flask import Flask
from hypothesis import given
from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from app.core.accommodation import (
    Accommodation,
    Capitalise,
    ExtraPayment,
    FeeWaiver,
    InterestFreeze,
    InterestWaiver,
    PaymentHoliday,
    Pays,
    PercentOfIncome,
    RateCut,
    ReAmortise,
    Seasonal,
    Settlement,
    StepUp,
    TermExtension,
    Token,
    WriteDown,
)
from app.core.assessment import assess
from app.core.assessment_json import accommodation, document
from app.core.casefile import parse
from app.core.error_json import errors_json
from app.core.errors import InvalidInput, Problem
from app.core.packs import load
from app.web.api.openapi import shapes
from tests.core.cases import a_case, pounds
from tests.core.households import households
from tests.web.api.from_schema import values
from tests.web.api.shapes import (
    SAID_BY_NO_SCHEMA,
    at,
    changed,
    full_case,
    places,
    some,
    validator,
)

FIVE, DAY = pounds("5.00"), date(2027, 1, 1)


def plain(value: object) -> Any:  # noqa: ANN401 - JSON
    """As a program gets it."""
    return json.loads(json.dumps(value))


def faults(case: object) -> tuple[Problem, ...]:
    """What the reader says, in the errors format; empty when it takes the case."""
    try:
        found = parse(json.dumps(case).encode())
    except InvalidInput as refusal:
        validator("Errors").validate(json.loads(errors_json(refusal.problems)))
        return refusal.problems
    answer = document(assess(found, load(found.jurisdiction)), rows=True)
    validator("Assessment").validate(plain(answer))
    return ()


def test_it_is_served_as_openapi_3_1_with_schemas_that_are_schemas(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/openapi.json")
    found = json.loads(answer.data)

    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert found["openapi"] == "3.1.0"
    for name, shape in found["components"]["schemas"].items():
        Draft202012Validator.check_schema(shape)
        assert shape["additionalProperties"] is False, name


def test_it_names_every_address_for_programs_and_every_answer(app: Flask) -> None:
    found = json.loads(app.test_client().get("/api/v1/openapi.json").data)
    served = {
        rule.rule: (rule.methods or set()) - {"OPTIONS", "HEAD"}
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and not rule.rule.endswith("openapi.json")
    }

    assert {path: {m.upper() for m in ops} for path, ops in found["paths"].items()} == served
    (operation,) = found["paths"]["/api/v1/assessments"].values()
    assert sorted(operation["responses"]) == ["200", "413", "415", "422"]


def test_every_shape_that_is_named_is_there_and_every_one_there_is_used() -> None:
    text = json.dumps(shapes())
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}

    assert named | {"CaseFile", "Assessment", "Errors"} == set(shapes())


def test_the_full_case_has_every_field_that_is_described() -> None:
    case = full_case()
    assert faults(case) == ()
    validator("CaseFile").validate(case)
    said: dict[str, set[str]] = {}
    for path in places(case):
        here = at(case, path)
        if isinstance(here, dict) and path[-1:] != ("per_debt",):
            said.setdefault(_shape(path, here), set()).update(here)

    assert said == {name: set(shapes()[name]["properties"]) for name in said}
    assert set(said) == _reachable("CaseFile")


def _shape(path: tuple[str | int, ...], here: dict[str, Any]) -> str:
    names = {
        (): "CaseFile",
        ("income",): "IrregularIncome" if "monthly" in here else "RegularIncome",
        ("spending",): "IrregularSpending" if "monthly" in here else "RegularSpending",
        ("lender_policy",): "LenderPolicy",
        ("contractual_payment",): "Payment",
        ("per_debt",): "DebtPolicy",
        ("commitments",): "Commitment",
        ("debts",): "Debt",
        ("proposals",): "Proposal",
    }
    steps = [step for step in path if isinstance(step, str)]
    key = tuple(steps[-2:-1] if "per_debt" in steps else steps[-1:])
    return names.get(key, "".join(key).capitalize())


def _reachable(name: str) -> set[str]:
    found, left = set(), [name]
    while left:
        here = left.pop()
        if here not in found:
            found.add(here)
            text = json.dumps(shapes()[here])
            left += [part.split('"')[0] for part in text.split("#/components/schemas/")[1:]]
    return found


OBJECTS = [path for path in places(full_case()) if isinstance(at(full_case(), path), dict)]


@pytest.mark.parametrize("path", OBJECTS, ids=lambda path: "/".join(map(str, path)) or "whole")
def test_a_field_nobody_knows_is_refused_in_every_object(path: tuple[str | int, ...]) -> None:
    case = full_case()
    at(case, path)["nobody_knows"] = "1"
    where = "".join(f"/{step}" for step in (*path, "nobody_knows"))

    assert not validator("CaseFile").is_valid(case)
    expected = "object_format" if path[-1:] == ("per_debt",) else "unknown_field"
    assert (where, expected) in [(p.path, p.code) for p in faults(case)]


LEAVES = [path for path in places(full_case()) if path and isinstance(path[-1], str)]


@pytest.mark.parametrize("path", LEAVES, ids=lambda path: "/".join(map(str, path)))
@pytest.mark.parametrize("change", ["gone", "null"])
def test_what_may_be_absent_or_null_is_said_as_it_is_read(
    path: tuple[str | int, ...], change: str
) -> None:
    case = full_case()
    holder = at(case, path[:-1])
    if change == "gone":
        del holder[path[-1]]
    else:
        holder[path[-1]] = None
    left = [p for p in faults(deepcopy(case)) if p.code not in SAID_BY_NO_SCHEMA]

    assert validator("CaseFile").is_valid(case) is (left == [])


def agree(case: dict[str, Any]) -> None:
    """What is read is described, and what is described is read, or refused for what no schema says."""
    found = faults(case)
    described = validator("CaseFile").is_valid(case)

    if not found:
        assert described
    if described:
        assert {p.code for p in found} <= SAID_BY_NO_SCHEMA


@some
@given(changed())
def test_description_and_reader_agree_on_every_change(case: dict[str, Any]) -> None:
    agree(case)


NUMBERS = [path for path in places(full_case()) if type(at(full_case(), path)) is int]


@pytest.mark.parametrize("path", NUMBERS, ids=lambda path: "/".join(map(str, path)))
def test_every_whole_number_has_the_limits_that_are_described(path: tuple[str | int, ...]) -> None:
    for number in (-1, 0, 1, 2, 30, 31, 32, 98, 99, 100, 599, 600, 601):
        case = full_case()
        at(case, path[:-1])[path[-1]] = number
        agree(case)


@some
@given(values({"$ref": "/CaseFile"}))
def test_whatever_the_description_allows_is_read_or_refused_with_a_reason(
    case: dict[str, Any],
) -> None:
    assert {p.code for p in faults(case)} <= SAID_BY_NO_SCHEMA


@some
@given(households())
def test_every_household_is_described_and_so_is_its_answer(
    placed: tuple[str, dict[str, Any]],
) -> None:
    _, case = placed

    assert faults(case) == ()
    assert validator("CaseFile").is_valid(case)


GRANTED: list[Accommodation] = [
    RateCut(Fraction(249, 1000), Fraction(0)),
    InterestFreeze(DAY, DAY),
    InterestWaiver(FIVE),
    FeeWaiver(FIVE),
    Capitalise(FIVE),
    *(PaymentHoliday(3, pays, "waive", "extend") for pays in get_args(Pays)),
    StepUp(((3, FIVE), (2, FIVE))),
    Seasonal(),
    TermExtension(6),
    ReAmortise(12),
    ExtraPayment(3, FIVE),
    PaymentHoliday(3, after=2, put_off=FIVE),
    WriteDown(FIVE),
    WriteDown(FIVE, "at_once"),
    PercentOfIncome(Fraction(1, 20), FIVE, FIVE),
    Token(FIVE, DAY),
    Settlement("continues"),
]


def test_every_kind_of_accommodation_is_described() -> None:
    assert {type(one) for one in GRANTED} == set(get_args(Accommodation))
    for one in GRANTED:
        assert _granted().is_valid(plain(accommodation(one))), one


def _granted() -> Validator:
    return validator("Option").evolve(
        schema=shapes()["Option"]["properties"]["accommodations"]["items"]
        | {"components": {"schemas": shapes()}}
    )


def test_the_description_would_miss_a_field_that_an_answer_has() -> None:
    case = parse(json.dumps(a_case()).encode())
    answer = plain(document(assess(case, load("UK")))) | {"score": "0.93"}

    assert not validator("Assessment").is_valid(answer)
