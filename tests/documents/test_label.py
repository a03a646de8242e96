"""The label says who stated the times and who sealed, and nothing better than that."""

from __future__ import annotations

import pytest

from app.core.sealed import THIS_SERVER
from app.documents.label import NAMED_IN_EACH, ended, signature_label
from app.documents.words import WORDS, speech

OWN = "Simple electronic signature (SES) with cryptographic seal; time asserted by this server."


@pytest.mark.parametrize(
    ("authorities", "seals", "en", "zh"),
    [
        (
            [THIS_SERVER] * 5,
            [THIS_SERVER] * 2,
            OWN,
            "普通电子签名，附加密封印；时间由本服务器声明。",
        ),
        ([], [], OWN, "普通电子签名，附加密封印；时间由本服务器声明。"),
        (["A"] * 5, [THIS_SERVER], "stated by A.", "时间由 A 声明。"),
        (["A", "B", "A"], [THIS_SERVER], "stated by A and B", "时间由 A和B 声明"),
        (
            ["A", THIS_SERVER],
            [THIS_SERVER],
            "stated by A, and for some signatures asserted by this server",
            "部分签名的时间由本服务器声明",
        ),
        ([THIS_SERVER], ["C"], "seal of C; time asserted by this server", "附加 C 的密封印"),
        ([NAMED_IN_EACH], [], "the authority named in each signature", "各签名中注明的机构"),
    ],
)
def test_the_label_follows_what_was_recorded(
    authorities: list[str], seals: list[str], en: str, zh: str
) -> None:
    said = signature_label(authorities, seals, speech("en"))
    assert said.startswith("Simple electronic signature (SES) with cryptographic seal")
    assert en in said
    assert zh in signature_label(authorities, seals, speech("zh_Hans"))


@pytest.mark.parametrize("language", WORDS)
def test_nothing_better_than_simple_is_claimed(language: str) -> None:
    for authorities in ([THIS_SERVER], ["A"], ["A", THIS_SERVER], [NAMED_IN_EACH]):
        for seals in ([THIS_SERVER], ["C"]):
            said = signature_label(authorities, seals, speech(language)).lower()
            assert not any(word in said for word in ("advanced", "qualified", "可靠"))


@pytest.mark.parametrize(("language", "stop"), [("en", "."), ("zh_Hans", "。")])
def test_a_label_of_an_older_record_gets_its_full_stop_and_no_second_one(
    language: str, stop: str
) -> None:
    words = speech(language)
    whole = signature_label([THIS_SERVER], (), words)
    assert whole.endswith(stop)
    assert ended(whole.removesuffix(stop), words) == ended(whole, words) == whole
