"""Anyone checks a file or a code, without an account, and nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from app.core.negotiation.commands import RaiseDispute, SettleDispute
from app.core.negotiation.events import DisputeKind
from app.documents.sandbox import Sandbox
from app.gateways.renewal import bundled
from app.gateways.trust import certificates, fingerprint
from app.usecases import agreement_reading, evidence, negotiate
from app.usecases.demo_steps import Part
from app.usecases.deps import Deps
from app.usecases.verify import CHECKING
from tests.one_app import app_of
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
    assert "No, this is not the real file" in text
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
    assert "Treat it as not genuine" not in text
    assert "a key that we did not give out" not in text
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
        (_file(_changed(final)), "No, this is not the real file", "不，这不是真的文件"),
        (_file(_early(sealed)), "No, this is an earlier copy", "不，这是较早的副本"),
        (_file(b"%PDF-1.7"), "No, we do not know this file", "不，我们不认识这个文件"),
        (_file(paper), "This is the evidence, not the agreement", "这是证据，不是协议"),
        (_both(final, record), "Yes, this file is genuine", "是，这个文件是真的"),
        (_both(_changed(final), record), "No, this is not the real file", "不，这不是真的文件"),
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


def _many(evidence: bytes, renewals: bytes, pdf: bytes) -> dict[str, tuple[BytesIO, str]]:
    return _both(pdf, evidence) | {"renewals": (BytesIO(renewals), "renewals.json")}


def test_evidence_of_another_agreement_is_named_as_such(
    visit: Visit, sealed: Part, stage: Stage
) -> None:
    other = stage.part("counselor", "authority", *SEALED)
    sent = _both(_paper(sealed)[0], _evidence(other))
    text = visit().post("/verify", sent).get_data(as_text=True)
    assert "No, the two files do not belong together" in text
    assert "Yes, this file is genuine" not in text
    assert "a key that we did not give out" not in text
    sent = _both(_paper(sealed)[0], _evidence(other))
    assert "不，这两个文件不是一套" in visit(language="zh").post("/verify", sent).get_data(
        as_text=True
    )


@pytest.mark.parametrize("limit", ["die", "memory"])
def test_when_we_run_out_of_time_or_memory_the_page_says_try_again(
    deps: Deps, sealed: Part, limit: str
) -> None:
    tasks = dict.fromkeys(CHECKING, f"tests.documents.sandboxed:{limit}")
    with Sandbox(tasks) as full:
        busy = replace(deps, checker=full)
        app = app_of(busy)
        for language, title in (("en", "We could not finish this check"), ("zh", "这次没有核对完")):
            visitor = Visitor.open(app, busy, language=language)
            for sent in (_file(_paper(sealed)[0]), _both(_paper(sealed)[0], _evidence(sealed))):
                page = BeautifulSoup(visitor.post("/verify", sent).data, "html.parser")
                assert [h.get_text() for h in page.find_all("h1")] == [title]
                assert "Treat it as not genuine" not in page.get_text()
                assert "请视为不真实" not in page.get_text()


def test_a_wrong_answer_comes_first_then_what_is_wrong_then_every_check(
    visit: Visit, sealed: Part
) -> None:
    body = _paper(sealed)[0]
    for language, no, wrong, checked in (
        ("en", "No", "What is wrong", "What we checked"),
        ("zh", "不", "哪里不对", "我们查了什么"),
    ):
        visitor = visit(language=language)
        answer = visitor.post("/verify", _file(body + b"\n% later\n")).data
        page = BeautifulSoup(answer, "html.parser")
        text = page.main.get_text() if page.main else ""
        assert page.h1 is not None
        assert page.h1.get_text().startswith(no)
        assert text.index(page.h1.get_text()) < text.index(wrong) < text.index(checked)
        good = visitor.post("/verify", _file(body)).get_data(as_text=True)
        assert wrong not in good


def test_newer_proofs_need_the_evidence_and_have_to_be_newer_proofs(
    visit: Visit, sealed: Part
) -> None:
    pdf, record = _paper(sealed)[0], _evidence(sealed)
    alone = _many(record, b"{}", pdf)
    del alone["evidence"]
    refused = visit().post("/verify", alone)
    assert refused.status_code == 422
    assert "Send the evidence file with it" in refused.get_data(as_text=True)
    damaged = visit().post("/verify", _many(record, b"{}", pdf)).get_data(as_text=True)
    assert "We could not check with these newer proofs" in damaged
    none = visit().post("/verify", _many(record, bundled(()), pdf)).get_data(as_text=True)
    assert "Yes, this file is genuine" in none


def test_an_old_file_is_checked_with_its_evidence_and_newer_proofs(
    visit: Visit, sealed: Part, stage: Stage
) -> None:
    pdf, record = _paper(sealed)[0], _evidence(sealed)
    path = f"/agreements/{sealed.case_id}/evidence/renewals"
    stage.clock.at += timedelta(days=365 * 14 + 10)
    stage.work()
    stage.clock.at += timedelta(days=365 * 2)
    renewals = visit(sealed.borrower).get(path).data
    told = visit().post("/verify", _many(record, renewals, pdf)).get_data(as_text=True)
    assert "Yes, this file is genuine" in told
    ended = visit().post("/verify", _both(pdf, record)).get_data(as_text=True)
    assert "We could not finish this check" in ended
    assert "its proof of time has run out" in ended


def test_our_root_certificate_is_there_for_everybody(visit: Visit, sealed: Part) -> None:
    answer = visit().get("/verify/root")
    assert answer.data == sealed.deps.root_pem()
    assert "attachment" in answer.headers["Content-Disposition"]


def test_before_any_key_was_made_there_is_no_root_and_no_evidence_is_ours(deps: Deps) -> None:
    deps.settings.roots_file.unlink()
    visitor = Visitor.open(app_of(deps), deps)
    assert visitor.get("/verify/root").status_code == 404
    assert "root.pem" not in visitor.soup("/verify").get_text()
    answer = visitor.post("/verify", _both(b"%PDF-1.7", b"{}"))
    assert "We could not check with this evidence" in answer.get_data(as_text=True)


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
