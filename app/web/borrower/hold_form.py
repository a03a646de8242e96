"""Which kind of time fits: the borrower chooses, nothing is chosen beforehand, nothing is proven."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.hold_kinds import HoldKind
from app.usecases.holds import Choice, HoldsPage
from app.web import i18n
from app.web.borrower.forms import WordsForm
from app.web.fields import Words
from app.web.forms import ChoiceField

KINDS: dict[str, Words] = {
    HoldKind.DECISION: _l("The lender looks at what you asked"),
    HoldKind.DISPUTE: _l("You dispute the debt"),
    HoldKind.TIME: _l("Time to sort things out"),
    HoldKind.BREATHING_SPACE: _l("Breathing space by law"),
    HoldKind.CRISIS: _l("Breathing space in a mental health crisis"),
    HoldKind.SUPPORT: _l("Time because I need support"),
    HoldKind.BEREAVEMENT: _l("Time after somebody died"),
    HoldKind.LENDER: _l("The lender gave you time"),
}


class HoldForm(WordsForm):
    hold = ChoiceField(
        _l("Which kind of time do you need?"), missing=_l("Choose the kind that fits best")
    )

    def about(self, found: HoldsPage) -> HoldForm:
        """What can be taken now."""
        self.hold.choices = [(one.rule.rule, KINDS[one.rule.kind]) for one in _open(found)]
        return self


def hints(found: HoldsPage) -> dict[str, Words]:
    """How long each lasts, and what of interest."""
    return {one.rule.rule: _hint(one) for one in _open(found)}


def taken(found: HoldsPage) -> list[Words]:
    """What the law gives no second time yet."""
    return [KINDS[one.rule.kind] for one in found.choices if one.taken]


def still_rows(found: HoldsPage) -> list[tuple[Words, Words, Words]]:
    """What stands still: why, since when, until when."""
    return [
        (
            KINDS[one.kind],
            i18n.day(one.since),
            i18n.day(one.until) if one.until else _("Until the lender answers"),
        )
        for one in found.still
    ]


def _open(found: HoldsPage) -> list[Choice]:
    return [one for one in found.choices if not one.taken]


def _hint(one: Choice) -> Words:
    until = i18n.day(one.until)
    if one.rule.days is None:
        after = one.rule.after_treatment_days or 0
        said = _(
            "As long as your treatment lasts, and %(days)d days more. At first until %(day)s.",
            days=after,
            day=until,
        )
    else:
        said = _("Until %(day)s.", day=until)
    return f"{said} {_('No interest and no fees are added.')}" if one.rule.stops_interest else said
