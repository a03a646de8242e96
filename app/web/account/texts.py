"""The address in every text: one button ends texts, without signing in.

The answer is the same for a code of ours and for any other, so that it tells nothing.
"""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from app.usecases import wishes
from app.web.deps import deps
from app.web.forms import CSRF_FIELD, refuse_unknown
from app.web.guards import public

bp = Blueprint("texts", __name__, url_prefix="/texts")


@bp.get("/<token>")
@public
def page(token: str) -> str:
    return render_template("account/stop_texts.html", action=url_for(".stop", token=token))


@bp.post("/<token>")
@public
def stop(token: str) -> str:
    refuse_unknown(request.form, frozenset({CSRF_FIELD}))
    wishes.stop_texts(deps(), token)
    return render_template("account/texts_stopped.html")
