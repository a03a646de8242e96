"""A hostile file may take over the child that reads it: its answer is not simply believed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from app.core.sealed import LARGEST
from app.documents.sandbox import Sandbox
from app.gateways.offline import Brought
from app.usecases import agreement_reading, evidence, verify
from app.usecases.deps import Deps
from tests.usecases.scenes import Scene

SAYS = "tests.usecases.taken_over"
DIES = "tests.documents.sandboxed:die"
FORGED = b"\n% forged\n"


def brought(scene: Scene) -> Brought:
    data, _, _ = agreement_reading.paper(scene.deps, scene.borrower, scene.part.case_id)
    record, _ = evidence.read(scene.deps, scene.borrower, scene.part.case_id)
    return Brought(data, record)


@contextmanager
def where(scene: Scene, **tasks: str) -> Iterator[Deps]:
    """The product, with some of its readers taken over."""
    with Sandbox(verify.CHECKING | tasks) as sandbox:
        yield replace(scene.deps, checker=sandbox)


def judged(deps: Deps, with_it: Brought) -> Iterator[verify.Answer]:
    yield verify.by_file(deps, with_it.file)
    yield verify.beside_evidence(deps, with_it)


def test_a_child_that_calls_a_forged_file_genuine_is_not_believed(done: Scene) -> None:
    true = brought(done)
    with where(done, inspect=f"{SAYS}:all_holds") as deps:
        for answer in judged(deps, replace(true, file=true.file + FORGED)):
            assert (answer.finding, answer.exit_code) == ("changed", verify.REJECTED)
            assert [c.letter for c in answer.verdict.checks if not c.ok] == ["a"]


@pytest.mark.parametrize(
    "answer",
    ["not_json", "deep", "nothing_checked", "one_twice", "one_less", "not_checks", "yes_in_words"],
)
def test_an_answer_of_another_form_is_no_answer(done: Scene, answer: str) -> None:
    true = brought(done)
    with where(done, inspect=f"{SAYS}:{answer}") as deps:
        for found in judged(deps, true):
            assert (found.finding, found.exit_code) == ("unjudged", verify.UNCHECKED)
            assert "".join(c.letter for c in found.verdict.checks) == "abcdefg"
        for found in judged(deps, replace(true, file=true.file + FORGED)):
            assert (found.finding, found.exit_code) == ("changed", verify.REJECTED)
    with where(done, open=f"{SAYS}:{answer}") as deps:
        assert verify.beside_evidence(deps, true).finding == "unjudged"


def test_a_forged_file_that_uses_up_every_limit_is_rejected_beside_its_evidence(
    done: Scene,
) -> None:
    true = brought(done)
    with where(done, inspect=DIES, identify=DIES) as deps:
        forged = verify.beside_evidence(deps, replace(true, file=true.file + FORGED))
        assert (forged.finding, forged.exit_code) == ("changed", verify.REJECTED)
        assert verify.beside_evidence(deps, true).exit_code == verify.UNCHECKED


def test_the_evidence_is_opened_where_the_file_is_not(done: Scene) -> None:
    with where(done, open=f"{SAYS}:sees_a_pdf") as deps:
        answer = verify.beside_evidence(deps, brought(done))
    assert (answer.finding, answer.why) == ("damaged_evidence", "unseen")


@pytest.mark.parametrize("answer", ["a_doubt_of_its_own", "no_word_for_a_doubt"])
def test_a_doubt_that_we_do_not_know_is_no_answer(done: Scene, answer: str) -> None:
    true = brought(done)
    with where(done, carry=f"{SAYS}:{answer}") as deps:
        found = verify.beside_evidence(deps, replace(true, renewals=b"{}"))
    assert (found.finding, found.exit_code) == ("unjudged", verify.UNCHECKED)


def test_only_the_file_itself_can_be_too_large(done: Scene) -> None:
    true = brought(done)
    much = b" " * (LARGEST + 1)
    for sent, finding, code in (
        (replace(true, file=much), "too_large", verify.REJECTED),
        (replace(true, evidence=much), "damaged_evidence", verify.UNCHECKED),
        (replace(true, renewals=much), "damaged_renewals", verify.UNCHECKED),
    ):
        answer = verify.beside_evidence(done.deps, sent)
        assert (answer.finding, answer.exit_code) == (finding, code)


def test_a_lost_value_from_a_mail_is_never_called_genuine(done: Scene) -> None:
    true = brought(done)
    lost = "0" * 64
    for answer in (
        verify.by_file(done.deps, true.file, lost),
        verify.beside_evidence(done.deps, replace(true, head=lost)),
    ):
        assert (answer.finding, answer.exit_code) == ("record_shortened", verify.REJECTED)


def test_a_file_without_anything_of_ours_learns_no_name(done: Scene) -> None:
    """Whoever knows the agreement's id can write it into any file."""
    true = brought(done).file
    other = bytearray(true)
    other[len(other) // 3] ^= 1
    with where(done, inspect=f"{SAYS}:names") as deps:
        told = [verify.by_file(deps, one).verdict.checks[2].detail for one in (bytes(other), true)]
        longer = verify.by_file(deps, true + FORGED).verdict.checks[2].detail
    assert set(told[0].split("/")) == {"Plainpact", "Lender", "Borrower", "Counselor"}
    assert "Lender" not in told[1]
    assert longer == told[1]
