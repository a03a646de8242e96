"""The demonstration: who can be tried out, and the mail they got. Never in production."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.gateways.mail import FolderMail, Letter
from app.gateways.sms import FolderTexts, Text
from app.usecases import accounts, post
from app.usecases.demo_people import demo_people
from app.web import session
from app.web.account.coming_in import home
from app.web.deps import deps
from app.web.forms import CSRF_FIELD, refuse_unknown
from app.web.guards import public
from app.web.i18n import language

bp = Blueprint("demo", __name__)

_LINK = re.compile(r"https?://[A-Za-z0-9:/?&=%._~-]+[A-Za-z0-9/_~-]")


@dataclass(frozen=True, slots=True)
class Shown:
    """A mail or a text as the demo inbox shows it, with links that can be followed here."""

    sent_at: datetime
    to: str
    subject: str
    body: str
    links: tuple[tuple[str, str], ...]
    waits: bool


@bp.get("/demo")
@public
def people() -> str:
    _demo_only()
    spoken = language().code
    found = [(p.id, p.name, p.role_in(spoken), p.story_in(spoken)) for p in demo_people(deps())]
    return render_template("public/demo.html", people=found)


@bp.post("/demo")
@public
def sign_in() -> Response:
    _demo_only()
    refuse_unknown(request.form, frozenset({CSRF_FIELD, "person"}))
    known = {str(p.id): p.id for p in demo_people(deps())}
    person: UUID | None = known.get(request.form.get("person", ""))
    if person is None:
        abort(404)
    found = accounts.start(deps(), person, session.renew())
    return home(found)


@bp.get("/demo/inbox")
@public
def inbox() -> str:
    _demo_only()
    mail = deps().mail
    letters = mail.letters() if isinstance(mail, FolderMail) else ()
    shown = [_shown(one, waits=True) for one in post.waiting(deps())]
    texts = deps().texts
    sent: list[Letter | Text] = [
        *letters,
        *(texts.texts() if isinstance(texts, FolderTexts) else ()),
    ]
    sent.sort(key=lambda one: one.sent_at, reverse=True)
    shown += [_shown(one, waits=False) for one in sent]
    return render_template("public/inbox.html", mails=shown)


def _shown(one: Letter | Text, *, waits: bool) -> Shown:
    if isinstance(one, Text):
        links = tuple(_links(one.words))
        return Shown(one.sent_at, one.to, _("Text message"), one.words, links, waits)
    return Shown(one.sent_at, one.to, one.subject, one.text, tuple(_links(one.text)), waits)


def _links(text: str) -> Iterator[tuple[str, str]]:
    base = deps().settings.public_base_url
    for href in _LINK.findall(text):
        if href.startswith(base + "/"):
            yield _("Open the link"), href.removeprefix(base)


def _demo_only() -> None:
    if deps().settings.production:
        abort(404)
