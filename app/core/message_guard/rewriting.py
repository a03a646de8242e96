"""The same message without what was wrong in it, for the sender to read and send."""

from __future__ import annotations

import re
from itertools import pairwise

from app.core.message_guard.categories import words
from app.core.message_guard.judging import Hit, Outcome, judge, language_of

_ENDS = re.compile(r"(?<=[。！？；\n])|(?<=[.!?;])(?=\s)")


def rewritten(text: str) -> str:
    """``text`` with each sentence that tripped the guard replaced by safe words.

    Everything else stays as it was typed. Where that does not help, because the words are
    spread over sentences, the safe words stand alone.
    """
    verdict = judge(text)
    if verdict.outcome is not Outcome.BLOCKED:
        return text
    mended = _mended(text, verdict.blocking)
    if judge(mended).outcome is not Outcome.BLOCKED:
        return mended
    language = language_of(text)
    return _joined([_safe(code, language) for code in verdict.categories], language)


def _mended(text: str, hits: tuple[Hit, ...]) -> str:
    for hit in sorted(hits, key=lambda one: -one.start):
        if words().category(hit.category).in_place:
            text = text[: hit.start] + _safe(hit.category, hit.language) + text[hit.end :]
    whole = [hit for hit in judge(text).blocking if not words().category(hit.category).in_place]
    cuts = [0, *(found.start() for found in _ENDS.finditer(text)), len(text)]
    kept: list[str] = []
    for start, end in pairwise(sorted(set(cuts))):
        inside = [hit for hit in whole if hit.start < end and hit.end > start]
        said = dict.fromkeys(_safe(hit.category, hit.language) for hit in inside)
        kept += [one for one in said if one not in kept] if inside else [text[start:end].strip(" ")]
    return _joined([one for one in kept if one], language_of(text))


def _safe(code: str, language: str) -> str:
    return words().category(code).speech[language].rewrite


def _joined(parts: list[str], language: str) -> str:
    apart = "" if language == "zh" else " "
    text = ""
    for part in parts:
        text += part if not text or text.endswith("\n") or part.startswith("\n") else apart + part
    return text
