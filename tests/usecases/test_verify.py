from __future__ import annotations

from app.usecases import agreement_reading, evidence, verify
from tests.usecases.scenes import Scene


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
    assert verify.offline(data, record, root, done.deps.now()).verdict.accepted


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
    for data in (b"", b"%PDF-1.7\n", b"x" * (verify.LARGEST_UPLOAD + 1)):
        answer = verify.by_file(done.deps, data)
        assert answer.standing is None
        assert [check.letter for check in answer.verdict.checks] == list("abcdefg")
        assert failed(answer) == set("abcdefg")


def test_an_unknown_code_says_nothing(done: Scene) -> None:
    assert verify.by_code(done.deps, "NOTACODE") is None
