"""Ask a charity for help: what it may see is chosen first, and one press sends it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action, Role
from app.core.errors import NotAllowed
from app.usecases import referrals
from app.usecases.referral_content import DEBTS, TOTALS
from app.usecases.referrals import Place
from app.web import i18n
from app.web.again import shows_again
from app.web.borrower.forms import Press
from app.web.borrower.pages import find_case, show_case
from app.web.deps import actor, deps
from app.web.forms import FREE_TEXT_LENGTH, ChoiceField, ChoicesField, Form, TextField
from app.web.guards import allow

bp = Blueprint("refer", __name__, url_prefix="/cases/<uuid:case_id>/refer")


class ReferForm(Form):
    """The charities of the place are put in before the form is judged."""

    charity = ChoiceField(_l("Which charity?"), missing=_l("Choose a charity"))
    lets_see = ChoicesField(
        _l("What may they see?"),
        choices=[(TOTALS, _l("My monthly totals")), (DEBTS, _l("My debts, with names and sums"))],
    )
    words = TextField(_l("Words to them, if you wish"), most=FREE_TEXT_LENGTH, many_lines=True)

    @classmethod
    def at(cls, found: Place) -> ReferForm:
        form = cls.read()
        form.charity.choices = [(str(one.id), one.name) for one in found.charities]
        return form


def consent() -> tuple[str, ...]:
    """The exact words that a press agrees to, one sentence each."""
    return (
        _("The charity you choose gets your name and how to reach you."),
        _("It also gets what you tick, as it is today, and your words."),
        _("It uses this to answer you, and for nothing else."),
        _("No lender hears of it."),
        _("You can take it back at any time. Then they do not see it any more."),
    )


@bp.get("")
@allow(Action.READ_OPTIONS)
def show(case_id: UUID) -> str:
    found = _place(case_id)
    return _page(case_id, found, ReferForm.at(found))


@bp.post("")
@allow(Action.REFER)
@shows_again
def ask(case_id: UUID) -> Response | tuple[str, int]:
    found = _place(case_id)
    form = ReferForm.at(found)
    if not form.accepted():
        return _page(case_id, found, form), form.status
    referrals.ask(
        deps(),
        actor(),
        case_id,
        UUID(form.charity.data or ""),
        lets_see=tuple(form.lets_see.data),
        words=form.words.data or "",
        consent="\n".join(consent()),
        language=i18n.language().tag,
    )
    return redirect(url_for(".show", case_id=case_id), code=303)


@bp.post("/take-back")
@allow(Action.REFER)
def take_back(case_id: UUID) -> Response:
    Press.read()
    referrals.take_back(deps(), actor(), case_id)
    return redirect(url_for(".show", case_id=case_id), code=303)


def _place(case_id: UUID) -> Place:
    """Raises NotAllowed: somebody acts for the borrower, who asks for help themselves."""
    if find_case(case_id).role is not Role.BORROWER:
        raise NotAllowed(Action.REFER)
    return referrals.place(deps(), actor(), case_id)


def _page(case_id: UUID, found: Place, form: ReferForm) -> str:
    return show_case(
        "refer",
        find_case(case_id),
        found=found,
        form=form,
        consent=consent(),
        last=found.asked[0] if found.asked else None,
    )
