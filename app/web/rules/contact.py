"""When and how often somebody may be reached, as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from app.core.packnode import Node
from app.core.policy import PolicyPack
from app.web.fields import Words
from app.web.rules.words import AFTER_A_CALL, CHANNELS, DAYS, PERIODS

WEEK = tuple(DAYS)


def windows(pack: PolicyPack) -> tuple[tuple[Words, ...], ...]:
    """(how, days, hours, rule): the law's windows, then our own, which is stricter."""
    table = Node(dict(pack.contact), pack.id)
    law = [_window(node, _rule(node)) for node in table["windows"]]
    return (*law, _window(table["house_window"], _("Our own rule")))


def caps(pack: PolicyPack) -> tuple[tuple[Words, ...], ...]:
    """(how, at most, rule)."""
    table = Node(dict(pack.contact), pack.id)
    law = [_cap(node, _rule(node)) for node in table["caps"]]
    return (*law, *(_cap(node, _("Our own rule")) for node in table["house_caps"]))


def _window(node: Node, rule: str) -> tuple[Words, ...]:
    hours = _("%(start)s to %(end)s", start=node["start"].text(), end=node["end"].text())
    return _joined(CHANNELS[c] for c in node["channel"].texts()), _days(node), hours, rule


def _cap(node: Node, rule: str) -> tuple[Words, ...]:
    named = node["channel"]
    channels = named.texts() if isinstance(named.value, list) else (named.text(),)
    period, count = node["period"].text(), node["count"].whole()
    span = str(PERIODS.get(period, AFTER_A_CALL))
    words = (
        _("%(count)d, %(span)s", count=count, span=span)
        if count
        else _("none, %(span)s", span=span)
    )
    return _joined(CHANNELS[c] for c in channels), words, rule


def _days(node: Node) -> str:
    days = node["days"].texts()
    if days == WEEK:
        return _("every day")
    first, last = WEEK.index(days[0]), WEEK.index(days[-1])
    if len(days) > 2 and last - first + 1 == len(days):  # noqa: PLR2004 - two days are named
        return _("%(first)s to %(last)s", first=DAYS[days[0]], last=DAYS[days[-1]])
    return _joined(DAYS[day] for day in days)


def _rule(node: Node) -> str:
    return node["rule"].text()


def _joined(words: Iterable[Words]) -> str:
    return _(", ").join(str(one) for one in words)
