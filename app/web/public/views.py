"""The pages that need no account."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.globals import request_ctx
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from app.web import i18n
from app.web.forms import CSRF_FIELD, refuse_unknown
from app.web.guards import public

bp = Blueprint("public", __name__)

PLAIN_PAGES = ("guide", "glossary", "privacy", "complaints", "accessibility", "contact")


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


@bp.post("/language")
@public
def switch_language() -> Response:
    """Remember the language on this device and show the same page in it."""
    refuse_unknown(request.form, frozenset({CSRF_FIELD, "lang", "back"}))
    code = request.form.get("lang", "")
    if code not in i18n.LANGUAGES:
        raise BadRequest("language")
    answer = redirect(_page_of_ours(request.form.get("back", "/")), code=303)
    answer.set_cookie(
        i18n.COOKIE,
        code,
        max_age=i18n.COOKIE_AGE,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _page_of_ours(path: str) -> str:
    """``path`` rebuilt from our own table of routes; the first page if it is none of ours."""
    routes = request_ctx.url_adapter
    try:
        endpoint, values = routes.match(path, method="GET") if routes else ("public.home", {})
    except (HTTPException, RequestRedirect):
        return url_for("public.home")
    return url_for(endpoint, **values)
