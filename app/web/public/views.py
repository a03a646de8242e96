"""The pages that need no account."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.globals import request_ctx
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from app.core.living import comparisons
from app.core.money import Money
from app.core.packs import load
from app.usecases import accounts
from app.usecases.calculator import AskedBudget, advice_in, assess_budget, complaint_bodies_in
from app.usecases.calculator_plans import case_file_of, plans_for
from app.usecases.confirmed import ConfirmedRules, rules_today
from app.web import deps, i18n
from app.web.again import shows_again
from app.web.budget import category_names, headed
from app.web.fields import Words
from app.web.forms import CSRF_FIELD, refuse_unknown
from app.web.guards import public
from app.web.public.answers import shown
from app.web.public.debts import MOST_DEBTS
from app.web.public.forms import CalculatorForm, read_form
from app.web.public.kept import laws, periods
from app.web.public.who_may import people
from app.web.rule_words import table_name
from app.web.wording import PLACES, bilingual

bp = Blueprint("public", __name__)

PLAIN_PAGES = ("guide", "glossary", "accessibility", "contact")


@bp.get("/")
@public
def home() -> str:
    return render_template("public/home.html")


def _plain(name: str) -> None:
    @bp.get(f"/{name}", endpoint=name)
    @public
    def show() -> str:
        return render_template(f"public/{name}.html")


for _name in PLAIN_PAGES:
    _plain(_name)


@bp.get("/privacy")
@public
def privacy() -> str:
    return render_template("public/privacy.html", kept=periods(), laws=laws())


@bp.get("/rights")
@public
def rights() -> str:
    return render_template("public/rights.html", people=people())


@bp.get("/complaints")
@public
def complaints() -> str:
    bodies = [
        (words, [(bilingual(a.en, a.zh), a.contact) for a in complaint_bodies_in(place)])
        for place, words in PLACES.items()
    ]
    return render_template("public/complaints.html", bodies=bodies)


@bp.get("/calculator")
@public
def calculator() -> str:
    return render_template("public/calculator_place.html", places=PLACES)


@bp.get("/calculator/<place>")
@public
def calculator_form(place: str) -> str:
    return _calculator_page(place, read_form(place))


@bp.post("/calculator/<place>")
@public
@shows_again
def calculator_result(place: str) -> str | tuple[str, int]:
    """Show the sum. It is not stored, so there is no address to send the reader on to."""
    form = read_form(place)
    if form.add.data or form.change.data:
        return _calculator_page(place, form)
    if not form.accepted():
        return _calculator_page(place, form), form.status
    rules = rules_today(deps.deps(), place.upper())
    asked, today = _asked(form, rules), rules.day
    answer = plans_for(asked, rules.pack, as_of=today)
    given = form.given()
    return render_template(
        "public/calculator_result.html",
        place=place,
        given=dict(given),
        again=dict(given, change="yes"),
        result=assess_budget(asked, as_of=today),
        compared=_compared(asked),
        plans=shown(answer) if answer else None,
        names=category_names(),
        advice=[(bilingual(a.en, a.zh), a.contact) for a in advice_in(place.upper())],
    )


@bp.post("/calculator/<place>/case-file")
@public
@shows_again
def calculator_file(place: str) -> Response | tuple[str, int]:
    """The same answers as a file; it is made from what the page sends, and not stored."""
    form = read_form(place)
    if not form.accepted():
        return _calculator_page(place, form), form.status
    rules = rules_today(deps.deps(), place.upper())
    body = case_file_of(_asked(form, rules), as_of=rules.day)
    answer = Response(body, mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="case-file.json"'
    return answer


def _asked(form: CalculatorForm, rules: ConfirmedRules) -> AskedBudget:
    """The answers, above the confirmed floor of where the visitor lives."""
    asked = form.asked(rules.pack.id)
    return replace(asked, floor=rules.floor(asked.household, asked.lives_in))


def _compared(asked: AskedBudget) -> list[tuple[Words, Money, str]]:
    """Official tables that never bind, for a home like the visitor's."""
    found = comparisons(load(asked.jurisdiction), asked.household, asked.lives_in)
    return [(table_name(one.standard), one.monthly, one.formula) for one in found]


def _calculator_page(place: str, form: CalculatorForm) -> str:
    return render_template(
        "public/calculator.html",
        form=form,
        place=place,
        rows=form.debt_rows()[: form.shown()],
        most_rows=MOST_DEBTS,
        income=headed("income"),
        spending=headed("spending"),
    )


@bp.post("/language")
@public
def switch_language() -> Response:
    """Remember the language on this device and show the same page in it.

    For whoever is signed in, mails and what is drawn from now on speak it too.
    """
    refuse_unknown(request.form, frozenset({CSRF_FIELD, "lang", "back"}))
    code = request.form.get("lang", "")
    if code not in i18n.LANGUAGES:
        raise BadRequest("language")
    answer = redirect(_page_of_ours(request.form.get("back", "/")), code=303)
    i18n.remember(answer, code)
    if (actor := deps.maybe_actor()) is not None:
        accounts.speak(deps.deps(), actor, code)
    return answer


def _page_of_ours(path: str) -> str:
    """``path`` rebuilt from our own table of routes; the first page if it is none of ours."""
    routes = request_ctx.url_adapter
    try:
        endpoint, values = routes.match(path, method="GET") if routes else ("public.home", {})
    except (HTTPException, RequestRedirect):
        return url_for("public.home")
    return url_for(endpoint, **values)
