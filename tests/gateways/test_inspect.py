"""The seven checks on files that are ours; attacks on them are in ``tests.attacks.signing``."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta

import pytest

from app.core.sealed import Expected
from app.documents.sandbox import Sandbox
from app.gateways.inspect import inspect
from app.usecases.apart import inspect_apart
from tests.agreements import AT
from tests.sealing import Worked

LATER = AT + timedelta(days=30)


@pytest.mark.parametrize("worked", ["english", "chinese"])
def test_the_sealed_file_is_accepted_now_and_in_14_years(
    worked: str, request: pytest.FixtureRequest
) -> None:
    made: Worked = request.getfixturevalue(worked)
    for days in (0, 5000):
        verdict = inspect(made.final, made.expected, AT + timedelta(days=days))
        assert verdict.accepted, verdict
        assert [check.letter for check in verdict.checks] == list("abcdefg")


def test_a_clock_behind_the_seal_is_named(english: Worked) -> None:
    verdict = inspect(english.final, english.expected, AT - timedelta(days=400))
    found = [(check.letter, check.code) for check in verdict.checks if not check.ok]
    assert found == [("c", "clock_behind")]


def test_figures_of_another_version_are_refused(english: Worked) -> None:
    newer = replace(english.expected, version=2)
    verdict = inspect(english.final, newer, AT)
    assert [check.letter for check in verdict.checks if not check.ok] == ["f"]


def test_what_a_file_calls_its_fields_is_not_repeated(english: Worked) -> None:
    """A field may be named like a sentence of ours."""
    others = tuple(f"Other{name}" for name in english.expected.fields)
    changed = bytearray(english.final)
    changed[len(changed) // 4] ^= 1
    verdict = inspect(bytes(changed), replace(english.expected, fields=others), AT)
    assert {c.letter: c.detail for c in verdict.checks if c.letter in "bc"} == {"b": "", "c": ""}


def test_uploads_are_read_in_the_sandbox_with_the_same_outcome(
    english: Worked, sandbox: Sandbox
) -> None:
    for data in (english.final, english.final + b"\n", b"not a PDF"):
        apart = inspect_apart(sandbox, data, english.expected, LATER)
        assert apart == inspect(data, english.expected, LATER)


def test_an_expectation_survives_as_plain_data(english: Worked) -> None:
    told = asdict(english.expected)
    assert Expected(**told) == english.expected


@pytest.mark.parametrize("limit", ["die", "memory"])
def test_a_limit_of_ours_is_no_verdict_on_the_file(english: Worked, limit: str) -> None:
    with Sandbox({"inspect": f"tests.documents.sandboxed:{limit}"}) as full:
        verdict = inspect_apart(full, english.final, english.expected, LATER)
        assert not verdict.accepted
        assert [c.letter for c in verdict.checks if c.ok] == ["a"]
        assert {c.code for c in verdict.checks if not c.ok} == {"not_reached"}
        other = inspect_apart(full, english.final + b"\n", english.expected, LATER)
        assert (other.checks[0].ok, other.checks[0].code) == (False, "not_final")


def test_a_file_that_breaks_the_reading_is_still_unreadable(english: Worked) -> None:
    with Sandbox({"inspect": "tests.documents.sandboxed:fetch"}) as broken:
        (*_, last) = inspect_apart(broken, b"x", english.expected, LATER).checks
    assert (last.code, last.detail) == ("unreadable", "FatalURLFetchingError")
