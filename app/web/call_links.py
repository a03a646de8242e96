"""Numbers to call and pages to open, out of the plain text that the packs keep: as links."""

from __future__ import annotations

import re

from markupsafe import Markup

_NUMBER = re.compile(r"\+?\d[\d -]*\d")
_PAGE = re.compile(r"(https://)?(www\.)?[\w.-]+\.[a-z]{2,}(/[\w./-]*)?", re.ASCII)


def call_links(contact: str) -> Markup:
    """``116 123, www.example.org`` with a link each; what is neither stays as it is."""
    return Markup(", ").join(_link(part) for part in contact.split(", "))


def _link(part: str) -> Markup:
    if _NUMBER.fullmatch(part):
        number = part.replace(" ", "").replace("-", "")
        return Markup('<a class="pp-link" href="tel:{}">{}</a>').format(number, part)
    if _PAGE.fullmatch(part):
        page = part if part.startswith("https://") else f"https://{part}"
        return Markup('<a class="pp-link" href="{}" rel="noreferrer">{}</a>').format(page, part)
    return Markup.escape(part)
