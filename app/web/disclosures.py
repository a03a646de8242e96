"""What others see of a borrower, in the reader's language: parts, wordings, and lines of the log."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.core.disclosure import WHAT, DataClass, Purpose, Wording, wording
from app.core.languages import written
from app.web import i18n
from app.web.fields import Words
from app.web.wording import bilingual

REASONS: dict[str, Words] = {
    Purpose.SHARED: _l("You shared your totals, or sent an offer."),
    Purpose.OFFER: _l("You sent an offer, and it carries the totals."),
    Purpose.CHOSEN: _l("You chose it."),
    Purpose.ADVICE: _l("You let them look, to advise you."),
    Purpose.REFERRAL: _l("You asked them for help."),
    Purpose.FOR_ME: _l("A counselor shared it for you, as you let them."),
}
PARTS: dict[DataClass, Words] = {
    part: bilingual(said["en"], said["zh_Hans"]) for part, said in WHAT.items()
}
HAPPENED: dict[str, Words] = {
    "given": _l("You let them see this."),
    "ended": _l("This ended. They do not see it any more."),
    "ran_out": _l("The last day was over. They do not see it any more."),
    "let_help": _l("You let them act for you."),
    "help_ended": _l("They do not act for you any more."),
    "budget.viewed": _l("They looked at your budget."),
    "debt.viewed": _l("They looked at your debt."),
    "hardship.viewed": _l("They looked at what happened to you."),
    "agreement.viewed": _l("They looked at your agreement."),
    "reach.viewed": _l("They looked up how to reach you."),
    "referral.opened": _l("They opened your request for help."),
    "exhibit.viewed": _l("They looked at a paper of yours."),
    "exhibit.viewed-by-consent": _l("They looked at a paper of yours."),
    "client.viewed": _l("They looked at all your debts, to help you."),
}


def words_of(kept: Wording | None) -> tuple[str, ...]:
    """The sentences that were agreed to; none where they were not kept."""
    return kept.read_in(written(i18n.language().code)) if kept else ()


def terms_of(purpose: Purpose) -> tuple[str, ...]:
    """The sentences beside a button that lets somebody see; what they see stands beside it too."""
    said = wording(purpose, DataClass.DEBT).read_in(written(i18n.language().code))
    return said[1:]
