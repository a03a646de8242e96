"""Doubt about a debt: what became of a dispute, proof of the figures, and help without questions."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.core.access import Action
from app.core.errors import TransitionNotAllowed
from app.core.negotiation.case import Stage, latest_date
from app.core.negotiation.commands import RaiseDispute
from app.core.negotiation.disputes import SAFE_HOLD
from app.core.negotiation.events import DisputeKind
from app.usecases import doubts, negotiate
from app.web.again import shows_again
from app.web.borrower.doubt_forms import ProofForm
from app.web.borrower.forms import Press
from app.web.borrower.pages import find_case, show_case
from app.web.case_words import DISPUTES
from app.web.deps import actor, deps
from app.web.doubts import WANTED, claim_words, side_by_side, statement_rows
from app.web.guards import allow

bp = Blueprint("doubts", __name__, url_prefix="/cases/<uuid:case_id>")


@bp.get("/outcome")
@allow(Action.READ_OPTIONS)
def outcome(case_id: UUID) -> str | Response:
    """A page like a letter: what the lender found, and what follows."""
    page = find_case(case_id)
    found = page.outcome
    if found is None:
        return redirect(url_for("borrower.debt.show", case_id=case_id), code=303)
    return show_case(
        "outcome",
        page,
        found=found,
        rows=side_by_side(found.before, found.now) if found.now else (),
        disputes=DISPUTES,
        claim=claim_words(found.raised.claim),
    )


@bp.get("/more-help")
@allow(Action.READ_OPTIONS)
def more_help(case_id: UUID) -> str:
    """For whoever was made to take a debt on, or whose name was used: which, nobody asks."""
    page = find_case(case_id)
    until = latest_date(deps().now()) + SAFE_HOLD
    done = page.case.dispute is DisputeKind.NOT_BOUND or page.case.stage is Stage.CLOSED
    return show_case("more_help", page, until=until, done=done)


@bp.post("/more-help")
@allow(Action.RAISE_DISPUTE)
def stop_it(case_id: UUID) -> Response:
    Press.read()
    with suppress(TransitionNotAllowed):  # pressed twice, it is stopped once
        negotiate.submit(deps(), actor(), case_id, RaiseDispute(DisputeKind.NOT_BOUND, ""))
    return redirect(url_for(".more_help", case_id=case_id), code=303)


@bp.get("/proof")
@allow(Action.READ_OPTIONS)
def proof(case_id: UUID) -> str:
    return _proof(case_id, ProofForm.read())[0]


@bp.post("/proof")
@allow(Action.ASK_PROOF)
@shows_again
def ask_proof(case_id: UUID) -> Response | tuple[str, int]:
    form = ProofForm.read()
    if not form.accepted():
        return _proof(case_id, form)
    doubts.ask_proof(deps(), actor(), case_id, form.kinds(), form.words.data or "")
    return redirect(url_for(".proof", case_id=case_id), code=303)


def _proof(case_id: UUID, form: ProofForm) -> tuple[str, int]:
    page = find_case(case_id)
    statements = [(one, statement_rows(one)) for one in page.proofs]
    return show_case("proof", page, form=form, statements=statements, wanted=WANTED), form.status
