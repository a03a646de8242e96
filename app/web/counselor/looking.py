"""What a borrower lets this charity look at, without acting: each part is judged by itself."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.disclosure import DataClass
from app.core.hardship import hardship_types
from app.usecases import looking
from app.usecases.looking import Given
from app.web import i18n, paging, support
from app.web.case_words import ROLES, STAGES
from app.web.deps import actor, deps
from app.web.fields import Words
from app.web.guards import allow
from app.web.plans.payments import each_payment
from app.web.security import download
from app.web.wording import bilingual

bp = Blueprint("looking", __name__, url_prefix="/looking")

PAGES = {
    DataClass.DEBT: "counselor.looking.debt",
    DataClass.TOTALS: "counselor.looking.totals",
    DataClass.HARDSHIP: "counselor.looking.hardship",
    DataClass.AGREEMENT: "counselor.looking.agreement",
    DataClass.EVIDENCE: "exhibits.page",
}
PARTS: dict[DataClass, Words] = {
    DataClass.DEBT: _l("Debt and offers"),
    DataClass.TOTALS: _l("Monthly totals"),
    DataClass.HARDSHIP: _l("What happened"),
    DataClass.AGREEMENT: _l("Newest agreement, as a file"),
}
SUMS: dict[str, Words] = {
    "income": _l("Income"),
    "essential": _l("Living costs"),
    "surplus": _l("Left over"),
    "commitments": _l("Promised elsewhere"),
}


@bp.get("")
@allow(Action.READ_LOOKING)
def listed() -> str:
    found = paging.asked(looking.let(deps(), actor()))
    return render_template("counselor/looking.html", found=found, parts=PARTS, pages=PAGES)


@bp.get("/cases/<uuid:case_id>")
@allow(Action.LOOK_AT_DEBT)
def debt(case_id: UUID) -> str:
    found = looking.debt(deps(), actor(), case_id)
    return render_template(
        "counselor/looking_debt.html",
        found=found,
        facts=_facts(found),
        offers=_offers(found),
        parts=PARTS,
        pages=PAGES,
    )


@bp.get("/cases/<uuid:case_id>/totals")
@allow(Action.LOOK_AT_TOTALS)
def totals(case_id: UUID) -> str:
    shared = looking.totals(deps(), actor(), case_id)
    rows = [(words, i18n.money(shared[name])) for name, words in SUMS.items() if shared]
    return _rows(case_id, _("Monthly totals"), rows)


@bp.get("/cases/<uuid:case_id>/happened")
@allow(Action.LOOK_AT_HARDSHIP)
def hardship(case_id: UUID) -> str:
    told = looking.hardship(deps(), actor(), case_id)
    return _rows(case_id, _("What happened"), _happened(told) if told else [])


@bp.get("/cases/<uuid:case_id>/file")
@allow(Action.LOOK_AT_AGREEMENT)
def agreement(case_id: UUID) -> Response:
    """The newest file, under a name that tells nobody what it is."""
    body, code = looking.agreement(deps(), actor(), case_id)
    return download(body, name=f"document-{code}.pdf", mimetype="application/pdf")


@bp.get("/cases/<uuid:case_id>/payments.csv")
@allow(Action.LOOK_AT_DEBT)
def payments(case_id: UUID) -> Response:
    body = looking.payments(deps(), actor(), case_id)
    return download(body, name="table.csv", mimetype="text/csv")


def _rows(case_id: UUID, heading: Words, rows: list[tuple[Words, str]]) -> str:
    them = looking.let(deps(), actor())
    found = next(one for one in them if one.case_id == case_id)
    return render_template("counselor/looking_rows.html", found=found, heading=heading, rows=rows)


def _facts(found: Given) -> list[tuple[Words, Words]]:
    return [
        (_("Lender"), found["lender"]),
        (_("Owed"), i18n.money(found["debt"].owed)),
        (_("Stage"), STAGES[found["stage"]]),
    ]


def _offers(found: Given) -> list[tuple[Words, ...]]:
    return [
        (
            i18n.day(made.at.date()),
            ROLES[made.by],
            each_payment(made.terms.schedule),
            i18n.every(made.terms.frequency),
            i18n.money(made.terms.schedule.total),
        )
        for made in found["offers"]
    ]


def _happened(told: Given) -> list[tuple[Words, str]]:
    names = {kind.code: bilingual(kind.en, kind.zh) for kind in hardship_types()}
    rows = [
        (names.get(line.code, line.code), _("since %(day)s", day=i18n.day(line.since)))
        for line in told["hardship"]
    ]
    return [*rows, *((words, "") for words in support.notes(told["needs"]))]
