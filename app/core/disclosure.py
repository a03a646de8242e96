"""The parts of what a borrower tells that another organisation can be let see, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.core.evidence import sha256_hex

VERSION_LENGTH = 16
"""Hex digits of a wording's SHA-256 that name it."""


class DataClass(StrEnum):
    """A named set of fields; ``WHAT`` says in plain words which. One consent opens one of them."""

    DEBT = "ordinary"
    AGREEMENT = "agreement"
    HARDSHIP = "hardship"
    TOTALS = "budget"
    GROUPS = "budget_groups"
    LINES = "budget_lines"
    EVIDENCE = "evidence"
    CONTACT = "contact"
    FIGURES = "figures"
    DEBTS = "debts"


class Purpose(StrEnum):
    """Why a recipient sees it. ``FOR_ME`` is no consent: a counselor shared it by an authority."""

    SHARED = "shared"
    OFFER = "offer"
    CHOSEN = "chosen"
    ADVICE = "advice"
    REFERRAL = "referral"
    FOR_ME = "for_me"


OFFERED = (DataClass.DEBT, DataClass.TOTALS, DataClass.HARDSHIP, DataClass.AGREEMENT)
"""What a charity can be let look at on one page, without acting."""
LOOKING = (*OFFERED, DataClass.EVIDENCE)
"""What ties a charity to a case by consent alone."""
BUDGET = (DataClass.TOTALS, DataClass.GROUPS, DataClass.LINES)
"""From least to most; one of them at a time is open to a lender."""
ASKED = (DataClass.CONTACT, DataClass.FIGURES, DataClass.DEBTS)
"""What goes with a request for help: a picture of the moment."""

Said = dict[str, str]
"""The same in each written language."""

WHAT: dict[DataClass, Said] = {
    DataClass.DEBT: {
        "en": "Your debt: what you owe and why, each offer, the answers and the dates.",
        "zh_Hans": "您的债务：欠款及构成、每个方案、答复和日期。",
    },
    DataClass.AGREEMENT: {
        "en": "Your agreement: the newest paper with all its terms, and its due days.",
        "zh_Hans": "您的协议：最新的文件、全部条款和到期日。",
    },
    DataClass.HARDSHIP: {
        "en": "What happened to you, since when, and what help you need.",
        "zh_Hans": "您遇到了什么，从何时开始，需要什么帮助。",
    },
    DataClass.TOTALS: {
        "en": "Your monthly totals: income, living costs and what is left.",
        "zh_Hans": "每月合计：收入、生活开支和结余。",
    },
    DataClass.GROUPS: {
        "en": "Your monthly totals, and one sum for each group, like home or food.",
        "zh_Hans": "每月合计，以及住房、食品等各组的总数。",
    },
    DataClass.LINES: {
        "en": "Your monthly totals, and each amount that you told, like your rent.",
        "zh_Hans": "每月合计，以及您填写的每一项，如房租。",
    },
    DataClass.EVIDENCE: {
        "en": "Papers that you added to show something.",
        "zh_Hans": "您为说明情况而添加的材料。",
    },
    DataClass.CONTACT: {
        "en": "Your name, how to reach you, and your words to them.",
        "zh_Hans": "您的姓名、联系方式和您写给对方的话。",
    },
    DataClass.FIGURES: {
        "en": "Your monthly totals as they were on the day you asked.",
        "zh_Hans": "您提出请求当天的每月合计。",
    },
    DataClass.DEBTS: {
        "en": "Your debts with names and sums, as they were on the day you asked.",
        "zh_Hans": "您提出请求当天的债务，含名称和金额。",
    },
}

_OF_LENDER: tuple[Said, ...] = (
    {
        "en": "I let this lender see this, so that we can agree a plan.",
        "zh_Hans": "我允许这家出借人查看，以便商定方案。",
    },
    {
        "en": "I can stop it at any time. It then works at once.",
        "zh_Hans": "我可以随时停止，立即生效。",
    },
)
_WORDS: dict[Purpose, tuple[Said, ...]] = {
    Purpose.SHARED: _OF_LENDER,
    Purpose.OFFER: _OF_LENDER,
    Purpose.CHOSEN: _OF_LENDER,
    Purpose.ADVICE: (
        {
            "en": "I let this charity look at this, to advise me.",
            "zh_Hans": "我允许这家机构查看，以便为我提供建议。",
        },
        {
            "en": "They may not act for me, and may not pass it on.",
            "zh_Hans": "对方不得代我行事，也不得转给他人。",
        },
        {
            "en": "It ends on the day I choose, or when I say so.",
            "zh_Hans": "到我选的日子为止，或我说停就停。",
        },
    ),
    Purpose.REFERRAL: (
        {
            "en": "I ask this charity for help, and let it see this.",
            "zh_Hans": "我请这家机构帮助，并允许对方查看。",
        },
        {
            "en": "It uses this to answer me, and for nothing else.",
            "zh_Hans": "对方只用它来答复我，不作他用。",
        },
        {
            "en": "I can take it back at any time. Then they do not see it any more.",
            "zh_Hans": "我可以随时收回，收回后对方就看不到了。",
        },
    ),
    Purpose.FOR_ME: (
        {
            "en": "My counselor shares this for me, as I let them. I can stop it at any time.",
            "zh_Hans": "顾问按我的授权代我分享，我可以随时停止。",
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The exact words of one consent in each language; ``version`` names them by what they are."""

    en: str
    zh_hans: str

    @property
    def version(self) -> str:
        return sha256_hex(f"{self.en}\n\n{self.zh_hans}".encode())[:VERSION_LENGTH]

    def read_in(self, language: str) -> tuple[str, ...]:
        """Its sentences; ``language`` is a written form."""
        return tuple((self.zh_hans if language == "zh_Hans" else self.en).split("\n"))


def wording(purpose: Purpose, data_class: DataClass) -> Wording:
    """The words of today. Changing a sentence changes what is agreed to from then on."""
    said = (WHAT[data_class], *_WORDS[purpose])
    return Wording(*("\n".join(one[language] for one in said) for language in ("en", "zh_Hans")))
