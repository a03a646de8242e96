"""The exact sentences people agree to. A sentence is never edited: a new one gets a new id."""

from __future__ import annotations

from app.core.access import Role
from app.core.evidence import sha256_hex

INTENTS: dict[str, dict[str, str]] = {
    "borrower-1": {
        "en": "I have read this agreement and I agree to it.",
        "zh_Hans": "我已阅读本协议，并同意其内容。",
    },
    "lender-1": {
        "en": "I may bind the lender, and the lender agrees to this agreement.",
        "zh_Hans": "我有权代表出借人，出借人同意本协议。",
    },
    "counselor-1": {
        "en": "I explained this agreement to the borrower. I sign as a witness.",
        "zh_Hans": "我已向借款人说明本协议，并以见证人身份签名。",
    },
    "records-1": {
        "en": "I agree to get this agreement as an electronic file. A free paper copy is mine on request.",
        "zh_Hans": "我同意以电子文件形式收到本协议。我可以随时免费索取纸质副本。",
    },
}
CURRENT = {
    Role.BORROWER: "borrower-1",
    Role.LENDER: "lender-1",
    Role.COUNSELOR: "counselor-1",
}
RECORDS = "records-1"


def sentence(intent: str, language: str) -> str:
    """The words of ``intent``.

    Raises:
        KeyError: there is no such sentence, or not in this language.
    """
    return INTENTS[intent][language]


def intent_sha256(intent: str, language: str) -> str:
    return sha256_hex(sentence(intent, language).encode())
