"""Is this agreement genuine? For anyone, without an account; nothing is kept."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.core.languages import written
from app.gateways.trust import certificates, fingerprint
from app.usecases.verify import Answer, Standing, beside_evidence, by_code, by_file
from app.web.deps import deps
from app.web.guards import public
from app.web.i18n import language
from app.web.security import takes_uploads
from app.web.verify.forms import VerifyForm
from app.web.verify.words import FINDINGS, QUESTIONS, STATES, STRONG, found_words

bp = Blueprint("verify", __name__)

LONGEST_CODE = 40


@bp.get("/verify")
@public
def page() -> str:
    """With a code in the address, as on paper, the answer comes at once."""
    code = request.args.get("code", "").strip()[:LONGEST_CODE]
    return _page(VerifyForm.read(), code, by_code(deps(), code) if code else None)


@bp.post("/verify")
@public
@takes_uploads
def check() -> str | tuple[str, int]:
    """With the evidence beside the PDF, our own records are not asked."""
    form = VerifyForm.read()
    if not form.accepted():
        return _page(form), form.status
    data, evidence = form.file.data or b"", form.evidence.data
    alone = evidence is None
    answer = by_file(deps(), data) if evidence is None else beside_evidence(deps(), data, evidence)
    title, means = FINDINGS[answer.finding]
    return render_template(
        "verify/result.html",
        answer=answer,
        title=title,
        means=means,
        strong=answer.finding in STRONG,
        alone=alone,
        standing=answer.standing,
        states=STATES,
        label=answer.label.get(written(language().code), ""),
        checks=_checks(answer),
        roots=_roots(),
    )


def _page(form: VerifyForm, code: str = "", standing: Standing | None = None) -> str:
    return render_template(
        "verify/page.html",
        form=form,
        code=code,
        standing=standing,
        states=STATES,
        roots=_roots(),
    )


def _roots() -> list[str]:
    """The fingerprints of the root certificates that every check leads to."""
    try:
        published = deps().root_pem()
    except FileNotFoundError:
        return []  # no key was made yet, so nothing was sealed
    return [fingerprint(one) for one in certificates(published)]


def _checks(answer: Answer) -> list[tuple[object, object, bool]]:
    return [(QUESTIONS[c.letter], found_words(c), c.ok) for c in answer.verdict.checks]
