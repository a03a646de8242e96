"""Anyone checks a file or a code, without an account, and nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from app.usecases import agreement_reading
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


@pytest.mark.parametrize("body", [b"no pdf at all", b"%PDF-1.7\n%%EOF"], ids=["text", "empty pdf"])
def test_a_strange_file_gets_a_plain_no(visit: Visit, stage: Stage, body: bytes) -> None:
    answer = visit().post("/verify", _file(body))
    assert answer.status_code == 200
    assert "No, do not rely on this file" in answer.get_data(as_text=True)


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


def test_an_upload_is_not_kept(visit: Visit, sealed: Part, tmp_path: Path) -> None:
    folder = sealed.deps.settings.papers_dir
    before = sorted(folder.rglob("*"))
    visit().post("/verify", _file(_paper(sealed)[0] + b"\n"))
    assert sorted(folder.rglob("*")) == before


def test_the_answer_is_in_chinese_too(visit: Visit, sealed: Part) -> None:
    answer = visit(language="zh").post("/verify", _file(_paper(sealed)[0]))
    assert "是，这个文件是真的" in answer.get_data(as_text=True)
