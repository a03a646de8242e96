"""The whole label, word for word, in every place that tells what kind of signature it is."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from app.factory import create_app
from app.usecases import agreement_reading, evidence
from app.usecases.demo_steps import STEPS, Part
from tests.ceremony import Signer
from tests.stage import Visitor

LABEL = {
    "en": "Simple electronic signature (SES) with cryptographic seal; time asserted by this server.",
    "zh": "普通电子签名，附加密封印；时间由本服务器声明。",
}
OTHERS = {
    "en": "Other readers may show “identity unknown” until they trust our root.",
    "zh": "别的阅读器在信任我们的根证书前，可能显示“身份未知”。",
}
BESIDE = {language: LABEL[language] + OTHERS[language] for language in LABEL}


def test_the_label_stands_word_for_word_in_every_place(
    part: Part, signer: Callable[..., Signer], tmp_path: Path
) -> None:
    for language, words in BESIDE.items():
        lender = signer(part.place.agent, language)
        page = lender.visitor.soup(f"{lender.path}/sign")
        buttons = page.select_one("form .pp-hint + .pp-choices")
        assert buttons is not None
        assert _text(buttons.find_previous_sibling()) == words
    STEPS["sign"](part)
    pdf, _, _ = agreement_reading.paper(part.deps, part.borrower, part.case_id)
    record, _ = evidence.read(part.deps, part.borrower, part.case_id)
    paper, _ = evidence.paper(part.deps, part.borrower, part.case_id)
    told = json.loads(record)["record"]["label"]
    assert told == {"en": LABEL["en"], "zh_Hans": LABEL["zh"]}
    for words in BESIDE.values():
        for printed in (pdf, paper):
            assert "".join(words.split()) in _printed(printed, tmp_path)
    # Whoever states the time from today on stated nothing of what is signed.
    signing = replace(part.deps.settings.signing, tsa_urls=("https://time.test/",))
    today = replace(part.deps, settings=replace(part.deps.settings, signing=signing))
    app = create_app(today)
    for language, words in BESIDE.items():
        person = Visitor.open(app, today, part.borrower, language=language)
        path = f"/agreements/{part.case_id}"
        pages = [person.soup(path), person.soup(f"{path}/evidence"), *_checked(person, pdf, record)]
        assert [words in _text(page) for page in pages] == [True] * 4
    said = _command(part, pdf, record, tmp_path)
    assert [said.count(words) for words in BESIDE.values()] == [1, 1]


def _checked(person: Visitor, pdf: bytes, record: bytes) -> Iterator[BeautifulSoup]:
    """The verify page, with our own records and with the evidence alone."""
    beside = {"evidence": (BytesIO(record), "evidence.json")}
    for further in ({}, beside):
        answer = person.post("/verify", {"file": (BytesIO(pdf), "any.pdf"), **further})
        yield BeautifulSoup(answer.data, "html.parser")


def _command(part: Part, pdf: bytes, record: bytes, folder: Path) -> str:
    """What the verify command says, its lines joined."""
    files = {"a.pdf": pdf, "a.json": record, "root.pem": part.deps.root_pem()}
    for name, body in files.items():
        (folder / name).write_bytes(body)
    beside = ("--evidence", str(folder / "a.json"), "--root", str(folder / "root.pem"))
    asked = [sys.executable, "-m", "app.cli", "verify", str(folder / "a.pdf"), *beside]
    done = subprocess.run(asked, capture_output=True, check=True, encoding="utf-8")
    return "".join(line.strip() for line in done.stdout.splitlines())


def _text(page: object) -> str:
    assert isinstance(page, Tag)
    return page.get_text()


def _printed(pdf: bytes, folder: Path) -> str:
    file = folder / "printed.pdf"
    file.write_bytes(pdf)
    asked = ["/usr/bin/pdftotext", "-layout", str(file), "-"]
    done = subprocess.run(asked, capture_output=True, check=True, encoding="utf-8")
    return "".join(done.stdout.split())
