"""A rule of a pack that stops an offer, in words with its number, its place and its version."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from app.core.packs import rule_named
from app.core.rule_words import code_of
from app.web.fields import Words
from app.web.rule_words import provision


def by_law(code: str, words: Mapping[str, Words]) -> str | None:
    """What the rule ``code`` says, out of ``words`` for what rules find; None for other codes."""
    named = rule_named(code)
    if named is None:
        return None
    pack, rule = named
    return _(
        "%(words)s Rule %(rule)s: %(provision)s (rules of %(version)s).",
        words=words.get(code_of(rule) or "", _("A rule does not allow this.")),
        rule=rule.code,
        provision=provision(rule.citation),
        version=pack.version,
    )
