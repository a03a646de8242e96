"""What people agree to when they sign: a sentence of their own, kept word for word."""

from __future__ import annotations

from hashlib import sha256

import pytest

from app.core.access import Role
from app.core.intent import (
    CURRENT,
    INTENTS,
    RECORDS,
    OtherSentence,
    intent_sha256,
    records_sha256,
    records_text,
    sentence,
    sentence_of,
    shown_sentence,
)


def test_each_side_agrees_to_a_sentence_of_its_own_in_both_languages() -> None:
    assert sentence(CURRENT[Role.BORROWER], "en").startswith("I have read this agreement")
    assert "bind the lender" in sentence(CURRENT[Role.LENDER], "en")
    assert "does not bind me" in sentence(CURRENT[Role.COUNSELOR], "en")
    for intent in INTENTS:
        assert sentence(intent, "en") != sentence(intent, "zh_Hans")


def test_a_digest_names_exactly_one_sentence_of_today_or_before() -> None:
    for intent, words in INTENTS.items():
        for language, said in words.items():
            digest = intent_sha256(intent, language)
            assert digest == sha256(said.encode()).hexdigest()
            assert sentence_of(digest) == (intent, language)
    with pytest.raises(LookupError, match=r"\Ano sentence has this digest\Z"):
        sentence_of("0" * 64)


def test_the_sentence_that_was_shown_is_kept_in_the_language_it_was_read_in() -> None:
    for reader, written in (("en", "en"), ("zh", "zh_Hans")):
        for role, intent in CURRENT.items():
            kept = intent_sha256(intent, written), written
            assert shown_sentence(role, intent, reader) == kept


def test_nobody_signs_the_sentence_of_another_side_or_of_another_day() -> None:
    for intent, reader in (
        ("lender-1", "en"),
        ("counselor-1", "en"),
        ("", "en"),
        ("borrower-1", "fr"),
        ("borrower-1", ""),
        ("borrower-1", "zh_Hans"),
    ):
        with pytest.raises(OtherSentence, match=rf"\A{intent}\Z"):
            shown_sentence(Role.BORROWER, intent, reader)


def test_files_instead_of_paper_are_agreed_to_with_all_that_was_read_before() -> None:
    for language in ("en", "zh_Hans"):
        shown = "\n".join((*records_text(language), sentence(RECORDS, language)))
        assert records_sha256(language) == sha256(shown.encode()).hexdigest()
    with pytest.raises(KeyError):
        records_text("fr")
