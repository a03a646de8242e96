"""A pack's contact table as rules with their sources. Figures nobody verified do not bind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta, tzinfo

from app.core.contact import Because, Cap, Channel, Hours, Rules, Window
from app.core.packnode import Node, PackError
from app.core.policy import PolicyPack

HOUSE_HOURS, HOUSE_CAP = "house:contact-hours", "house:contact-cap"
_ALL = frozenset(Channel)
_GROUPS = {"all": _ALL, "all_except_visit": _ALL - {Channel.MEETING}}
_CHANNELS = {
    "phone": {Channel.TELEPHONE},
    "ai_voice": {Channel.TELEPHONE},
    "sms": {Channel.TEXT},
    "im": {Channel.TEXT},
    "email": {Channel.MAIL},
    "in_app": {Channel.MESSAGE},
    "visit": {Channel.MEETING},
    # Nobody is contacted at work: there is no such channel.
    "workplace": set[Channel](),
}
_SPANS = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "7d": timedelta(days=7),
    "7 consecutive days": timedelta(days=7),
    "30d": timedelta(days=30),
    # Of the longest month, so that no calendar month has more.
    "month": timedelta(days=31),
}
_AFTER_TALK = "7 days after a telephone conversation"


def contact_rules(
    pack: PolicyPack, zones: tuple[tzinfo, ...], holidays: frozenset[date] = frozenset()
) -> Rules:
    """The rules of ``pack`` for somebody who lives in one of ``zones``.

    ``holidays`` are the national ones; they close a day only where the pack says so.

    Raises:
        PackError: a channel, a day, an hour or a period of the table is not known.
    """
    table = Node(dict(pack.contact), f"{pack.id}/contact")
    closed = holidays if table.get("no_contact_days") is not None else frozenset()
    law: dict[str, list[Window]] = {}
    for node in table["windows"]:
        law.setdefault(node["rule"].text(), []).append(_window(node))
    hours = [Hours(tuple(found), _cited(pack, code), closed) for code, found in law.items()]
    hours.append(Hours((_window(table["house_window"]),), _own(pack, HOUSE_HOURS)))
    caps = [_cap(node, _cited(pack, node["rule"].text())) for node in table["caps"] if _binds(node)]
    caps += [_cap(node, _own(pack, HOUSE_CAP)) for node in table["house_caps"]]
    return Rules(tuple(hours), tuple(caps), zones)


def _cited(pack: PolicyPack, code: str) -> Because:
    return Because(code, f"{pack.id} {pack.version}", pack.rules[code].citation.provision)


def _own(pack: PolicyPack, code: str) -> Because:
    return Because(code, f"{pack.id} {pack.version}")


def _binds(node: Node) -> bool:
    told = node.get("verified")
    return told is None or told.flag()


def _window(node: Node) -> Window:
    return Window(
        _channels(node["channel"].texts(), node["channel"]),
        frozenset(node["days"].texts()),
        _hour(node["start"]),
        _hour(node["end"]),
    )


def _cap(node: Node, because: Because) -> Cap:
    named = node["channel"]
    group = _GROUPS.get(str(named.value))
    names = named.texts() if isinstance(named.value, list) else (named.text(),)
    channels = _channels(names, named) if group is None else group
    period = node["period"].text()
    if after_talk := period.startswith(_AFTER_TALK):
        period = "7d"
    if period not in _SPANS:
        raise PackError(f"{node['period'].path}: {period} is not known")
    return Cap(channels, node["count"].whole(), _SPANS[period], because, after_talk)


def _channels(names: Iterable[str], node: Node) -> frozenset[Channel]:
    try:
        return frozenset[Channel]().union(*(_CHANNELS[name] for name in names))
    except KeyError as unknown:
        raise PackError(f"{node.path}: {unknown} is not known") from None


def _hour(node: Node) -> time:
    try:
        return time.fromisoformat(node.text())
    except ValueError:
        raise PackError(f"{node.path}: an hour like 08:00 is needed") from None
