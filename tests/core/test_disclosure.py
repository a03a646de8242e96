"""The words of a consent: what is seen, why, and how it ends; named by what they say."""

from __future__ import annotations

from hashlib import sha256

from app.core.disclosure import BUDGET, WHAT, DataClass, Purpose, Wording, wording


def test_a_consent_names_the_part_first_and_then_why_and_how_it_ends() -> None:
    said = wording(Purpose.ADVICE, DataClass.HARDSHIP)
    assert said.read_in("en") == (
        "What happened to you, since when, and what help you need.",
        "I let this charity look at this, to advise me.",
        "They may not act for me, and may not pass it on.",
        "It ends on the day I choose, or when I say so.",
    )
    assert said.read_in("zh_Hans") == (
        "您遇到了什么，从何时开始，需要什么帮助。",
        "我允许这家机构查看，以便为我提供建议。",
        "对方不得代我行事，也不得转给他人。",
        "到我选的日子为止，或我说停就停。",
    )


def test_words_are_named_by_what_they_say_in_both_languages() -> None:
    said = wording(Purpose.SHARED, DataClass.TOTALS)
    assert said.version == sha256(f"{said.en}\n\n{said.zh_hans}".encode()).hexdigest()[:16]
    assert Wording("Yes.", "同意。").version != Wording("Yes!", "同意。").version
    assert Wording("Yes.", "同意。").version != Wording("Yes.", "不同意。").version


def test_every_part_has_words_of_its_own_for_every_reason() -> None:
    for purpose in Purpose:
        words = {wording(purpose, part) for part in DataClass}
        assert len(words) == len(DataClass), purpose
    for part in DataClass:
        for language in ("en", "zh_Hans"):
            first = wording(Purpose.OFFER, part).read_in(language)[0]
            assert first == WHAT[part][language]
    assert wording(Purpose.OFFER, BUDGET[0]) == wording(Purpose.CHOSEN, BUDGET[0])
    assert wording(Purpose.OFFER, BUDGET[0]) != wording(Purpose.FOR_ME, BUDGET[0])
