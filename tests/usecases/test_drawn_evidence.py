"""The evidence names how each person signed, and the drawing by its digest; the page says it too."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from app.core.evidence import sha256_hex
from app.core.negotiation.events import AgreementSigned
from app.usecases import evidence
from tests.drawings import data_url, scribble
from tests.one_app import app_of
from tests.stage import Visitor
from tests.usecases.scenes import Scene, an_act

SAID = {
    "en": ("by typing the name, drawing a signature", "Typed their name and drew a signature"),
    "zh": ("输入姓名，手写签名", "输入了姓名，并手写了签名"),
}


def test_a_drawing_is_told_by_record_paper_and_page(signing: Scene, tmp_path: Path) -> None:
    for actor, drawing in (
        (signing.agent, data_url(scribble())),
        (signing.borrower, ""),
        (signing.counselor, ""),
    ):
        signing.sign(actor, an_act(signing.page(actor), drawing=drawing))
    signing.stage.work()
    digest = drawn_digest(signing)
    data, _ = evidence.read(signing.deps, signing.borrower, signing.part.case_id)
    acts = json.loads(data)["record"]["acts"]
    assert [(act["intent"]["method"], act["intent"]["drawing_sha256"]) for act in acts] == [
        ("typed_name_and_drawing", digest),
        ("typed_name", ""),
        ("typed_name", ""),
    ]
    assert all("drawing_sha256" not in act["intent"]["further"] for act in acts)
    pdf, _ = evidence.paper(signing.deps, signing.borrower, signing.part.case_id)
    paper = text_of(pdf, tmp_path)
    assert digest in paper
    app = app_of(signing.deps)
    for language, (on_paper, on_page) in SAID.items():
        assert "".join(on_paper.split()) in paper
        visitor = Visitor.open(app, signing.deps, signing.borrower, language=language)
        page = visitor.soup(f"/agreements/{signing.part.case_id}/evidence")
        told = [one.get_text(strip=True) for one in page.select(".pp-summary-list__value")]
        assert told.count(on_page) == 1


def drawn_digest(scene: Scene) -> str:
    """That of the bytes that were kept, which the chain of events holds as well."""
    record = scene.record()
    with scene.deps.reading() as uow:
        acts = uow.signatures.of(record.tenant_id, record.id, record.version)
    (drawing,) = (act.drawing for act in acts if act.drawing is not None)
    signed = [one.drawing_sha256 for one in scene.history() if isinstance(one, AgreementSigned)]
    assert signed == [sha256_hex(drawing), "", ""]
    return sha256_hex(drawing)


def text_of(pdf: bytes, folder: Path) -> str:
    """All words without the spaces between them."""
    (folder / "evidence.pdf").write_bytes(pdf)
    command = ["pdftotext", str(folder / "evidence.pdf"), "-"]
    told = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return "".join(told.split())
