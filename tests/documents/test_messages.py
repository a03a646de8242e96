"""Mails and texts: as they are kept word for word, calm, and silent about debts (E6, E22, E24)."""

from __future__ import annotations

import re

import pytest

from app.core.segments import MOST, segments
from app.documents.letters import FOLDER, TEXTS
from tests.documents.messages_kept import BASE, KEPT, LENDER, all_kept, mails, names, texts

LONGEST_SUBJECT = 40
PREVIEW = 160
"""Characters of a mail that a locked screen may show."""
TELLING = re.compile(
    r"\bdebt|\bowe|\bloan|credit|repay|\bpay\b|overdue|arrears|lender|collect|instal|balance|money"
    r"|欠|债|贷|还款|逾期|催|信用|分期|付款",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"[£¥$€]|\d[\d,]*\.\d\d\b")
HURRY = re.compile(
    r"urgent|immediate|right away|deadline|last chance|final|asap|at once|hurry|overdue|!"
    r"|立即|马上|尽快|最后|紧急|赶紧|务必|逾期|！",
    re.IGNORECASE,
)
SHOUTING = re.compile(r"\b[A-Z]{3,}\b")


def test_what_leaves_is_what_is_kept_word_for_word() -> None:
    """Changed on purpose? ``python -m tests.documents.messages_kept`` writes it anew."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in KEPT.glob("*.txt")}
    assert kept == all_kept()


@pytest.mark.parametrize("folder", [FOLDER, TEXTS])
def test_every_message_exists_in_both_languages(folder: object) -> None:
    assert isinstance(folder, type(FOLDER))
    found = {path.name for path in folder.glob("*.txt")}
    assert found == {f"{n}.{spoken}.txt" for n in names(folder) for spoken in ("en", "zh_Hans")}
    assert found


@pytest.mark.parametrize("details", [False, True])
def test_e06_no_message_hurries_anybody(*, details: bool) -> None:
    for name, subject, body in mails(details=details):
        assert not HURRY.search(f"{subject}\n{body}"), name
        assert 0 < len(subject) <= LONGEST_SUBJECT, name
        words = re.sub(r"https?://\S+|[A-Z]{4}(-[A-Z]{4})+", "", f"{subject} {body}")
        assert not SHOUTING.search(words), name
    for name, text in texts(details=details):
        assert not HURRY.search(text), name


def test_e22_neither_subject_nor_preview_nor_body_tells_of_a_debt_a_lender_or_a_sum() -> None:
    said = [(name, f"{subject} {body}") for name, subject, body in mails(details=False)]
    for name, words in (*said, *texts(details=False)):
        plain = re.sub(r"https?://\S+", "", words)
        assert not TELLING.search(plain[:PREVIEW]), name
        assert not TELLING.search(plain), name
        assert not AMOUNT.search(plain), name
        assert not any(lender in plain for lender in LENDER.values()), name


def test_details_name_the_lender_and_no_sum() -> None:
    told = [f"{subject} {body}" for _, subject, body in mails(details=True)]
    told += [words for _, words in texts(details=True)]
    assert any(lender in words for words in told for lender in LENDER.values())
    assert not any(AMOUNT.search(words) for words in told)


def test_a_text_says_how_to_end_texts_and_is_never_torn() -> None:
    for name, words in (*texts(details=False), *texts(details=True)):
        assert f"{BASE}/texts/ABCDEFGHJK" in words, name
        assert "\n" not in words, name
    assert all(segments(words) <= MOST for _, words in texts(details=False))
