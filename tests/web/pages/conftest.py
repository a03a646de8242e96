"""The frame and the public pages by themselves: no database, no sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.exceptions import Conflict

from app.core.errors import DomainError, NotAllowed, NotFound
from app.settings import Settings
from app.web import errors, i18n, jinja, security
from app.web.guards import public
from app.web.public.views import bp

ROOT = Path(__file__).parents[3]
ORIGIN = "http://127.0.0.1:8000"
REFUSALS: dict[str, Exception] = {
    "strange": NotFound("another person's case"),
    "forbidden": NotAllowed("offer.make"),
    "refused": DomainError("refused"),
    "conflict": Conflict(),
    "broken": RuntimeError("Ms Canary owes 12,345.67"),
}


@pytest.fixture
def settings() -> Settings:
    return Settings.from_env({"PUBLIC_BASE_URL": ORIGIN, "NEUTRAL_URL": "https://neutral.example/"})


@pytest.fixture
def app(settings: Settings) -> Flask:
    app = Flask(
        "app",
        root_path=str(ROOT / "app"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "app" / "web" / "static"),
    )
    app.config["SECRET_KEY"] = "a key for tests only"
    security.init_app(app, settings)
    i18n.init_app(app)
    jinja.init_app(app, settings)
    errors.init_app(app)
    app.register_blueprint(bp)

    @app.get("/refuse/<name>")
    @public
    def refuse(name: str) -> str:
        raise REFUSALS[name]

    @app.post("/upload")
    @public
    @security.takes_uploads
    def upload() -> str:
        return "taken"

    @app.post("/leave")
    @public
    @security.from_anywhere
    def leave() -> str:
        return "gone"

    @app.get("/paper")
    @public
    def paper() -> Response:
        return security.download(b"%PDF-", name="agreement.pdf", mimetype="application/pdf")

    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def asking(app: Flask) -> Iterator[None]:
    """A request in English, for fields and filters that need one."""
    with app.test_request_context("/?lang=en"):
        yield
