"""What the template shows, taken from ``agreement.json`` itself: printed is what is stored."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from app.core.agreement import FORMAT
from app.core.evidence import canonical
from app.core.plain import text_problems
from app.documents import charts
from app.documents.label import signature_label
from app.documents.words import Speech, speech

TEMPLATE_VERSION, BEFORE_REVIEWS = "4", "3"
"""Raised when the same facts would read differently. A file that was drawn is never drawn again.

1: one language. 2: the translation in the same file, and a note on the age of the debt.
3: breaks are told switch by switch, payments in the time to think may wait, each time says
who stated it, tables have captions, and there are copies in large print and to sign by hand.
4: a counselor is named as who reviewed it. Facts that do not say so read as they did.
"""
MOST_RUNS = 4

Facts = Mapping[str, Any]


class NotDrawable(ValueError):
    """The bytes are not a canonical agreement of a form this template knows."""


def read(agreement: bytes) -> Facts:
    """The facts in ``agreement.json``.

    Raises:
        NotDrawable: not canonical, of another format, or with text beyond our limits.
    """
    try:
        facts = json.loads(agreement)
        same = canonical(facts) == agreement
    except ValueError as error:
        raise NotDrawable("not canonical JSON") from error
    if not same or not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise NotDrawable("not a canonical agreement of this format")
    if text_problems(facts):
        raise NotDrawable("text beyond the limits")
    return facts


def context(facts: Facts, sha256: str, lang: str) -> dict[str, object]:
    """Everything the template needs to show one language; pictures are drawn where they stand.

    ``sha256`` is the hash of the bytes that ``facts`` were read from.
    """
    words = speech(lang)
    rows = facts["terms"]["schedule"]["instalments"]
    url = f"{facts['verify_url']}?code={facts['verify_code']}"
    amounts = [row["amount"] for row in rows]
    return {
        "f": facts,
        "w": words,
        "t": words.say,
        "rows": rows,
        "pays": pays(amounts, words),
        "first_due": next((r["due_on"] for r in rows if r["amount"]["minor"]), rows[0]["due_on"]),
        "grants": [grant(item, words) for item in facts["terms"]["accommodations"]],
        "rate_free": facts["terms"]["rate"] == "0/1",
        "frozen": _frozen(facts),
        "chart": lambda: charts.bars([_split(row) for row in rows], _chart_title(amounts, words)),
        "qr": lambda: charts.qr(url, words.say("qr_alt", url=url)),
        "sha256": sha256,
        "label": label(facts, words),
        "record_name": words.say("language_" + facts["language_of_record"]),
        "is_record": lang == facts["language_of_record"],
        "template_version": template_of(facts),
    }


def template_of(facts: Facts) -> str:
    """The version whose words these facts are told in."""
    reviews = facts["clauses"].get("counselor_reviews")
    return TEMPLATE_VERSION if reviews else BEFORE_REVIEWS


def _frozen(facts: Facts) -> str:
    """Whether interest rests: ``yes``, ``no``, or ``for_a_time`` (the grants say when)."""
    if facts["debt"]["interest_frozen"]:
        return "yes"
    rests = any(
        item["kind"] == "freeze" or item.get("interest") == "waive"
        for item in facts["terms"]["accommodations"]
    )
    return "for_a_time" if rests else "no"


def label(facts: Facts, words: Speech) -> str:
    """What kind of signature this is, from the facts it was made with."""
    return signature_label([facts["time_source"]], (), words)


def grant(item: Mapping[str, Any], words: Speech) -> str:
    """One accommodation in words; a break says how each of its switches stands."""
    if item["kind"] == "payment_holiday":
        return words.say("gap").join(words.say(key, **some) for key, some in _break(item, words))
    endings = (item[key] for key in ("when", "rest", "effect") if key in item)
    kind = "_".join(["grant", item["kind"], *endings])
    shown = {key: _shown(key, item[key], words) for key in item if key != "kind"}
    said = words.say(kind if item.get("extra") != 1 else f"{kind}_one", **shown)
    if item.get("after"):
        said += words.say("gap") + words.say("grant_after", after=item["after"])
    return said


def _break(item: Mapping[str, Any], words: Speech) -> Iterator[tuple[str, dict[str, object]]]:
    months = item["months"]
    yield (
        "grant_payment_holiday_one" if months == 1 else "grant_payment_holiday",
        {"months": months},
    )
    if item.get("after"):
        yield "break_after", {"after": item["after"]}
    yield f"break_pays_{item['pays']}", {}
    if item["interest"] == "waive":
        yield "break_waive", {}
    put_off = item.get("put_off")
    if put_off:
        joins = item["recover"] == "capitalise"
        yield "break_capitalise" if joins else "break_put_off", {"put_off": words.money(put_off)}
        yield "break_bears" if joins else "break_beside", {}
    # What joins the principal moves the payments as a plain extension does.
    recover = "extend" if item["recover"] == "capitalise" else item["recover"]
    yield f"break_{recover}", {}


def _shown(key: str, value: object, words: Speech) -> object:
    if isinstance(value, Mapping):
        return words.money(value)
    if key in {"since", "until", "review_on"} and isinstance(value, str):
        return words.day(value)
    if key in {"was", "to", "percent"} and isinstance(value, str):
        return words.percent(value)
    return value


def pays(amounts: list[Mapping[str, Any]], words: Speech) -> str:
    """The payments as runs of equal ones, or as a range when there are too many runs."""
    runs = [(amount, len(list(run))) for amount, run in groupby(amounts, dict)]
    if len(runs) <= MOST_RUNS:
        return words.say("pay_then").join(_runs(runs, words))
    low, high = min(amounts, key=_minor), max(amounts, key=_minor)
    return words.say("pay_many", count=len(amounts), low=words.money(low), high=words.money(high))


def _runs(runs: Sequence[tuple[Mapping[str, Any], int]], words: Speech) -> Iterator[str]:
    for amount, count in runs:
        key = ("pay_one" if count == 1 else "pay_run") if amount["minor"] else "pay_break"
        yield words.say(key, count=count, amount=words.money(amount))


def _chart_title(amounts: list[Mapping[str, Any]], words: Speech) -> str:
    low, high = min(amounts, key=_minor), max(amounts, key=_minor)
    return words.say("chart", count=len(amounts), low=words.money(low), high=words.money(high))


def _split(row: Mapping[str, Any]) -> tuple[int, int]:
    return row["principal"]["minor"], row["interest"]["minor"] + row["fees"]["minor"]


def _minor(amount: Mapping[str, Any]) -> int:
    minor: int = amount["minor"]
    return minor
