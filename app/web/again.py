"""The answer to a form, once more in another language, with everything that was typed.

The page itself carries the answers back: figures never go into an address, and are not stored.
A request that only asks for the other language does nothing else; ``Form.accepted`` says no to it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from flask import Flask, request
from werkzeug.exceptions import BadRequest

View = TypeVar("View", bound=Callable[..., Any])

FIELD = "shown_in"
"""The field that names the other language; only the frame's own button sends it."""
_ASKED = "plainpact.shown_in"


def shows_again(view: View) -> View:
    """Mark a route that acts only on a form it accepted, so that its page may be asked for again."""
    view.shows_again = True  # type: ignore[attr-defined]  # read before each request
    return view


def init_app(app: Flask, codes: Collection[str]) -> None:
    """Note the language asked for, before anything reads a form."""

    @app.before_request
    def note() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if request.method != "POST" or not getattr(view, "shows_again", False):
            return
        code = request.form.get(FIELD, "")
        if code and code not in codes:
            raise BadRequest("language")
        request.environ[_ASKED] = code


def language() -> str | None:
    """The language in which the page is asked for again; None for every other request."""
    found = request.environ.get(_ASKED)
    return found if isinstance(found, str) and found else None


def answers(without: Collection[str]) -> tuple[tuple[str, str], ...] | None:
    """What this page has to carry for the other language; None when it is no answer to a form."""
    if _ASKED not in request.environ:
        return None
    left_out = {FIELD, *without}
    sent = request.form.lists()
    return tuple((name, one) for name, many in sent if name not in left_out for one in many)
