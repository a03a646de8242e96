"""Anyone checks a file or a code, without an account, and nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from app.core.negotiation.commands import RaiseDispute, SettleDispute
from app.core.negotiation.events import DisputeKind
from app.gateways.trust import certificates, fingerprint
from app.usecases import agreement_reading, evidence, negotiate
from app.usecases.demo_steps import Part
from tests.stage import ORIGIN, Stage, Visitor

Visit = Callable[..., Visitor]
SEALED = ("confirm", "tell", "offer", "counter", "accept", "sign")


@pytest.fixture
def sealed(stage: Stage) -> Part:
    return stage.part("four-weekly", *SEALED)


def _file(body: bytes) -> dict[str, tuple[BytesIO, str]]:
    return {"file": (BytesIO(body), "any.pdf")}


def _paper(part: Part) -> tuple[bytes, str]:
    body, code, _ = agreement_reading.paper(part.deps, part.borrower, part.case_id)
    return body, code


def test_the_sealed_file_is_genuine_and_every_check_says_so(visit: Visit, sealed: Part) -> None:
    answer = visit().post("/verify", _file(_paper(sealed)[0]))
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Yes, this file is genuine" in text
    assert "It is our final file." in text
    assert sealed.story.name not in text


def test_one_changed_byte_is_found(visit: Visit, sealed: Part) -> None:
    body = bytearray(_paper(sealed)[0])
    body[len(body) // 3] ^= 1
    text = visit().post("/verify", _file(bytes(body))).get_data(as_text=True)
    assert "No, do not rely on this file" in text
    assert "It is not our final file." in text


def test_a_copy_from_before_the_end_is_named_as_such(visit: Visit, sealed: Part) -> None:
    with sealed.deps.reading() as uow:
        header = uow.cases.find(sealed.case_id)
        assert header is not None
        record = uow.agreements.latest(header.tenant_id, sealed.case_id)
    assert record is not None
    early = sealed.deps.files.get(record.frozen_sha256 or "")
    text = visit().post("/verify", _file(early)).get_data(as_text=True)
    assert "It is an earlier copy" in text
    assert "No, this is an earlier copy" in text


@pytest.mark.parametrize("body", [b"no pdf at all", b"%PDF-1.7\n%%EOF"], ids=["text", "empty pdf"])
def test_a_strange_file_gets_a_plain_no(visit: Visit, stage: Stage, body: bytes) -> None:
    answer = visit().post("/verify", _file(body))
    assert answer.status_code == 200
    assert "No, we do not know this file" in answer.get_data(as_text=True)


def test_a_file_above_five_megabytes_is_asked_about_again(visit: Visit) -> None:
    # The test client would leave its own temporary file open for a body of this size.
    stranger = visit()
    head = 'Content-Disposition: form-data; name="'
    body = (
        f'--edge\r\n{head}csrf_token"\r\n\r\n{stranger.token("/guide")}\r\n'
        f'--edge\r\n{head}file"; filename="big.pdf"\r\n\r\n{"0" * (5 * 2**20 + 1)}\r\n--edge--\r\n'
    )
    answer = stranger.client.post(
        "/verify",
        data=body.encode(),
        content_type="multipart/form-data; boundary=edge",
        headers={"Origin": ORIGIN},
    )
    assert answer.status_code == 422
    assert "This file is too large" in answer.get_data(as_text=True)


def test_no_file_asks_for_one(visit: Visit) -> None:
    answer = visit().post("/verify", {})
    assert answer.status_code == 422


def test_a_code_alone_tells_version_state_and_day_and_no_more(visit: Visit, sealed: Part) -> None:
    code = _paper(sealed)[1]
    for typed in (code, f"{code[:4]}-{code[4:8]} {code[8:].lower()}"):
        text = visit().client.get("/verify", query_string={"code": typed}).get_data(as_text=True)
        assert "Yes, we know this code" in text
        assert "It is signed by everybody and sealed." in text
        assert "21 November 2026" in text
        assert sealed.story.name not in text
        assert "£" not in text


def test_an_unknown_code_gets_a_plain_no(visit: Visit) -> None:
    assert "No, we do not know this code" in visit().soup("/verify?code=ABCD-EFGH-JKMN").get_text()


def _early(part: Part) -> bytes:
    with part.deps.reading() as uow:
        header = uow.cases.find(part.case_id)
        assert header is not None
        record = uow.agreements.latest(header.tenant_id, part.case_id)
    assert record is not None
    return part.deps.files.get(record.frozen_sha256 or "")


def _changed(body: bytes) -> bytes:
    return body[: len(body) // 3] + bytes([body[len(body) // 3] ^ 1]) + body[len(body) // 3 + 1 :]


def _evidence(part: Part) -> bytes:
    return evidence.read(part.deps, part.borrower, part.case_id)[0]


def _both(pdf: bytes, record: bytes) -> dict[str, tuple[BytesIO, str]]:
    return {"file": (BytesIO(pdf), "any.pdf"), "evidence": (BytesIO(record), "evidence.json")}


def test_what_is_wrong_is_said_plainly_in_both_languages(visit: Visit, sealed: Part) -> None:
    final, record = _paper(sealed)[0], _evidence(sealed)
    damaged = record.replace(b'"version":1', b'"version":2', 1)
    assert damaged != record
    paper = evidence.paper(sealed.deps, sealed.borrower, sealed.case_id)[0]
    cases = (
        (_file(final), "Yes, this file is genuine", "是，这个文件是真的"),
        (_file(_changed(final)), "No, do not rely on this file", "不，请不要相信这个文件"),
        (_file(_early(sealed)), "No, this is an earlier copy", "不，这是较早的副本"),
        (_file(b"%PDF-1.7"), "No, we do not know this file", "不，我们不认识这个文件"),
        (_file(paper), "This is the evidence, not the agreement", "这是证据，不是协议"),
        (_both(final, record), "Yes, this file is genuine", "是，这个文件是真的"),
        (_both(_changed(final), record), "No, do not rely on this file", "请不要相信这个文件"),
        (_both(_early(sealed), record), "No, this is an earlier copy", "不，这是较早的副本"),
        (_both(final, damaged), "We could not check with this evidence", "无法用这份证据核对"),
        (_both(final, b"no json"), "We could not check with this evidence", "无法用这份证据核对"),
    )
    english, chinese = visit(), visit(language="zh")
    for sent, en, zh in cases:
        for visitor, title in ((english, en), (chinese, zh)):
            for stream, _ in sent.values():
                stream.seek(0)
            copy = {name: (BytesIO(s.read()), n) for name, (s, n) in sent.items()}
            answer = visitor.post("/verify", copy)
            assert answer.status_code == 200
            assert title in answer.get_data(as_text=True)


def test_a_disputed_agreement_is_not_simply_called_sealed(visit: Visit, sealed: Part) -> None:
    final, code = _paper(sealed)
    for command, words in (
        (RaiseDispute(DisputeKind.WRONG_AMOUNT, "It is too high."), "it is disputed now"),
        (SettleDispute(True, "You are right."), "A dispute about it was found to be right"),
    ):
        actor = sealed.borrower if isinstance(command, RaiseDispute) else sealed.place.agent
        negotiate.submit(sealed.deps, actor, sealed.case_id, command)
        by_code = visit().client.get("/verify", query_string={"code": code})
        by_file = visit().post("/verify", _file(final))
        for answer in (by_code, by_file):
            assert words in answer.get_data(as_text=True)
            assert "It is signed by everybody and sealed." not in answer.get_data(as_text=True)


def test_the_page_says_which_root_its_checks_lead_to(visit: Visit, sealed: Part) -> None:
    root = fingerprint(certificates(sealed.deps.root_pem())[0])
    assert root in visit().soup("/verify").get_text()
    assert root in visit().post("/verify", _file(_paper(sealed)[0])).get_data(as_text=True)


def test_an_upload_is_not_kept(visit: Visit, sealed: Part, tmp_path: Path) -> None:
    folder = sealed.deps.settings.papers_dir
    before = sorted(folder.rglob("*"))
    visit().post("/verify", _file(_paper(sealed)[0] + b"\n"))
    assert sorted(folder.rglob("*")) == before


def test_the_answer_is_in_chinese_too(visit: Visit, sealed: Part) -> None:
    answer = visit(language="zh").post("/verify", _file(_paper(sealed)[0]))
    assert "是，这个文件是真的" in answer.get_data(as_text=True)
