"""Words for a lender's policy: its states, its faults, and why a second person is asked."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.errors import Problem
from app.core.lender_policy.ethics import MOST_LEAST
from app.core.lender_policy.limits import Past, Reason
from app.core.lending import LONGEST_BREAK_MONTHS
from app.core.money import Currency
from app.web import i18n
from app.web.fields import Words

STATES: dict[str, Words] = {
    "draft": _l("Draft"),
    "coming": _l("Not yet in force"),
    "in_force": _l("In force"),
    "past": _l("No longer in force"),
}

FAULTS: dict[str, Words] = {
    "id_format": _l("Use letters, numbers and hyphens without spaces"),
    "day_past": _l("Choose today or a later day"),
    "version_used": _l("This label is taken. Choose another one"),
    "missing": _l("Fill this in"),
    "text_format": _l("Enter the name of the product"),
    "duplicate_portfolio": _l("This product has a row already"),
    "says_nothing": _l("Say what is different here, or clear the row"),
    "band_empty": _l("End the band above where it begins"),
    "band_overlap": _l("This band overlaps the one before it"),
    "band_gap": _l("Between this band and the one before is a hole"),
    "past_limit": _l("The limit is 100 percent"),
    "term_shuts_out": _l(
        "Refused: a longest plan below 12 months leaves most homes without one (rule E4)"
    ),
    "no_default_interest": _l(
        "Refused: a step above 100 is more interest than the contract has (rule E11)"
    ),
    "second_person_for_everything": _l(
        "Refused: below 12 months almost every plan would wait (rule E15)"
    ),
}


def fault_words(problem: Problem, currency: Currency) -> Words:
    """A fault of a policy in ``currency``; with its limit, where that is a figure."""
    if problem.code == "past_limit" and problem.path.endswith("/max_break_months"):
        return _("The limit is %(most)d months", most=LONGEST_BREAK_MONTHS)
    if problem.code == "least_payment_shuts_out":
        return _(
            "Refused: above %(most)s a month, most homes are left without a plan (rule E4)",
            most=i18n.money(MOST_LEAST[currency]),
        )
    return FAULTS.get(problem.code) or _("This cannot be used. Please look again")


REASONS: dict[str, Words] = {
    "rate_cut": _l("Interest is cut by more than one person may grant."),
    "let_go": _l("More is let go or written off than one person may grant."),
    "term": _l("The plan is longer than one person may grant."),
    "settlement": _l("One payment ends the debt for less than one person may accept."),
}


def past_words(past: Past) -> str:
    """One limit, what goes past it, and how much one person may grant."""
    if past.reason is Reason.TERM:
        return _(
            "The plan takes %(value)d months. One person may grant %(limit)d.",
            value=int(past.value),
            limit=int(past.limit),
        )
    value, limit = i18n.percent(past.value), i18n.percent(past.limit)
    if past.reason is Reason.RATE_CUT:
        return _(
            "Interest is cut by %(value)s. One person may grant %(limit)s.",
            value=value,
            limit=limit,
        )
    if past.reason is Reason.LET_GO:
        return _(
            "%(value)s of what is owed is let go. One person may grant %(limit)s.",
            value=value,
            limit=limit,
        )
    return _(
        "One payment of %(value)s ends the debt. One person may accept %(limit)s or more.",
        value=value,
        limit=limit,
    )


DECISIONS: dict[str, Words] = {
    "pending": _l("Waits for a second person"),
    "approved": _l("Agreed to and done"),
    "returned": _l("Given back"),
    "stale": _l("The case moved on before it was decided"),
}

COMMANDS: dict[str, Words] = {
    "MakeOffer": _l("Make an offer"),
    "CounterOffer": _l("Answer with another offer"),
    "AcceptOffer": _l("Accept the borrower's offer"),
}
