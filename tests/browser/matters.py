"""What three people argue about in each country, and how the story of it is told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """What the case says to each: on its page to the two sides, in the caseload to the counselor."""

    borrower: str
    lender: str
    counselor: str


@dataclass(frozen=True, slots=True)
class Matter:
    """One fee too many. ``right`` are all fees without it, as they are typed.

    ``row`` is the lender's export with the fee; ``stated`` and ``corrected`` are the fees as
    a page shows them before and after.
    """

    row: str
    fee: str
    right: str
    stated: str
    corrected: str
    reason: str
    counselor: str
    doubt: str
    answer: str


MATTERS = {
    "en": Matter(
        row="2800.00,30.00,37.00,0.209,170.00,2026-08-03,GBP,Credit card",
        fee="late fee of May",
        right="12.00",
        stated="£37.00",
        corrected="£12.00",
        reason="Interest stops now. So all that is paid goes to the debt.",
        counselor="This leaves room for school costs in the autumn.",
        doubt="The payment of May came in time.",
        answer="The payment of May came in time. We took the late fee off.",
    ),
    "zh": Matter(
        row="23500.00,900.00,220.00,0.1825,2100.00,2026-08-03,CNY,信用卡",
        fee="5月的逾期费",
        right="120.00",
        stated="¥220.00",
        corrected="¥120.00",
        reason="从现在起不再计息，您付的每一笔都用来还债。",
        counselor="这样秋天还有钱交学费。",
        doubt="5月那笔是按时付的。",
        answer="我们查过，5月那笔按时到账，逾期费已经去掉。",
    ),
}
NAMES = {
    "en": {360: "Ruth Hale", 1280: "Ivan Petrov"},
    "zh": {360: "孙怡", 1280: "郑凯"},
}
"""Nobody else's: the counselor finds a client by name."""
THEIRS = Told(
    "Your offer is with the lender, who answers by %(day)s. Nobody chases you meanwhile.",
    "The borrower's offer",
    "Nothing now",
)
LENDERS = Told(
    "The lender has made an offer. It is your turn, when you are ready.",
    "Your offer",
    "Answer the offer",
)
HELD = Told(
    "You have time until %(day)s. Nobody asks anything of you.",
    "On hold until %(day)s",
    "%(stage)s, on hold until %(day)s",
)
DISPUTED = Told(
    "You dispute this debt. Everything stands still until the lender answers.",
    "The borrower disputes this debt",
    "Disputed",
)
CORRECTED = Told(
    "These figures were corrected after a dispute.",
    "The debt was corrected",
    "Make an offer",
)
AGREED = Told(
    "You agree. The agreement is being written and signed.",
    "Open the agreement",
    "Being signed",
)
OUTCOME = (
    "You were right. The debt is corrected",
    "There was an offer on the old figures. It is set aside, and nobody is bound by it.",
)
STORY = (
    "The case was opened",
    "The debt was confirmed",
    "The budget was shared",
    "An offer was made",
    "An offer was made",
    "A hold began",
    "The hold ended",
    "An offer was made",
    "The debt was disputed",
    "The debt was corrected",
    "The dispute was settled",
    "An offer on the old figures was set aside",
    "The fair midpoint was asked for",
    "The fair midpoint was found",
    "An offer was made",
    "The language that decides was chosen",
    "The offer was accepted",
)
