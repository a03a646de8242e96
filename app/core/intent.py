"""The exact sentences people agree to. A sentence is never edited: a new one gets a new id."""

from __future__ import annotations

from app.core.access import Role
from app.core.errors import DomainError
from app.core.evidence import sha256_hex
from app.core.languages import WRITTEN

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
    "counselor-2": {
        "en": "I reviewed this agreement and explained it to the borrower. "
        "I do not promise to pay, and it does not bind me.",
        "zh_Hans": "我已审阅本协议，并向借款人说明。我不承诺付款，也不受本协议约束。",
    },
    "records-1": {
        "en": "I agree to get this agreement as an electronic file. A free paper copy is mine on request.",
        "zh_Hans": "我同意以电子文件形式收到本协议。我可以随时免费索取纸质副本。",
    },
}
RECORDS_TEXTS: dict[str, dict[str, tuple[str, ...]]] = {
    "records-2": {
        "en": (
            "You can get this agreement as a file, on this site.",
            "You can have it on paper at any time. Paper is free, and the terms stay the same.",
            "This is about this agreement, its changes and its letters, and nothing else.",
            "You can take it back at any time, on this page. From then on you get paper.",
            "What you signed before still counts.",
            "Does your e-mail or address change? Tell us with Get help, on each page of your case.",
            "You need a phone or computer with internet, and a program that opens PDF files.",
            "The test below shows whether yours does.",
        ),
        "zh_Hans": (
            "您可以在本网站收到协议的电子文件。",
            "您可以随时要纸质协议。纸质免费，条款不变。",
            "这里只涉及本协议、它的变更和有关信件，不涉及别的。",
            "您可以随时在本页收回同意。此后您收到纸质文件。此前签署的仍然有效。",
            "邮箱或地址变了？请用“寻求帮助”告诉我们。您案件的每一页都有链接。",
            "您需要能上网的手机或电脑，还要有能打开 PDF 文件的程序。下面的测试会告诉您能不能打开。",
        ),
    },
}
"""What is read before one agrees to electronic records. Never edited, as the sentences above."""

CURRENT = {
    Role.BORROWER: "borrower-1",
    Role.LENDER: "lender-1",
    Role.COUNSELOR: "counselor-2",
}
REVIEWS = frozenset({"counselor-2"})
"""Sentences that say what was reviewed, and bind nobody."""
RECORDS = "records-1"
RECORDS_TEXT = "records-2"


class OtherSentence(DomainError):
    """The sentence on the page is not the one that is agreed to now: read the page again."""

    code = "other_sentence"


def sentence(intent: str, language: str) -> str:
    """The words of ``intent``.

    Raises:
        KeyError: there is no such sentence, or not in this language.
    """
    return INTENTS[intent][language]


def intent_sha256(intent: str, language: str) -> str:
    return sha256_hex(sentence(intent, language).encode())


def shown_sentence(role: Role, intent: str, reader: str) -> tuple[str, str]:
    """The digest of the sentence a page showed, and its language; ``reader`` is ``en`` or ``zh``.

    Raises:
        OtherSentence: not the one that ``role`` agrees to now, or in no language of ours.
    """
    if intent != CURRENT[role] or reader not in WRITTEN:
        raise OtherSentence(intent)
    return intent_sha256(intent, WRITTEN[reader]), WRITTEN[reader]


def sentence_of(digest: str) -> tuple[str, str]:
    """The sentence, and its language, that ``digest`` stands for, of today or before.

    Raises:
        LookupError: no sentence of ours.
    """
    for intent, words in INTENTS.items():
        for language in words:
            if intent_sha256(intent, language) == digest:
                return intent, language
    raise LookupError("no sentence has this digest")


def records_text(language: str) -> tuple[str, ...]:
    """What is shown before one agrees to electronic records, in paragraphs.

    Raises:
        KeyError: not in this language.
    """
    return RECORDS_TEXTS[RECORDS_TEXT][language]


def records_sha256(language: str) -> str:
    """The hash of all that was shown, with the sentence that is agreed to."""
    shown = (*records_text(language), sentence(RECORDS, language))
    return sha256_hex("\n".join(shown).encode())
