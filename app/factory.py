"""The composition root of the web: collaborators become an app."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import counts, logs
from app.assembly import build, secret_key
from app.settings import Settings
from app.usecases.deps import Deps
from app.web import deps as web_deps
from app.web import errors, forged, guards, i18n, jinja, limits, security, session, watching
from app.web.account import demo
from app.web.account import views as account
from app.web.agreement import evidence as agreement_evidence
from app.web.agreement import views as agreement
from app.web.api import views as api
from app.web.borrower import views as borrower
from app.web.conduct import views as conduct
from app.web.counselor import views as counselor
from app.web.exhibits import views as exhibits
from app.web.health import views as health
from app.web.in_time import InTime
from app.web.lender import views as lender
from app.web.operator import legal, work
from app.web.operator import views as operator
from app.web.public import views as public
from app.web.rules import views as rules
from app.web.thread import views as thread
from app.web.verify import views as verify


def wsgi() -> Flask:
    """What the server calls: the app for this process's environment."""
    logs.configure()
    settings = Settings.from_env()
    app = create_app(build(settings))
    if settings.metrics_dir is not None:
        counts.begin(settings.metrics_dir, app.view_functions)
    app.wsgi_app = InTime(app.wsgi_app)  # type: ignore[assignment,method-assign]  # as Flask's manual does
    return app


def create_app(deps: Deps) -> Flask:
    """The web application around ``deps``.

    Raises:
        RuntimeError: a route does not say who may reach it.
    """
    settings = deps.settings
    root = Path(__file__).parents[1]
    app = Flask(
        "plainpact",
        template_folder=str(root / "templates"),
        static_folder=str(root / "app" / "web" / "static"),
    )
    secret = secret_key(settings.keys_dir / "web.key")
    app.secret_key = secret
    app.config["TESTING"] = settings.env == "test"
    if settings.trust_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]  # as Flask's manual does
    web_deps.install(app, deps)
    watching.init_app(app, behind_proxy=settings.trust_proxy)
    limits.init_app(app)
    session.init_app(app, secret, secure=settings.secure_cookies)
    security.init_app(app, settings, forged.noting(app))
    i18n.init_app(app)
    jinja.init_app(app, settings, viewer=account.viewer)
    errors.init_app(app)
    for room in (
        public,
        account,
        borrower,
        lender,
        counselor,
        agreement,
        agreement_evidence,
        verify,
        api,
        rules,
        operator,
        work,
        legal,
        thread,
        exhibits,
        conduct,
        health,
    ):
        app.register_blueprint(room.bp)
    if not settings.production:
        app.register_blueprint(demo.bp)
    guards.check_routes(app)
    return app
