"""Is this agreement genuine? For anyone, without an account; nothing is kept."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.usecases.verify import Answer, by_code, by_file
from app.web.deps import deps
from app.web.guards import public
from app.web.security import takes_uploads
from app.web.verify.forms import VerifyForm
from app.web.verify.words import QUESTIONS, STATES, found_words

bp = Blueprint("verify", __name__)

LONGEST_CODE = 40


@bp.get("/verify")
@public
def page() -> str:
    """With a code in the address, as on paper, the answer comes at once."""
    code = request.args.get("code", "").strip()[:LONGEST_CODE]
    standing = by_code(deps(), code) if code else None
    return render_template(
        "verify/page.html", form=VerifyForm.read(), code=code, standing=standing, states=STATES
    )


@bp.post("/verify")
@public
@takes_uploads
def check() -> str | tuple[str, int]:
    form = VerifyForm.read()
    if not form.accepted():
        words = render_template(
            "verify/page.html", form=form, code="", standing=None, states=STATES
        )
        return words, form.status
    answer = by_file(deps(), form.file.data or b"")
    return render_template(
        "verify/result.html",
        answer=answer,
        standing=answer.standing,
        states=STATES,
        checks=_checks(answer),
    )


def _checks(answer: Answer) -> list[tuple[object, object, bool]]:
    return [(QUESTIONS[c.letter], found_words(c), c.ok) for c in answer.verdict.checks]
