"""People who ask this charity for help: what they let it see, and a yes or a no with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.money import Currency, Money
from app.usecases import referrals
from app.usecases.referral_content import DEBTS, SUMS, TOTALS
from app.usecases.staff_words import WordsRefused
from app.web import guarded, i18n, paging
from app.web.again import shows_again
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.forms import FREE_TEXT_LENGTH, ChoiceField, Form
from app.web.guarded import GuardedField
from app.web.guards import allow

bp = Blueprint("referrals", __name__, url_prefix="/requests")
YES, NO = "yes", "no"
SUM_NAMES: dict[str, Words] = {
    "income": _l("Income"),
    "essential": _l("Living costs"),
    "surplus": _l("Left over"),
    "recommended": _l("Can go to debts"),
}


class AnswerForm(Form):
    answer = ChoiceField(
        _l("Do you take it on?"),
        choices=[(YES, _l("Yes, we get in touch")), (NO, _l("No, we cannot"))],
        missing=_l("Choose yes or no"),
    )
    words = GuardedField(_l("Words to the borrower"), most=FREE_TEXT_LENGTH, many_lines=True)

    def validate(self, extra_validators: Any = None) -> bool:
        """A no says why."""
        fine = super().validate(extra_validators)
        if self.answer.data == NO and not (self.words.data or "").strip():
            self.words.errors = [*self.words.errors, str(_l("Say why, in plain words"))]
            return False
        return fine


@bp.get("")
@allow(Action.READ_REFERRALS)
def listed() -> str:
    found = paging.asked(referrals.requests(deps(), actor()))
    return render_template("counselor/requests.html", found=found)


@bp.get("/<uuid:referral_id>")
@allow(Action.READ_REFERRALS)
def show(referral_id: UUID) -> str:
    return _page(referral_id, AnswerForm.read())


@bp.post("/<uuid:referral_id>")
@allow(Action.ANSWER_REFERRAL)
@shows_again
def answer(referral_id: UUID) -> Response | tuple[str, int]:
    form = AnswerForm.read()
    if not form.accepted():
        return _page(referral_id, form), form.status
    accepts, words = form.answer.data == YES, form.words.data or ""
    try:
        referrals.answer(deps(), actor(), referral_id, accepts=accepts, words=words)
    except WordsRefused:
        guarded.tell(form)
        return _page(referral_id, form), form.status
    return redirect(url_for(".listed"), code=303)


def _page(referral_id: UUID, form: AnswerForm) -> str:
    found = referrals.opened(deps(), actor(), referral_id)
    return render_template(
        "counselor/request.html",
        found=found,
        form=form,
        facts=tuple(facts(found.content)) if found.content else (),
        debts=tuple((name, _money(owed)) for name, owed in found.content.get(DEBTS, ())),
    )


def facts(content: Any) -> Iterator[tuple[Words, str]]:
    """Name and value of everything but debts and words."""
    yield _l("Name"), content["name"]
    if content["email"]:
        yield _l("Mail"), content["email"]
    if content["phone"]:
        yield _l("Telephone"), content["phone"]
    if "result" in content:
        yield _l("Result"), str(RESULTS[content["result"]])
    for name in SUMS if TOTALS in content else ():
        yield SUM_NAMES[name], _money(content[TOTALS][name])


RESULTS: dict[str, Words] = {
    "plan": _l("A plan is possible"),
    "holding": _l("A small payment or a break"),
    "stopped": _l("Something has to be settled first"),
    "no_affordable_plan": _l("No plan is affordable now"),
}


def _money(plain: tuple[int, str]) -> str:
    return i18n.money(Money(plain[0], Currency(plain[1])))
