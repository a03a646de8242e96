"""Wherever a counselor's signature is told of, it is a review and nobody's promise."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from app.core.intent import INTENTS
from app.documents.proof import evidence_html
from app.usecases import queries
from app.usecases.signatories import signatories
from tests.usecases.scenes import Scene
from tests.usecases.test_evidence import record_of

PAPER = {
    "en": (
        "to have reviewed it, for",
        "no promise to pay",
        "reviewed by the counselor",
        "reviewed it and signed to say so",
        "review signed",
    ),
    "zh_Hans": ("审阅，不承诺付款", "顾问已审阅", "已审阅，并签名说明", "签名表示已审阅"),
}
WITNESS = {"en": "as a witness", "zh_Hans": "作见证"}


def charity(scene: Scene) -> str:
    return next(one.name for one in signatories(scene.record()) if one.role == "counselor")


def test_the_signature_in_the_file_names_who_reviewed_it_for_whom(done: Scene) -> None:
    final = done.deps.files.get(done.record().final_sha256 or "")
    with pikepdf.open(BytesIO(final)) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        reason = str(fields["Counselor"].V.Reason)
        label = str(fields["Counselor"].TU)
        others = [str(fields[name].V.Reason) for name in ("Lender", "Borrower")]
    name = record_of(done)["people"][2]["name_shown"]
    assert reason.startswith(f"Reviewed by {name} for {charity(done)}. I reviewed this agreement")
    assert "do not promise to pay" in reason
    assert label == f"Reviewed by a counselor of {charity(done)}"
    assert not any("Reviewed" in one for one in others)


@pytest.mark.parametrize("lang", PAPER)
def test_the_evidence_says_reviewed_and_never_witness_or_promise(done: Scene, lang: str) -> None:
    told = record_of(done)
    assert told["people"][2]["capacity"] == "reviewer"
    assert told["fairness"]["counselor"]["reviewed"] is True
    assert told["acts"][2]["intent"]["sentence"] in INTENTS["counselor-2"].values()
    paper = evidence_html(told, "0" * 64, lang, "2026-11-21T09:30:00Z")
    for said in PAPER[lang]:
        assert said in paper
    assert WITNESS[lang] not in paper


@pytest.mark.parametrize("lang", PAPER)
def test_the_paper_of_an_older_record_still_says_what_was_signed_then(
    done: Scene, lang: str
) -> None:
    told = record_of(done)
    del told["fairness"]["counselor"]["reviewed"]
    told["people"][2]["capacity"] = "witness"
    paper = evidence_html(told, "0" * 64, lang, "2026-11-21T09:30:00Z")
    assert WITNESS[lang] in paper
    assert PAPER[lang][-2] not in paper


def test_the_story_of_the_case_tells_a_review_from_a_signature(done: Scene) -> None:
    timeline = queries.case_page(done.deps, done.borrower, done.part.case_id).timeline
    kinds = [one.kind for one in timeline if one.detail in {"lender", "borrower", "counselor"}]
    assert kinds == ["agreement-signed", "agreement-signed", "agreement-reviewed"]


def test_the_place_of_the_review_is_named_in_the_language_of_the_document(done: Scene) -> None:
    chinese = signatories(replace(done.record(), language="zh_Hans"))
    assert [one.label for one in chinese][2] == f"审阅人：{charity(done)}的顾问"
