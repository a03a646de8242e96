"""A person's own data: what we have, a copy to take away, and having it deleted."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.erasing import Stay, Why
from app.core.evidence import canonical
from app.core.retention import retention
from app.usecases import own_data, own_erasure, throttle
from app.web.again import shows_again
from app.web.deps import actor, deps
from app.web.fields import TickField, Words
from app.web.forms import Form
from app.web.guards import allow, public
from app.web.i18n import day, language
from app.web.security import download
from app.web.wording import bilingual

bp = Blueprint("data", __name__, url_prefix="/account/data")

WHY: dict[Why, Words] = {
    Why.IN_FORCE: _l("An agreement is in force. It protects you too. It stays until it ends."),
    Why.OPEN: _l("This case is open. It stays, so that nobody chases you for it."),
    Why.LAW: _l("This case is over. We lock it: nobody here can open it any more."),
}


class EraseForm(Form):
    sure = TickField(
        _l("I want this to be deleted"), missing=_l("Tick the box if you want to go on")
    )


@bp.get("")
@allow(Action.READ_OWN_DATA)
def page() -> str:
    return render_template("account/own_data.html")


@bp.get("/own-data.json")
@allow(Action.TAKE_OWN_DATA)
def file() -> Response:
    throttle.count(deps(), "own-data.person", str(actor().person_id))
    body = canonical(own_data.export(deps(), actor()))
    return download(body, name="own-data.json", mimetype="application/json")


@bp.get("/own-data.pdf")
@allow(Action.TAKE_OWN_DATA)
def paper() -> Response:
    """Drawn in the language of the page that it was asked for on."""
    if request.method == "HEAD":  # nothing is drawn that nobody gets
        return download(b"", name="own-data.pdf", mimetype="application/pdf")
    throttle.count(deps(), "own-data.person", str(actor().person_id))
    body = own_data.paper(deps(), actor(), language().code)
    return download(body, name="own-data.pdf", mimetype="application/pdf")


@bp.get("/delete")
@allow(Action.PLAN_ERASURE)
def plan() -> str:
    return _plan(EraseForm.read())


@bp.post("/delete")
@allow(Action.ERASE_OWN_DATA)
@shows_again
def erase() -> Response | tuple[str, int]:
    form = EraseForm.read()
    if not form.accepted():
        return _plan(form), form.status
    own_erasure.ask(deps(), actor())
    return redirect(url_for(".asked"), code=303)


@bp.get("/asked")
@public
def asked() -> str:
    """Open to anybody: the sign-in may be gone by now."""
    return render_template("account/erasure_asked.html")


def _plan(form: EraseForm) -> str:
    found = own_erasure.plan(deps(), actor())
    stays = [(one.case.lender, WHY[one.why], _until(one), _basis(one)) for one in found.stays]
    return render_template("account/erasure.html", form=form, plan=found, stays=stays)


def _until(one: Stay) -> Words:
    if one.until is None:
        return _l("It ends when the case ends.")
    return _l("All of it is deleted on %(day)s.", day=day(one.until.date()))


def _basis(one: Stay) -> tuple[Words, str] | None:
    if one.why is not Why.LAW:
        return None
    law = retention().law(one.case.place).claims
    return bilingual(law.en, law.zh), law.url
