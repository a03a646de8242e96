"""The whole label, word for word, where somebody is about to sign and on the evidence paper."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from app.documents.proof import evidence_html
from app.usecases.demo_steps import STEPS, Part
from tests.ceremony import Signer

LABEL = {
    "en": "Simple electronic signature (SES) with cryptographic seal; time asserted by this server.",
    "zh": "普通电子签名，附加密封印；时间由本服务器声明。",
}
OTHERS = {
    "en": "Other readers may show “identity unknown” until they trust our root.",
    "zh": "别的阅读器在信任我们的根证书前，可能显示“身份未知”。",
}


@pytest.mark.parametrize("language", LABEL)
def test_the_label_stands_beside_sign_and_on_the_evidence(
    part: Part, signer: Callable[..., Signer], language: str
) -> None:
    lender = signer(part.place.agent, language)
    page = lender.visitor.soup(f"{lender.path}/sign")
    beside = page.select_one("form .pp-hint + .pp-choices")
    assert beside is not None
    hint = beside.find_previous_sibling()
    assert hint is not None
    assert hint.get_text() == LABEL[language]
    STEPS["sign"](part)
    answer = lender.visitor.client.get(f"{lender.path}/evidence/record")
    record = json.loads(answer.data)["record"]
    paper = evidence_html(record, "0" * 64, "en", "2026-11-21")
    assert f"{LABEL[language]} {OTHERS[language]}".replace("。 ", "。") in paper
