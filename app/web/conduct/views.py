"""The conduct course of each place, its test, the passes of a house, and the counts of the guard."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.conduct.exam import MONTHS, PASS_MARK
from app.core.errors import NotFound, OfferChanged
from app.core.refusals import FEWEST
from app.usecases import conduct, refusals
from app.usecases.conduct import Exam
from app.web import paging
from app.web.again import shows_again
from app.web.case_words import DECLINE_REASONS
from app.web.conduct.forms import ExamForm, form_of
from app.web.conduct.words import OUTCOMES, category
from app.web.deps import actor, deps
from app.web.guards import allow
from app.web.rule_words import provision, rule_text
from app.web.wording import PLACES, bilingual

bp = Blueprint("conduct", __name__, url_prefix="/conduct")

Page = str | tuple[str, int] | Response
MARK = int(100 * PASS_MARK)


@bp.get("")
@allow(Action.READ_COURSE)
def home() -> str:
    return render_template(
        "conduct/home.html",
        standings=conduct.standings(deps(), actor()),
        places=PLACES,
        mark=MARK,
        months=MONTHS,
    )


@bp.get("/<place>")
@allow(Action.READ_COURSE)
def lessons(place: str) -> str:
    course, pack = conduct.lessons(actor(), _known(place))
    return render_template(
        "conduct/lessons.html",
        place=place,
        name=PLACES[pack.id],
        course=course,
        pack=pack,
        said=bilingual,
        rule_text=rule_text,
        provision=provision,
        mark=MARK,
        months=MONTHS,
    )


@bp.get("/<place>/test")
@allow(Action.READ_COURSE)
def test_page(place: str) -> Page:
    exam = conduct.next_test(deps(), actor(), _known(place))
    return _exam(exam, form_of(exam).read())


@bp.post("/<place>/test")
@allow(Action.TAKE_TEST)
@shows_again
def hand_in(place: str) -> Page:
    exam = conduct.next_test(deps(), actor(), _known(place))
    again = redirect(url_for(".test_page", place=place), code=303)
    # Before the form is read: another test has other questions.
    if request.form.get("number", str(exam.number)) != str(exam.number):
        return again
    form = form_of(exam).read()
    if not form.accepted():
        return _exam(exam, form), form.status
    try:
        conduct.hand_in(deps(), actor(), exam.place, exam.number, form.given())
    except OfferChanged:
        return again
    return redirect(url_for(".result", place=place, number=exam.number), code=303)


@bp.get("/<place>/result")
@allow(Action.READ_COURSE)
def result(place: str) -> Page:
    number = request.args.get("number", 0, type=int)
    try:
        found = conduct.result(deps(), actor(), _known(place), number)
    except NotFound:
        return redirect(url_for(".lessons", place=place), code=303)
    return render_template(
        "conduct/result.html",
        place=place,
        name=PLACES[found.sitting.jurisdiction],
        found=found,
        said=bilingual,
        mark=MARK,
    )


@bp.get("/passes")
@allow(Action.READ_PASSES)
def passes() -> str:
    found = paging.asked(conduct.colleagues(deps(), actor()))
    return render_template("conduct/passes.html", found=found, places=PLACES)


@bp.get("/counts")
@allow(Action.READ_CONDUCT)
def counts() -> str:
    return render_template(
        "conduct/counts.html",
        found=paging.asked(conduct.tallies(deps(), actor())),
        outcomes=OUTCOMES,
        category=category,
    )


@bp.get("/refusals")
@allow(Action.READ_REFUSALS)
def refused() -> str:
    return render_template(
        "conduct/refusals.html",
        houses=refusals.report(deps(), actor()),
        reasons=DECLINE_REASONS,
        fewest=FEWEST,
    )


def _exam(exam: Exam, form: ExamForm) -> str:
    return render_template(
        "conduct/test.html",
        exam=exam,
        form=form,
        place=exam.place.lower(),
        name=PLACES[exam.place],
        mark=MARK,
    )


def _known(place: str) -> str:
    if place.upper() not in PLACES or place != place.lower():
        raise NotFound(place)
    return place.upper()
