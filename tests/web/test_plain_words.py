"""The words of every page and message: plain, calm and of one language (ethics E6, E8, E9)."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from app.translations.catalog import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[2]
BLANK = re.compile(r"%\(\w+\)[sd]|\{\{.*?\}\}|\{%.*?%\}")
CHINESE = re.compile("[\u4e00-\u9fff]")

LONGEST_SENTENCE = 22
LONGEST_CLAUSE = 26
HURRY = re.compile(
    r"\b(urgent\w*|immediate\w*|right now|act now|act fast|last chance|final (notice|warning)"
    r"|(?<!no )hurry|countdown|limited time|only today|now or never|as soon as possible"
    r"|without delay|only \d+ (left|hours|minutes)|time is running|do(n't| not) (miss|wait)"
    r"|most (people|borrowers)|(people|borrowers) like you|others have (already )?(paid|agreed))\b|!",
    re.IGNORECASE,
)
HURRY_ZH = re.compile(
    "马上|赶紧|赶快|尽快|抓紧|紧急|从速|务必|最后(机会|通知|警告)|倒计时|仅剩|限时|过期不候|机不可失"
    "|大家都|大多数人|立即(付|还|缴|支付|还款|联系)|立刻(付|还|缴)|！"
)
CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
ABBREVIATIONS = frozenset(
    {
        "AA",
        "CNY",
        "CSV",
        "GBK",
        "GBP",
        "HEIC",
        "JPEG",
        "MB",
        "PDF",
        "PNG",
        "SES",
        "SHA",
        "UTC",
        "UTF",
        "WCAG",
    }
)
LATIN_IN_CHINESE = ABBREVIATIONS | {
    *(
        "MiB",
        "WebP",
        "iPhone",
        "OpenAPI",
        "json",
        "rows",
        "renewals",
        "Cookie",
        "JavaScript",
        "Shift",
        "Plainpact",
    ),  # no Chinese reader says them otherwise
    *("name", "example", "org"),  # an address as an example
}


def pages() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """English and Chinese of each room, by the catalogs: ``make check`` sees that they have all."""
    english: dict[str, list[str]] = {}
    chinese: dict[str, list[str]] = {}
    for path in sorted(FOLDER.glob("zh_Hans/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_Hans"):
                if message.id:
                    english.setdefault(path.stem, []).extend(said(message.id, "8"))
                    chinese.setdefault(path.stem, []).extend(said(message.string or "", "八"))
    return english, chinese


def said(text: str | tuple[str, ...] | list[str], filled: str) -> list[str]:
    """Each form, with ``filled`` in its blanks."""
    return [BLANK.sub(filled, form) for form in ([text] if isinstance(text, str) else text)]


def mails(ending: str) -> list[str]:
    """The lines of all messages in one language."""
    files = sorted((ROOT / "templates" / "emails").glob(f"*.{ending}.txt"))
    texts = (BLANK.sub("八", file.read_text(encoding="utf-8")) for file in files)
    lines = (line.removeprefix("Subject:").strip() for text in texts for line in text.splitlines())
    return [line for line in lines if line]


ENGLISH, TRANSLATED = pages()
ENGLISH["emails"], TRANSLATED["emails"] = mails("en"), mails("zh_Hans")


def sentences(texts: Iterable[str]) -> Iterator[str]:
    """Whole sentences: labels and buttons are no sentences."""
    for text in texts:
        if text.rstrip().endswith((".", "?")):
            yield from re.split(r"(?<=[.?:])\s+", text.strip())


def clauses(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from filter(None, (part.strip() for part in re.split("[，。；：？、（）]", text)))


def syllables(word: str) -> int:
    """A count by groups of vowels, with a silent e left out: close enough for a mean."""
    return max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e"))))


@pytest.mark.parametrize("room", ENGLISH)
def test_e06_nothing_in_english_hurries_or_shouts(room: str) -> None:
    assert [text for text in ENGLISH[room] if HURRY.search(text)] == []
    capitals = {word for text in ENGLISH[room] for word in CAPITALS.findall(text)}
    assert capitals <= ABBREVIATIONS


@pytest.mark.parametrize("room", TRANSLATED)
def test_e06_nothing_in_chinese_hurries(room: str) -> None:
    assert [text for text in TRANSLATED[room] if HURRY_ZH.search(text)] == []


@pytest.mark.parametrize("word", ["Act now", "LAST CHANCE", "Pay immediately", "Only 3 left"])
def test_urgency_would_be_found(word: str) -> None:
    assert HURRY.search(word)


@pytest.mark.parametrize("word", ["请尽快还款", "最后通知", "立即支付", "大家都还了"])
def test_urgency_in_chinese_would_be_found(word: str) -> None:
    assert HURRY_ZH.search(word)


@pytest.mark.parametrize("room", ENGLISH)
def test_english_sentences_are_short(room: str) -> None:
    lengths = {text: len(text.split()) for text in sentences(ENGLISH[room])}
    assert [text for text, length in lengths.items() if length > LONGEST_SENTENCE] == []
    assert sum(lengths.values()) <= 15 * len(lengths)


@pytest.mark.parametrize("room", ENGLISH)
def test_english_pages_are_read_at_grade_6_or_below(room: str) -> None:
    found = list(sentences(ENGLISH[room]))
    words = [word for text in found for word in re.findall(r"[A-Za-z']+", text)]
    grade = 0.39 * len(words) / len(found) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    assert grade <= 6


@pytest.mark.parametrize("room", TRANSLATED)
def test_chinese_clauses_are_short(room: str) -> None:
    found = list(clauses(TRANSLATED[room]))
    assert [clause for clause in found if len(clause) > LONGEST_CLAUSE] == []
    assert sum(map(len, found)) <= 20 * len(found)


@pytest.mark.parametrize("room", TRANSLATED)
def test_chinese_has_no_english_in_it(room: str) -> None:
    latin = chain.from_iterable(
        re.findall(r"[A-Za-z]{2,}", re.sub(r"/\w+|https?://\S+", "", text))
        for text in TRANSLATED[room]
    )
    assert set(latin) <= LATIN_IN_CHINESE


@pytest.mark.parametrize("room", ENGLISH)
def test_english_has_no_chinese_in_it(room: str) -> None:
    lines = [text for text in ENGLISH[room] if "{" not in text]
    assert [text for text in lines if CHINESE.search(text.replace("八", ""))] == []


@pytest.mark.parametrize("room", TRANSLATED)
def test_one_idea_has_one_chinese_word(room: str) -> None:
    """An offer is 方案, a seal 封印, a lender 出借人, a counselor 顾问, whatever the page."""
    others = re.compile("报价|还价|密封|债权人|放贷人|贷款人|贷方|辅导员|咨询师|债务人|欠款人")
    assert [text for text in TRANSLATED[room] if others.search(text)] == []
