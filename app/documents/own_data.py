"""A person's own data as a paper: from the same JSON that they take away, in their language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.hardship import hardship_types
from app.core.packs import categories
from app.documents.html import environment
from app.documents.sandbox import Sandbox
from app.documents.words import WORDS, Speech, speech

Row = tuple[str, str]
BUDGET_KIND = "budget-saved"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines: what stands on the left, and what on the right."""

    title: str
    rows: tuple[Row, ...]


def draw_own_data(sandbox: Sandbox, data: Mapping[str, Any], language: str) -> bytes:
    """The PDF of an export (docs/own-data.md) in ``language``.

    Raises:
        SandboxError: it could not be drawn.
    """
    return sandbox.run("own", json.dumps({"data": data, "language": language}).encode())


def own_data_html(data: Mapping[str, Any], language: str) -> str:
    """The whole paper."""
    words = speech(language)
    template = environment().get_template("own_data.html")
    return template.render(
        w=words,
        t=words.say,
        made=_day(data["made_at"], words),
        sections=list(_sections(data, words)),
    )


def _sections(data: Mapping[str, Any], w: Speech) -> Iterator[Section]:
    yield Section(w.say("o_you"), tuple(_you(data["person"], w)))
    yield Section(
        w.say("o_sources"),
        tuple(
            (_day(one["at"], w), _pair(one["from"], w.say("o_source"), w))
            for one in data["sources"]
        ),
    )
    for home in data["households"]:
        yield Section(w.say("o_budget"), tuple(_budget(home["events"], w)))
        yield Section(
            w.say("o_papers"),
            tuple((_day(p["added_at"], w), _newest(p)) for p in home["papers"]),
        )
    for case in data["cases"]:
        yield from _case(case, w)
    yield Section(w.say("o_contacts"), tuple(_contacts(data["contacts"], w)))
    yield Section(w.say("o_authorities"), tuple(_authorities(data["authorities"], w)))
    yield Section(
        w.say("o_referrals"),
        tuple((_day(r["asked_at"], w), w.say(f"o_state_{r['state']}")) for r in data["referrals"]),
    )
    yield Section(
        w.say("o_sign_ins"),
        tuple(
            (_day(s["began_at"], w), w.say("o_seen", day=_day(s["seen_at"], w)))
            for s in data["sign_ins"]
        ),
    )
    yield Section(w.say("o_log"), tuple(_log(data["log"], w)))


def _you(person: Mapping[str, Any], w: Speech) -> Iterator[Row]:
    for name in ("name", "email", "phone"):
        yield w.say(f"o_{name}"), person[name] or w.say("o_none")
    known = f"o_language_{person['language']}"
    yield w.say("o_language"), w.say(known if known in WORDS[w.lang] else "o_language_other")
    yield w.say("o_since"), _day(person["created_at"], w)


def _budget(events: Iterable[Mapping[str, Any]], w: Speech) -> Iterator[Row]:
    """The newest that was told, and what happened as it was told last."""
    saved = [one["content"] for one in events if one["kind"] == BUDGET_KIND]
    happened = [one["content"] for one in events if one["kind"] == "hardship-told"]
    if not saved:
        return
    yield w.say("o_told"), _day(saved[-1]["at"], w)
    told = saved[-1]["told"]
    if told is None:
        yield w.say("o_erased", day=_day(saved[-1]["erased_at"], w)), ""
        return
    people = told["household"]
    counts = {name: people[name] for name in ("adults", "children")}
    yield w.say("o_household"), w.say("o_people", **counts)
    for line in (*told["income"], *told["spending"]):
        yield _category(line["category"], w), _amount(line, w)
    last = happened[-1] if happened else told
    for line in last["hardship"]:
        yield w.say("o_hardship"), _hardship(line, w)
    if last["needs"]:
        yield w.say("o_needs"), w.say("o_needs_count", count=len(last["needs"]))


def _case(case: Mapping[str, Any], w: Speech) -> Iterator[Section]:
    owed = {"minor": case["owed_minor"], "currency": case["currency"]}
    rows = [
        (w.say("o_account"), case["account"]),
        (w.say("o_owed"), w.money(owed)),
        *(
            (_day(one["at"], w), _pair(_step(one["kind"], w), _role(one["role"], w), w))
            for one in case["events"]
        ),
    ]
    for one in case["agreements"]:
        title = w.say("o_agreement", version=one["version"])
        rows.append((title, w.say("o_code", code=one["code"])))
        rows += [(w.say("o_signed"), _day(act["at"], w)) for act in one["signed"]]
    yield Section(w.say("o_case", lender=case["lender"]), tuple(rows))
    said = tuple(
        (_day(m["at"], w), _pair(_role(m["by"], w), m["words"], w)) for m in case["messages"]
    )
    yield Section(w.say("o_messages"), said)
    given = tuple(
        (w.say("o_given", day=_day(c["given_at"], w)), _end(c, w)) for c in case["consents"]
    )
    yield Section(w.say("o_consents"), given)


def _contacts(contacts: Iterable[Mapping[str, Any]], w: Speech) -> Iterator[Row]:
    for one in contacts:
        channel, outcome = (
            w.say(f"o_channel_{one['channel']}"),
            w.say(f"o_outcome_{one['outcome']}"),
        )
        yield _day(one["at"], w), _pair(channel, outcome, w)


def _authorities(given: Iterable[Mapping[str, Any]], w: Speech) -> Iterator[Row]:
    for one in given:
        yield one["charity"], w.say("o_given", day=_day(one["given_at"], w)) + _end(one, w)


def _log(lines: Iterable[Mapping[str, Any]], w: Speech) -> Iterator[Row]:
    """By house: how many lines and when the last; the file has each of them."""
    houses: dict[str, list[str]] = {}
    for line in lines:
        houses.setdefault(line["by"], []).append(line["at"])
    names = {"you": w.say("o_by_you"), "the product": w.say("o_by_product")}
    for house, times in houses.items():
        told = w.say("o_log_line", count=len(times), day=_day(max(times), w))
        yield names.get(house, house), told


def _amount(line: Mapping[str, Any], w: Speech) -> str:
    every = line["frequency"]
    often = w.say("o_irregular" if every == "irregular" else f"every_{every}")
    return w.say("o_line", money=w.money(line["amount"]), every=often)


def _category(code: str, w: Speech) -> str:
    known = (*categories().income, *categories().spending)
    found = next((one for one in known if one.id == code), None)
    return code if found is None else found.en if w.lang == "en" else found.zh


def _hardship(line: Mapping[str, Any], w: Speech) -> str:
    code = str(next(iter(v for v in line.values() if isinstance(v, str)), ""))
    found = next((one for one in hardship_types() if one.code in line.values()), None)
    return code if found is None else found.en if w.lang == "en" else found.zh


def _newest(paper: Mapping[str, Any]) -> str:
    versions = paper.get("versions") or [{}]
    told = versions[-1].get("told") or {}
    return str(told.get("name", ""))


def _step(kind: str, w: Speech) -> str:
    known = (key for key in (f"p_kind_{kind}", f"o_step_{kind}") if key in WORDS[w.lang])
    return w.say(next(known, "p_kind_other"))


def _role(role: str, w: Speech) -> str:
    return w.say("o_by_product" if role == "system" else f"p_role_{role}")


def _pair(left: str, right: str, w: Speech) -> str:
    return w.say("o_pair", left=left, right=right)


def _end(given: Mapping[str, Any], w: Speech) -> str:
    over = given.get("revoked_at")
    return "" if over is None else w.say("list_comma") + w.say("o_ended", day=_day(over, w))


def _day(iso: str, w: Speech) -> str:
    return w.day(iso[:10])
