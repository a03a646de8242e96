"""The evidence record as a paper: the language of record first, the other one after it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from markupsafe import Markup

from app.core.plain import plain
from app.core.sealed import PARTY_FIELDS
from app.documents.html import environment
from app.documents.label import ended
from app.documents.sandbox import Sandbox
from app.documents.words import WORDS, Speech, speech

THIS_SERVER = "this_server"


def draw_evidence(
    sandbox: Sandbox, record: Mapping[str, Any], json_sha256: str, language: str, at: datetime
) -> bytes:
    """The unsealed PDF of a sealed ``record``, whose file has the digest ``json_sha256``.

    Raises:
        SandboxError: it could not be drawn.
    """
    asked = {
        "record": record,
        "json_sha256": json_sha256,
        "language": language,
        "at": plain(at),
    }
    return sandbox.run("evidence", json.dumps(asked).encode())


def evidence_html(record: Mapping[str, Any], json_sha256: str, language: str, at: str) -> str:
    """The whole paper."""
    languages = (language, *(other for other in WORDS if other != language))
    parts = [_article(record, json_sha256, other, language) for other in languages]
    words = speech(language)
    template = environment().get_template("evidence_paper.html")
    return template.render(w=words, t=words.say, r=record, parts=parts, at=at)


def _article(record: Mapping[str, Any], json_sha256: str, lang: str, governing: str) -> Markup:
    words = speech(lang)
    people = {person["role"]: person for person in record["people"]}
    html = (
        environment()
        .get_template("evidence.html")
        .render(
            r=record,
            w=words,
            t=words.say,
            json_sha256=json_sha256,
            label=ended(record["label"][lang], words),
            governs=lang == governing,
            governing=words.say(f"language_{governing}"),
            acts=[(people[act["role"]], act) for act in record["acts"]],
            moment=_moment,
            stated=lambda told: _stated(told, words),
            kind=lambda row: _kind(row, words, reviewed=_is_reviewed(record)),
            step=lambda one: words.say(_step(one, record)),
            day=lambda iso: words.day(iso[:10]),
        )
    )
    return Markup(html)  # noqa: S704  # autoescaped


def _moment(iso: str) -> str:
    """To the millisecond: ``2026-11-21 09:30:00.125``."""
    return iso.removesuffix("Z").replace("T", " ")


def _stated(told: Mapping[str, Any] | None, words: Speech) -> str:
    if told is None:
        return words.say("p_time_none")
    ours = told["authority"] == THIS_SERVER
    name = words.say("p_server") if ours else told["authority"]
    return words.say("p_by", name=name, at=_moment(told["at"])[:19], serial=told["serial"])


def _step(one: Mapping[str, Any], record: Mapping[str, Any]) -> str:
    if one["field"] == PARTY_FIELDS["counselor"] and _is_reviewed(record):
        return "p_step_Reviewed"
    return f"p_step_{one['field'] or one['step']}"


def _is_reviewed(record: Mapping[str, Any]) -> bool:
    """Records up to the fourth format know of witnesses alone."""
    return bool(record["fairness"]["counselor"].get("reviewed"))


def _kind(row: Mapping[str, Any], words: Speech, *, reviewed: bool) -> str:
    done = row["payload"]
    if done is None:
        return words.say("p_withheld")
    if reviewed and (done["kind"], done.get("role")) == ("agreement-signed", "counselor"):
        return words.say("p_kind_review-signed")
    key = f"p_kind_{done['kind']}"
    return words.say(key if key in WORDS[words.lang] else "p_kind_other")
