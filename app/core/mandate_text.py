"""The words that a borrower signs when somebody may act for them, in both languages.

They are kept as they were signed; changing a sentence here changes what is signed from then on.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from app.core.evidence import sha256_hex
from app.core.scopes import Scope

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_OPENING = {
    "en": "I am {name}. I let {who} act for me with the people I owe money to.",
    "zh_Hans": "我是{name}。我授权{who}就我的债务代我办理。",
}
_ONE = {"en": "{counselor} of {charity}", "zh_Hans": "{charity}的{counselor}"}
_SCOPES: dict[Scope, dict[str, str]] = {
    Scope.READ: {
        "en": "They may see my budget, my debts and my cases.",
        "zh_Hans": "可以查看我的预算、债务和案件。",
    },
    Scope.TALK: {
        "en": "They may dispute a debt, ask for time, complain and write messages for me.",
        "zh_Hans": "可以代我提出争议、申请暂停、投诉和写消息。",
    },
    Scope.NEGOTIATE: {
        "en": "They may change my budget, and make and answer offers for me.",
        "zh_Hans": "可以代我修改预算，提出和答复方案。",
    },
}
_ENDING = {
    "en": (
        "I sign agreements myself.",
        "This ends after {until}. I can end it at any time, without a reason.",
        "I typed my name on {day}.",
    ),
    "zh_Hans": (
        "协议由我本人签署。",
        "到{until}为止。我可以随时收回，不用说明理由。",
        "我在{day}输入了姓名。",
    ),
}


@dataclass(frozen=True, slots=True)
class Mandated:
    """Who may do what for whom. ``counselor`` is empty where the whole charity may.

    ``until`` is the last day, ``day`` the one of signing.
    """

    name: str
    charity: str
    counselor: str
    scopes: AbstractSet[Scope]
    until: date
    day: date


def mandate_text(said: Mandated, language: str) -> tuple[str, ...]:
    """The sentences in order; to look is always among them.

    Raises:
        KeyError: not in this language.
    """
    who = said.charity
    if said.counselor:
        who = _ONE[language].format(counselor=said.counselor, charity=said.charity)
    days = {"until": _day(said.until, language), "day": _day(said.day, language)}
    return (
        _OPENING[language].format(name=said.name, who=who),
        *(_SCOPES[one][language] for one in Scope if one in said.scopes | {Scope.READ}),
        *(line.format(**days) for line in _ENDING[language]),
    )


def text_sha256(lines: tuple[str, ...]) -> str:
    return sha256_hex("\n".join(lines).encode())


def _day(day: date, language: str) -> str:
    if language == "zh_Hans":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
