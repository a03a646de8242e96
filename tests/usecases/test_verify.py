from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest

from app import assembly
from app.core.sealed import LARGEST
from app.documents.sandbox import Sandbox
from app.gateways.offline import Brought
from app.usecases import agreement_reading, evidence, verify
from app.usecases.demo_steps import STEPS
from app.usecases.deps import Deps
from tests.usecases.scenes import Scene, second_case


def paper(scene: Scene) -> tuple[bytes, str]:
    data, code, final = agreement_reading.paper(scene.deps, scene.borrower, scene.part.case_id)
    assert final
    return data, code


def failed(answer: verify.Answer) -> set[str]:
    return {check.letter for check in answer.verdict.checks if not check.ok}


def test_the_sealed_file_is_genuine_by_upload_by_code_and_offline(done: Scene) -> None:
    data, code = paper(done)
    answer = verify.by_file(done.deps, data)
    assert answer.verdict.accepted
    assert answer.exit_code == verify.ACCEPTED
    standing = verify.by_code(done.deps, f" {code[:4].lower()}-{code[4:]} ")
    assert standing == answer.standing
    assert standing is not None
    assert standing.state == "sealed"
    record, _ = evidence.read(done.deps, done.borrower, done.part.case_id)
    root = done.deps.root_pem()
    brought = Brought(data, record)
    assert verify.offline(done.deps.checker, brought, root, done.deps.now()).verdict.accepted


def test_a_changed_copy_finds_its_record_and_fails(done: Scene) -> None:
    data, _ = paper(done)
    answer = verify.by_file(done.deps, data + b"\n% later\n")
    assert answer.standing is not None
    assert {"a", "e"} <= failed(answer)
    assert answer.exit_code == verify.REJECTED


def test_an_earlier_copy_is_called_one(done: Scene) -> None:
    with done.deps.reading() as uow:
        record = uow.agreements.latest(done.part.place.lender, done.part.case_id)
    assert record is not None
    assert record.frozen_sha256
    answer = verify.by_file(done.deps, done.deps.files.get(record.frozen_sha256))
    assert answer.verdict.checks[0].code == "earlier_copy"
    assert not answer.verdict.accepted


def test_a_file_we_do_not_know_is_refused_in_every_check_it_reaches(done: Scene) -> None:
    for data in (b"", b"%PDF-1.7\n", b"x" * (LARGEST + 1)):
        answer = verify.by_file(done.deps, data)
        assert answer.standing is None
        assert [check.letter for check in answer.verdict.checks] == list("abcdefg")
        assert failed(answer) == set("abcdefg")


def test_an_unknown_code_says_nothing(done: Scene) -> None:
    assert verify.by_code(done.deps, "NOTACODE") is None


def stopped(scene: Scene, task: str) -> Deps:
    """Where ``task`` ends every reading of an upload."""
    tasks = dict.fromkeys(verify.CHECKING, f"tests.documents.sandboxed:{task}")
    return replace(scene.deps, checker=Sandbox(tasks))


@pytest.mark.parametrize("limit", ["die", "memory"])
def test_when_we_run_out_of_time_or_memory_the_file_is_not_judged(done: Scene, limit: str) -> None:
    data, _ = paper(done)
    record, _ = evidence.read(done.deps, done.borrower, done.part.case_id)
    deps = stopped(done, limit)
    with deps.checker:
        for answer in (
            verify.by_file(deps, data),
            verify.beside_evidence(deps, Brought(data, record)),
        ):
            assert (answer.finding, answer.exit_code) == ("unjudged", verify.UNCHECKED)
            assert not answer.verdict.accepted
            assert "unreadable" not in {check.code for check in answer.verdict.checks}


@pytest.mark.parametrize("limit", ["die", "memory"])
def test_a_hostile_file_that_uses_up_every_limit_is_never_accepted(done: Scene, limit: str) -> None:
    data, _ = paper(done)
    record, _ = evidence.read(done.deps, done.borrower, done.part.case_id)
    deps = stopped(done, limit)
    with deps.checker:
        by_hash = verify.by_file(deps, data + b"\n% a bomb\n")
        assert (by_hash.finding, by_hash.exit_code) == ("not_ours", verify.REJECTED)
        beside = verify.beside_evidence(deps, Brought(data + b"\n% a bomb\n", record))
        assert (beside.finding, beside.exit_code) == ("unjudged", verify.UNCHECKED)


def test_while_others_are_read_no_file_is_judged_and_drawing_goes_on(done: Scene) -> None:
    data, _ = paper(done)
    record, _ = evidence.read(done.deps, done.borrower, done.part.case_id)
    deps = replace(done.deps, checker=Sandbox(verify.CHECKING, wait_s=0.05))
    with deps.checker._lock:
        for answer in (
            verify.by_file(deps, data),
            verify.by_file(deps, data + b"\n% later\n"),
            verify.beside_evidence(deps, Brought(data, record)),
        ):
            assert (answer.finding, answer.exit_code) == ("unjudged", verify.UNCHECKED)
    with closing(assembly.build(done.deps.settings)) as served, served.checker._lock:
        assert served.sandbox.run("picture", b"no picture")


def test_evidence_of_another_agreement_is_named_as_such(done: Scene) -> None:
    data, _ = paper(done)
    other = second_case(done.part, done.part.place)
    for step in ("confirm", "tell", "offer", "counter", "accept", "records", "sign"):
        STEPS[step](other)
    record, _ = evidence.read(done.deps, done.borrower, other.case_id)
    answer = verify.beside_evidence(done.deps, Brought(data, record))
    assert (answer.finding, answer.exit_code) == ("other_evidence", verify.REJECTED)
    assert "a" in failed(answer)


def test_evidence_where_nothing_was_ever_sealed_is_not_ours(done: Scene) -> None:
    data, _ = paper(done)
    record, _ = evidence.read(done.deps, done.borrower, done.part.case_id)

    def none() -> bytes:
        raise FileNotFoundError

    answer = verify.beside_evidence(replace(done.deps, root_pem=none), Brought(data, record))
    assert (answer.finding, answer.exit_code) == ("damaged_evidence", verify.UNCHECKED)
