"""The template environment: strict, escaped, with our filters and the page's frame."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, request, url_for
from jinja2 import StrictUndefined
from markupsafe import Markup

from app.settings import Settings
from app.web import again, evidence, i18n, new_messages, support
from app.web.call_links import call_links
from app.web.fields import Words
from app.web.forms import CSRF_FIELD
from app.web.permitted import can
from app.web.plans.facts import FIELDS
from app.web.plans.grants import cuts_rate
from app.web.plans.payments import each_payment
from app.web.security import nonce

BRAND = "Plainpact"
BRAND_ZH = "明约"


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in person as the frame shows them: links to their rooms, and sign-out.

    ``needs`` gives codes of ``app.core.support`` that change this person's own pages; it is
    asked only where a page is drawn for them, so that an error page needs no database.
    """

    name: str
    links: tuple[tuple[Words, str], ...]
    needs: Callable[[], tuple[str, ...]] = tuple


def init_app(
    app: Flask, settings: Settings, *, viewer: Callable[[], Viewer | None] = lambda: None
) -> None:
    """Register filters, and what ``layout.html`` needs on every page."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.filters |= {
        "money": i18n.money,
        "day": i18n.day,
        "month": i18n.month,
        "month_name": i18n.month_name,
        "moment": i18n.moment,
        "percent": i18n.percent,
        "sentences": i18n.sentences,
        "every": i18n.every,
        "each_payment": each_payment,
        "cuts_rate": cuts_rate,
        "drawing": drawing,
        "call_links": call_links,
    }
    env.globals |= {
        "can": can,
        "evidence_found": evidence.found,
        "may_begin": new_messages.may_begin,
        "new_messages": new_messages.count,
        "notes_of": support.notes,
        "reads_conduct": new_messages.reads_conduct,
        "reads_passes": new_messages.reads_passes,
        "reads_refusals": new_messages.reads_refusals,
        "offer_fields": FIELDS,
    }
    versions = _versions(Path(app.static_folder or ""))

    def asset(name: str) -> str:
        return url_for("static", filename=name, v=versions[name])

    @app.context_processor
    def frame() -> dict[str, Any]:
        who = viewer()
        return {
            "asset": asset,
            "brand": BRAND,
            "brand_zh": BRAND_ZH,
            "carried": again.answers({CSRF_FIELD}),
            "csp_nonce": nonce(),
            "has_demo": not settings.production,
            "here": request.path,
            "language": i18n.language(),
            "languages": tuple(i18n.LANGUAGES.values()),
            "neutral_url": settings.neutral_url,
            "support_email": settings.support_email,
            "support": who.needs if who else tuple,
            "viewer": who,
        }


_ACTIVE = re.compile(r"<script|<style|href|\son[a-z]+\s*=")


def drawing(svg: str) -> Markup:
    """Let a drawing of our own server into the page as it is.

    Raises:
        ValueError: it is not one inline SVG, or could run or load something.
    """
    low = svg.lower()
    if not low.startswith("<svg") or _ACTIVE.search(low):
        raise ValueError("not a plain drawing")
    return Markup(svg)  # noqa: S704 - drawn by this server from numbers and catalog words


def _versions(folder: Path) -> dict[str, str]:
    return {
        path.name: sha256(path.read_bytes()).hexdigest()[:16]
        for path in folder.iterdir()
        if path.is_file()
    }
