"""Is this agreement genuine? For anyone, without an account; nothing is kept."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.gateways.offline import Brought
from app.gateways.trust import certificates, fingerprint
from app.usecases.labels import other_readers
from app.usecases.standing import Standing
from app.usecases.verify import Answer, beside_evidence, by_code, by_file
from app.web.deps import deps
from app.web.guards import public
from app.web.i18n import other
from app.web.limits import CODES, UPLOADS, limited
from app.web.security import download, takes_uploads
from app.web.verify.forms import VerifyForm
from app.web.verify.standing_words import STATES, fallen_words, head_words
from app.web.verify.words import FINDINGS, TONES, Both, both, both_of, shown, wrong

bp = Blueprint("verify", __name__)

LONGEST_CODE = 40


@bp.get("/verify")
@public
@limited(CODES, "code")
def page() -> str:
    """With a code in the address, as on paper, the answer comes at once."""
    code = request.args.get("code", "").strip()[:LONGEST_CODE]
    return _page(VerifyForm.read(), code, by_code(deps(), code) if code else None)


@bp.post("/verify")
@public
@limited(UPLOADS)
@takes_uploads
def check() -> str | tuple[str, int]:
    """With the evidence beside the PDF, our own records are not asked."""
    form = VerifyForm.read()
    if not form.accepted():
        return _page(form), form.status
    alone = form.evidence.data is None
    answer = _answer(form)
    title, means = FINDINGS[answer.finding]
    fallen = fallen_words(answer)
    return render_template(
        "verify/result.html",
        answer=answer,
        title=fallen or title,
        means=means,
        tone="warning" if fallen else TONES.get(answer.finding, "warning"),
        head=head_words(answer.head),
        alone=alone,
        wrong=wrong(answer),
        standing=answer.standing,
        state=_state(answer.standing),
        label=both_of(answer.label),
        other_readers=both_of(other_readers(answer.label)),
        checks=shown(answer),
        other=other(),
        roots=_roots(),
    )


@bp.get("/verify/root")
@public
def root() -> Response:
    """Our root certificates, for whoever checks without this server."""
    try:
        published = deps().root_pem()
    except FileNotFoundError as error:
        raise NotFound from error  # no key was made yet
    return download(published, name="root.pem", mimetype="application/x-pem-file")


@bp.get("/verify/log-key")
@public
def log_key() -> Response:
    """The public key of the audit log, for whoever keeps a checkpoint of it."""
    try:
        published = deps().log_key()
    except FileNotFoundError as error:
        raise NotFound from error  # no key was made yet
    return download(published, name="log.vkey", mimetype="text/plain")


def _answer(form: VerifyForm) -> Answer:
    data, evidence, renewals = form.file.data, form.evidence.data, form.renewals.data
    head = form.head.data or ""
    if evidence is None:
        return by_file(deps(), data or b"", head)
    return beside_evidence(deps(), Brought(data or b"", evidence, renewals or b"", head))


def _page(form: VerifyForm, code: str = "", standing: Standing | None = None) -> str:
    return render_template(
        "verify/page.html",
        form=form,
        code=code,
        standing=standing,
        state=_state(standing),
        other=other(),
        roots=_roots(),
    )


def _state(standing: Standing | None) -> Both | None:
    return both(lambda: STATES[standing.state]) if standing else None


def _roots() -> list[str]:
    """The fingerprints of the root certificates that every check leads to."""
    try:
        published = deps().root_pem()
    except FileNotFoundError:
        return []  # no key was made yet, so nothing was sealed
    return [fingerprint(one) for one in certificates(published)]
